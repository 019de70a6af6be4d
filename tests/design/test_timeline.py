"""The logbook in time: months with the phases that ran beside them."""

from __future__ import annotations

from datetime import date

from sluitend.apps.design.models import Phase
from sluitend.apps.design.queries import LogbookLine
from sluitend.apps.design.views.timeline import months_of


def _line(day: date) -> LogbookLine:
    return LogbookLine(day, "note", "Gebeurtenis", "", None)


def _phase(number: int, starts: date | None, ends: date | None) -> Phase:
    return Phase(pk=number, name=f"Fase {number}", starts=starts, ends=ends)


LINES = [_line(date(2026, 5, 3)), _line(date(2026, 3, 20)), _line(date(2026, 3, 1)), _line(date(2025, 12, 31))]


def test_lines_stand_under_their_month_newest_first() -> None:
    months = months_of(LINES, [])

    assert [(month.first, len(month.lines)) for month in months] == [
        (date(2026, 5, 1), 1),
        (date(2026, 3, 1), 2),
        (date(2025, 12, 1), 1),
    ]
    assert all(not month.bands for month in months)


def test_a_band_runs_through_the_months_of_its_phase() -> None:
    phases = [_phase(1, date(2026, 1, 1), date(2026, 3, 31)), _phase(2, date(2026, 3, 15), None), _phase(3, None, None)]

    may, march, december = months_of(LINES, phases)

    assert [phase.name for phase in march.phases] == ["Fase 1", "Fase 2"]
    assert [(band.phase.pk, band.is_first, band.is_last) for band in march.bands if band.phase] == [
        (1, True, True),
        (2, True, False),
    ]
    assert [(band.phase and band.phase.pk) for band in may.bands] == [None, 2]
    assert (may.bands[1].is_first, may.bands[1].is_last) == (False, True)
    assert december.phases == []


def test_phases_one_after_the_other_share_a_lane() -> None:
    phases = [_phase(1, date(2026, 1, 1), date(2026, 3, 31)), _phase(2, date(2026, 4, 1), date(2026, 6, 1))]

    assert [len(month.bands) for month in months_of(LINES, phases)] == [1, 1, 1]


def test_more_phases_at_once_than_fit_are_still_named() -> None:
    phases = [_phase(number, date(2026, 5, 1), date(2026, 5, 31)) for number in range(1, 7)]

    month = months_of(LINES, phases)[0]

    assert (len(month.bands), len(month.phases)) == (4, 6)
