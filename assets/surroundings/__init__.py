"""What lies around the home: one row a building, joined to people by the building's number.

Internal: exposures of a building are those of its address. Only means and shares of areas leave.
"""
