"""The synthetic Finland: made-up persons whose deliveries look like the registers' own.

A process of its own (`python -m sources.synthetic`): nothing else in the house imports it, and it
imports no contract, so that generator and contracts cannot agree with each other alone. It writes
what privacy.md §4–5 says of the formats, and plants faults that it lists in a key file.

`places` where people live, `ids` identifiers that can't be real, `people` who they are,
`households` who lives with whom, `demography` what a year does to them, `reserves` the latent
eight, `livelihood`, `benefits` and `income` work and money, `population_files`, `wage_files`,
`benefit_files`, `silc` and `wellbeing` the deliveries, `faults` what is wrong in them, `output`
bytes and checksums, `country` the order of it all.
"""
