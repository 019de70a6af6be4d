"""Codes over time: of which part of the texts and people of each period."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Literal

from sluitend.apps.analyses.kit import counting, grids, words
from sluitend.apps.analyses.kit.analysis import CODINGS, Analysis, CodedInputs, Progress
from sluitend.apps.analyses.kit.counting import CODE, PART, WHOLE
from sluitend.apps.analyses.kit.guards import Guard
from sluitend.apps.analyses.kit.parameters import CodedParameters, choice, codes, flag
from sluitend.apps.analyses.kit.rests import GroupOf, rests
from sluitend.apps.analyses.kit.result import PEOPLE, Chart, Column, Kind, Result, Table
from sluitend.apps.analyses.kit.tables import table
from sluitend.apps.analyses.kit.telling import Given, Telling, result, telling
from sluitend.engines.retrieval.material import Material, Source, Speaker
from sluitend.engines.retrieval.tables import EVERYBODY
from sluitend.engines.retrieval.views import Per, timeline
from sluitend.errors import InputError

PERIOD = "period"
_PER = {"month": "maand", "quarter": "kwartaal", "year": "jaar"}
_MOST = 8  # codes of which a sentence tells
_COLUMNS = (
    *(CODE, Column(PERIOD, "periode"), Column("share_sources", "aandeel van de bronnen", Kind.SHARE)),
    *(Column("share_respondents", "aandeel van de respondenten", Kind.SHARE), Column("sources", "bronnen", Kind.COUNT)),
    *(Column("of_sources", "van de bronnen", Kind.COUNT), Column(PART, "respondenten", Kind.COUNT)),
    *(Column(WHOLE, "van de respondenten", Kind.COUNT), *counting.NOT_YET),
    Column("places", "plaatsen", Kind.COUNT),
    *counting.RESTS,
)


class TimeParameters(CodedParameters):
    """Which codes, and how long a period is."""

    codes: tuple[str, ...] = codes("Codes", "Zonder keuze: alle codes die ergens staan.")
    per: Literal["month", "quarter", "year"] = choice("Per", _PER, default="quarter")
    below: bool = flag("Met de codes eronder", "Een code telt dan mee met de codes die eronder hangen.", default=True)
    who: tuple[str, ...] = counting.who()

    @classmethod
    def in_title(cls, given: Mapping[str, Any]) -> str:
        """Its codes, groups and voices."""
        return counting.told(given)


def run(inputs: CodedInputs, params: TimeParameters, progress: Progress) -> Result:
    """Of every code and period in how many of its texts, and of how many of the people who spoke in it."""
    basis = counting.basis(inputs.material, params.who)
    material = basis.material
    names = counting.used(inputs.material, params.codes)
    points = timeline(material, [material.coded[one] for one in names], Per(params.per), below=params.below)
    progress(80)
    if not points:
        raise InputError("analyses.no_dates")
    left = rests(inputs.material, _period_of(material, params.per), params.who)
    rows = (
        (
            *(material.names[one.code], _period(one.first, params.per)),
            one.sources / one.of_sources if one.of_sources > one.uncoded else None,
            one.respondents / one.of_respondents if one.of_respondents > one.unheard else None,
            *(one.sources, one.of_sources, one.respondents, one.of_respondents, one.uncoded, one.unheard, one.places),
            *left.cells(_period(one.first, params.per)),
        )
        for one in points
    )
    made = table("periods", f"Codes per {_PER[params.per]}", _COLUMNS, rows, by=(CODE.key, PERIOD))
    tables = (made, *_undated(material), *counting.apart(material))
    return result(tables, len(basis.known[EVERYBODY].respondents), tell, params, PEOPLE)


def _undated(material: Material) -> Iterator[Table]:
    without = [source for source in material.texts if source not in material.dates]
    if without:
        yield table("undated", "Zonder datum", [Column("texts", "teksten", Kind.COUNT)], [(len(without),)])


def _period_of(material: Material, per: str) -> GroupOf:
    """The period in which words were said; None for a text without a date."""

    def found(source: Source, _speaker: Speaker | None) -> str | None:
        day = material.dates.get(source)
        return None if day is None else _period(day, per)

    return found


def _wholes(period: str) -> tuple[str, ...]:
    """2026 and 2026 kwartaal 2 of 2026-04: the same question per quarter or per year tells of these."""
    year, _dash, month = period.partition("-")
    if not month:
        return (period[:4],)
    return year, _period(date(int(year), int(month), 1), "quarter")


def _period(day: date, per: str) -> str:
    """2026, 2026 kwartaal 2, 2026-04: in the order of the calendar also as text"""
    if per == "year":
        return str(day.year)
    return f"{day.year} kwartaal {(day.month - 1) // 3 + 1}" if per == "quarter" else f"{day:%Y-%m}"


def tell(given: Given, params: TimeParameters) -> Telling:
    """What the tables say."""
    return telling([_chart(given)], _sentences(given), _caveats(given))


def _chart(given: Given) -> Chart | None:
    if "periods" not in given.tables:
        return None
    text = " ".join(_sentences(given))
    title, y = "Aandeel van de bronnen met de code", "share_sources"
    return grids.over_time(given.tables["periods"], title=title, text=text, x=PERIOD, y=y, group=CODE.key)


def _sentences(given: Given) -> Iterator[str]:
    for name, rows in list(given.group("periods", CODE.key).items())[:_MOST]:
        told = "; ".join(f"{row[PERIOD]}: {counting.people(row)}" for row in rows)
        yield f"‘{name}’ – {told}."


def _caveats(given: Given) -> Iterator[str]:
    yield "In elke periode spraken andere mensen: een verschil kan komen door wie er gehoord is."
    yield from counting.caveats(given)
    if without := given.one("undated")["texts"]:
        yield "1 tekst heeft geen datum en telt niet mee." if without == 1 else _without(without)


def _without(texts: int) -> str:
    return f"{words.count(texts)} teksten hebben geen datum en tellen niet mee."


_GUARDS: dict[str, Guard] = {
    "periods": counting.guard(PERIOD, labels=[CODE.key], wholes=_wholes),
    "undated": counting.as_it_is,
    **counting.APART_GUARDS,
}

ANALYSIS = Analysis(
    key="codes-in-de-tijd",
    title="Codes in de tijd",
    question="Hoe vaak komt elke code voor, per maand, kwartaal of jaar?",
    parameters=TimeParameters,
    run=run,
    engines=("sluitend.engines.retrieval",),
    data=CODINGS,
    order=225,
    tell=tell,
    guards=_GUARDS,
)
