"""One person, one number: across years, sources and changes of the identity code."""

from __future__ import annotations

from border_deliveries import client, deliver_rows, facts, judge, person
from border_population import change, deliver_population, files, residence, resident

from quality.acceptance import Acceptance
from sources.home import Home
from sources.identity.registry import read_aliases
from sources.population import SOURCE

DWELLING = "900000759J1C003"


def population(home: Home, year: int, codes: list[str], *changes: tuple[str, str]) -> Acceptance:
    pairs = changes or ((person(80), person(81)),)
    content = files(
        year,
        [resident(c) for c in codes],
        [residence(c, DWELLING) for c in codes],
        [change(*pair) for pair in pairs],
    )
    record = judge(home, deliver_population(home, year, content), SOURCE)
    assert record.status == "accepted", record.why
    return record


def numbers(home: Home, record: Acceptance, table: str = "persons") -> list[int]:
    """Person numbers as they stand for a person now."""
    found: list[int] = facts(home, record, table)["person"].to_list()
    aliases: dict[int, int] = dict(read_aliases(home.identity).iter_rows())
    return [aliases.get(number, number) for number in found]


def test_a_person_has_one_number_in_every_table_year_and_source(home: Home) -> None:
    first = population(home, 2021, [person(1), person(2)])
    second = population(home, 2022, [person(2), person(1)])
    care = judge(home, deliver_rows(home, [client(1), client(2)]))
    assert numbers(home, first) == numbers(home, second)[::-1] == numbers(home, care, "clients")
    assert numbers(home, first, "residences") == numbers(home, first)


def test_a_corrected_code_keeps_the_number_across_years_and_sources(home: Home) -> None:
    old, new = person(1), person(2)
    before = population(home, 2021, [old, person(5)])
    care_before = judge(home, deliver_rows(home, [client(1)], period="2021"))
    after = population(home, 2022, [new, person(5)], (old, new))
    care_old = judge(home, deliver_rows(home, [client(1)], period="2022"))
    care_new = judge(home, deliver_rows(home, [client(2)], period="2023"))
    number = numbers(home, before)[0]
    for record, table in (
        (care_before, "clients"), (after, "persons"), (care_old, "clients"), (care_new, "clients"),
    ):  # fmt: skip
        assert numbers(home, record, table)[0] == number
    assert numbers(home, before)[1] == numbers(home, after)[1] != number


def test_two_codes_that_were_both_known_become_one_person_in_what_was_read_before(
    home: Home,
) -> None:
    old, new = person(1), person(2)
    before = population(home, 2021, [old, new])
    assert len(set(numbers(home, before))) == 2
    after = population(home, 2022, [new], (old, new))
    assert len(set(numbers(home, before) + numbers(home, after))) == 1


def test_a_refused_delivery_joins_nobody(home: Home) -> None:
    old, new = person(1), person(2)
    before = population(home, 2021, [old, new])
    content = files(
        2022,
        [resident(new), resident(new)],
        [residence(new, DWELLING)],
        [change(old, new)],
    )
    assert judge(home, deliver_population(home, 2022, content), SOURCE).status == "refused"
    assert len(set(numbers(home, before))) == 2


def test_codes_that_differ_by_their_sign_alone_are_two_persons(home: Home) -> None:
    codes = ["010190-900P", "010190Y900P"]
    record = population(home, 2021, codes)
    assert len(set(numbers(home, record))) == 2
    assert numbers(home, record) == numbers(home, population(home, 2022, codes))


def test_a_dwelling_is_one_number_and_not_its_id(home: Home) -> None:
    content = files(
        2021,
        [resident(person(n)) for n in range(3)],
        [
            residence(person(0), DWELLING),
            residence(person(1), DWELLING + " "),
            residence(person(2), "900000759J1C004"),
        ],
        [change(person(80), person(81))],
    )
    record = judge(home, deliver_population(home, 2021, content), SOURCE)
    found = facts(home, record, "residences")["dwelling"].to_list()
    assert found[0] == found[1] != found[2]
    assert all(isinstance(number, int) for number in found)
