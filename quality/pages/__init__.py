"""Pages about the quality of deliveries, for those who answer for the data."""
