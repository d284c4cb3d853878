"""One file a pair: `ours` and `minimum` get ready and return the work to measure; `check` compares.

`check` gives a sentence on what was found equal, and raises AssertionError where it isn't.
"""
