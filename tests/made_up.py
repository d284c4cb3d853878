"""An indicator that means nothing, for tests of what is published beside it."""

from __future__ import annotations

from sources.declarations import Direction, Indicator, Nature, OfficialSeries, Reserve


def made_up_indicator(
    *official: OfficialSeries, name: str = "made_up", plausible: tuple[float, float] = (0, 100)
) -> Indicator:
    """Of health, with these published series and none of ours."""
    return Indicator(
        id=name,
        reserve=Reserve.HEALTH,
        label_en="Made up",
        label_fi="Keksitty",
        definition="made up for the test",
        nature=Nature.OBJECTIVE,
        direction=Direction.CONTEXT,
        unit="%",
        plausible=plausible,
        series=(),
        official=official,
    )
