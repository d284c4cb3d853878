"""All about data before it is ours: declarations, landing, identity, official statistics."""
