"""How help ends, and how often early, while some of it still goes on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, Self

from pydantic import model_validator

from sluitend.apps.analyses.kit import charts, words
from sluitend.apps.analyses.kit.analysis import Analysis, Inputs, Progress
from sluitend.apps.analyses.kit.guards import Counts, Guard
from sluitend.apps.analyses.kit.parameters import Parameters, activities, attribute, day
from sluitend.apps.analyses.kit.parts import LEAST
from sluitend.apps.analyses.kit.result import Chart, Column, Kind, Result, Table
from sluitend.apps.analyses.kit.tables import table
from sluitend.apps.analyses.kit.telling import Given, Row, Telling, result, telling
from sluitend.engines.chain import Endings
from sluitend.engines.chain.returning import RETURN_DAYS
from sluitend.errors import InputError

PLANNED, EARLY, OTHER, OPEN = "volgens plan", "voortijdig", "anders", "loopt nog"
_MONTHS = dict(zip(RETURN_DAYS, ("3 maanden", "6 maanden", "12 maanden"), strict=True))
_TOLD = 6  # cohorts that get a sentence each


class EndingParameters(Parameters):
    """Which activities end a case, and in which way."""

    planned: tuple[str, ...] = activities("Eindigt volgens plan met", required=True)
    early: tuple[str, ...] = activities("Eindigt voortijdig met", "Door cliënt, aanbieder, in overleg of van buiten.")
    other: tuple[str, ...] = activities("Eindigt anders met", "Bijvoorbeeld: overstap, verhuizing, overlijden.")
    opens: tuple[str, ...] = activities("Begint met", "Zonder keuze: de eerste gebeurtenis die niet sluit.")
    by: str = attribute("Vergelijk per", "Een kenmerk van de casus, zoals de gemeente.")
    split: date | None = day("Vergelijk vóór en vanaf", "De dag waarop iets veranderde, zoals het begin van een pilot.")

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if self.by and self.split:
            raise InputError("analyses.by_or_split", where="split")
        return self

    @property
    def reasons(self) -> dict[str, str]:
        """Of every closing activity its reason; the first that it was given counts."""
        given = ((OTHER, self.other), (EARLY, self.early), (PLANNED, self.planned))
        return {name: reason for reason, names in given for name in names}


def run(inputs: Inputs, params: EndingParameters, progress: Progress) -> Result:
    """Counts and cumulative incidence for each cohort."""
    found = inputs.log.endings(
        params.reasons, until=inputs.until, opens=params.opens, by=params.by or None, split=params.split
    )
    progress(70)
    names = [one.name for one in found]
    named = [(words.cohort(one.name, params.by, params.split, taken=names), one) for one in found]
    return result((_ways(named),), inputs.log.summary().cases, tell, params)


def tell(given: Given, _params: EndingParameters) -> Telling:
    """What the table says."""
    groups = given.group("endings", "cohort")
    caveats = (
        "Het aandeel binnen een tijd houdt rekening met wie nog loopt. Het aandeel van wie al is geëindigd doet "
        "dat niet: lange hulp loopt nog, dus voortijdig einde lijkt daarin vaker voor te komen.",
        "De reden is die van het bericht. Of het kind er beter van werd, staat er niet in.",
    )
    return telling([_chart(given, groups)], _sentences(groups), caveats)


Groups = dict[Any, list[Row]]
Named = list[tuple[str, Endings]]


def _ways(named: list[tuple[str, Endings]]) -> Table:
    columns = [Column("cohort", "groep"), Column("reason", "einde"), Column("cases", "casussen", Kind.COUNT)]
    columns += [Column("share", "deel van wie is geëindigd", Kind.SHARE)]
    columns += [Column("median_days", "mediaan, dagen", Kind.NUMBER)]
    columns += [Column(f"share_{at}", f"zo geëindigd binnen {months}", Kind.SHARE) for at, months in _MONTHS.items()]
    columns += [Column("of", "van zoveel", Kind.COUNT)]
    rows: list[list[object]] = []
    for name, one in named:
        for way in one.endings:
            rows.append([name, way.reason, way.cases, way.share, way.median_days, *way.incidence, one.cases])
        rows.append([name, OPEN, one.open, None, None, *[None] * len(_MONTHS), one.cases])
    return table("endings", "Hoe casussen eindigen", columns, rows, by=("cohort", "reason"))


def _chart(given: Given, groups: Groups) -> Chart | None:
    if not groups:
        return None
    told = "; ".join(f"{name}: {said}" for name, rows in list(groups.items())[:_TOLD] if (said := _counts(rows)))
    title = "Hoe casussen eindigen"
    return charts.bars(given.tables["endings"], title=title, text=f"{told}.", x="cases", y="cohort", stack="reason")


def _counts(rows: list[Row]) -> str:
    return ", ".join(f"{words.count(row['cases'])} {row['reason']}" for row in rows if row["cases"] is not None)


def _sentences(groups: Groups) -> Iterator[str]:
    for name, rows in list(groups.items())[:_TOLD]:
        if None not in [row["cases"] for row in rows]:
            yield _ended(name, rows)
        for row in rows:
            known = [(months, row[f"share_{at}"]) for at, months in _MONTHS.items() if row[f"share_{at}"]]
            if row["reason"] == EARLY and known:
                yield f"Naar schatting eindigt {words.share(known[-1][1])} voortijdig binnen {known[-1][0]}."
    if len(groups) > _TOLD:
        yield f"De tabel heeft alle {len(groups)} groepen."


def _ended(name: str, rows: list[Row]) -> str:
    open_ = next(row["cases"] for row in rows if row["reason"] == OPEN)
    ended = sum(row["cases"] for row in rows) - open_
    verb, runs = words.verb(ended, "is", "zijn"), words.verb(open_, "loopt", "lopen")
    return (
        f"{words.first_upper(name)}: van {words.cases(ended + open_)} {verb} er {words.count(ended)} geëindigd; "
        f"{words.count(open_)} {runs} nog."
    )


def _sure(row: Row) -> bool:
    """Whether ten at least ended so within a year, ten later or nobody, and ten did not."""
    within = row[f"share_{_LAST}"] * row["of"]
    later = row["cases"] - within
    return bool(min(within, row["of"] - within) >= LEAST and (later >= LEAST or abs(later) < 0.5))


_LAST = max(_MONTHS)
_GUARDS: dict[str, Guard] = {
    "endings": Counts(
        by=("cohort", "reason"),
        counts=("cases",),
        values={"median_days": ("cases",), f"share_{_LAST}": ("cases",)},
        tails={"median_days": 0.5},
        enough={f"share_{_LAST}": _sure},
    ),
}

ANALYSIS = Analysis(
    key="einde",
    title="Hoe hulp eindigt",
    question="Hoeveel hulp eindigt volgens plan, voortijdig of anders, en hoe snel?",
    parameters=EndingParameters,
    run=run,
    tell=tell,
    guards=_GUARDS,
    within_n=("endings", "cases"),
    order=46,
)
