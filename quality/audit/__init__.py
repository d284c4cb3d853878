"""The audit of a candidate: what must hold before it may be published.

`expectations` (Great Expectations) judges the reserve tables; the files beside it judge what it
can't say: areas, levels, plausibility, files against each other, and the home behind them.
"""
