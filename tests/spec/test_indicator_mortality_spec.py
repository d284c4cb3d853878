"""Indicators of deaths, each worked out by hand from counts and persons."""

from __future__ import annotations

import pytest
from indicator_tables import Spec, check, declared

_EVERY_AGE = "\n".join(f"    {age:<3} | 1000" for age in (0, 1, *range(5, 90, 5)))

SPECS = {
    "life_expectancy_at_birth": Spec(
        """
    sex | age | deaths | accident_deaths
    F   | 0   | 10     | 1
    M   | 95  | 500    | 10
    """,
        94 - 93.9 * 0.01 / 1.009,
        19 * 1000 + 2000,
        "infants q = 0.01 / (1 + 0.9 · 0.01); those left live 89 years more and 2,000 / 500 = 4: "
        "(1 − q) · 94 + q · 0.1, where nobody else dies",
        f"""
    age | persons
{_EVERY_AGE}
    90  | 2000
    """,
    ),
    "avoidable_mortality_asr": Spec(
        """
    year | sex | age | deaths | avoidable_deaths | accident_deaths
    2022 | F   | 20  | 9      | 2                | 1
    2024 | M   | 74  | 9      | 4                | 0
    2024 | M   | 75  | 9      | 8                | 0
    """,
        100_000 * (6000 * 2 / 3000 + 5000 * 4 / 1500) / 91_000,
        15 * 3000 - 1500,
        "weights 6,000 of 20–24 and 5,000 of 70–74 among 91,000 under 75; persons of three years",
        "year | age | persons\n"
        + "\n".join(
            f"{year} | {age} | {500 if age == 70 else 1000}"
            for year in (2022, 2023, 2024)
            for age in range(0, 95, 5)
        ),
    ),
    "accident_mortality_asr": Spec(
        """
    year | sex | age | deaths | avoidable_deaths | accident_deaths
    2023 | F   | 92  | 9      | 1                | 3
    2024 | M   | 74  | 9      | 4                | 2
    """,
        100_000 * (1000 * 3 / 3000 + 5000 * 2 / 1500) / 100_000,
        19 * 3000 - 1500,
        "weights 1,000 of 90 and over and 5,000 of 70–74; persons of three years",
        "year | age | persons\n"
        + "\n".join(
            f"{year} | {age} | {500 if age == 70 else 1000}"
            for year in (2022, 2023, 2024)
            for age in range(0, 95, 5)
        ),
    ),
}


@pytest.mark.parametrize("name", SPECS)
def test_the_declared_indicator_gives_the_value_worked_out_by_hand(name: str) -> None:
    check(declared(name), SPECS[name])
