"""Person-years: one row a resident at 31 December, with what the reserves need of the registers."""
