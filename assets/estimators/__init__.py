"""Statistics as pure functions on NumPy arrays: one subject a file, no I/O, no engine.

Conventions. Arrays are float64 and equally long, one element a person of the sample; NaN stands
for null. A `domain` is a boolean array that marks the rows a statistic is about (None: all rows).
Rows whose value is NaN, or whose weight is not above zero, take no part. A statistic that its
rows can't give is NaN. Shares, gaps and Gini are in percent, as published; intervals of a share
take and give proportions (0–1).
"""
