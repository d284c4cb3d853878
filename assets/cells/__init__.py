"""Exact cells, before protection: one row an area, sex and age group of an indicator."""
