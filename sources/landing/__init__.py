"""Deliveries: taken in as they come, kept immutable, read in batches."""
