"""Reference data as versioned seed tables: areas, mergers and their validity."""
