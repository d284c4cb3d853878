"""What our machinery costs beside a hand-written minimum of the same work (`python -m bench`)."""
