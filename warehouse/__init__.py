"""Storage: Parquet, the engine seam, candidate and release, DuckDB tables, catalogue."""
