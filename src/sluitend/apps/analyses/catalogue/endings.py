"""How help ends, and how often early, while some of it still goes on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Self

from pydantic import model_validator

from sluitend.apps.analyses.kit import charts, words
from sluitend.apps.analyses.kit.analysis import Analysis, Inputs, Progress
from sluitend.apps.analyses.kit.parameters import Parameters, activities, attribute, day
from sluitend.apps.analyses.kit.result import Chart, Column, Kind, Result, Table
from sluitend.apps.analyses.kit.tables import table
from sluitend.engines.chain import Endings
from sluitend.engines.chain.returning import RETURN_DAYS
from sluitend.errors import InputError

PLANNED, EARLY, OTHER = "volgens plan", "voortijdig", "anders"
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
    named = [(words.cohort(one.name, params.by, params.split), one) for one in found]
    ways = _ways(named)
    return Result(
        tables=(ways,),
        charts=(_chart(ways, named),),
        sentences=tuple(_sentences(named)),
        caveats=(
            "Het aandeel binnen een tijd houdt rekening met wie nog loopt. Het aandeel van wie al is geëindigd doet "
            "dat niet: lange hulp loopt nog, dus voortijdig einde lijkt daarin vaker voor te komen.",
            "De reden is die van het bericht. Of het kind er beter van werd, staat er niet in.",
        ),
        n=inputs.log.summary().cases,
    )


Named = list[tuple[str, Endings]]


def _ways(named: Named) -> Table:
    columns = [Column("cohort", "groep"), Column("reason", "einde"), Column("cases", "casussen", Kind.COUNT)]
    columns += [Column("share", "deel van wie is geëindigd", Kind.SHARE)]
    columns += [Column("median_days", "mediaan, dagen", Kind.NUMBER)]
    columns += [Column(f"share_{at}", f"zo geëindigd binnen {months}", Kind.SHARE) for at, months in _MONTHS.items()]
    rows: list[list[object]] = []
    for name, one in named:
        for way in one.endings:
            rows.append([name, way.reason, way.cases, way.share, way.median_days, *way.incidence])
        rows.append([name, "loopt nog", one.open, None, None, *[None] * len(_MONTHS)])
    return table("endings", "Hoe casussen eindigen", columns, rows, by=("cohort", "reason"))


def _chart(ways: Table, named: Named) -> Chart:
    told = "; ".join(
        f"{name}: {', '.join(f'{way.cases} {way.reason}' for way in one.endings)}, {one.open} loopt nog"
        for name, one in named[:_TOLD]
    )
    return charts.bars(ways, title="Hoe casussen eindigen", text=f"{told}.", x="cases", y="cohort", stack="reason")


def _sentences(named: Named) -> Iterator[str]:
    for name, one in named[:_TOLD]:
        ended = one.cases - one.open
        yield (
            f"{name[:1].upper()}{name[1:]}: van {words.cases(one.cases)} zijn er {words.count(ended)} geëindigd; "
            f"{words.count(one.open)} lopen nog."
        )
        early = next((way for way in one.endings if way.reason == EARLY), None)
        known = (
            [] if early is None else [pair for pair in zip(_MONTHS.values(), early.incidence, strict=True) if pair[1]]
        )
        if known:
            yield f"Naar schatting eindigt {words.share(known[-1][1])} voortijdig binnen {known[-1][0]}."
    if len(named) > _TOLD:
        yield f"De tabel heeft alle {len(named)} groepen."


ANALYSIS = Analysis(
    key="einde",
    title="Hoe hulp eindigt",
    question="Hoeveel hulp eindigt volgens plan, voortijdig of anders, en hoe snel?",
    parameters=EndingParameters,
    run=run,
    order=46,
)
