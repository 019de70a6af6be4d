"""Where starts and stops do not follow each other as they should."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Self

from pydantic import model_validator

from sluitend.apps.analyses.kit import charts, words
from sluitend.apps.analyses.kit.analysis import Analysis, Inputs, Progress
from sluitend.apps.analyses.kit.parameters import Parameters, activities
from sluitend.apps.analyses.kit.result import Chart, Column, Kind, Result, Table
from sluitend.apps.analyses.kit.tables import table
from sluitend.engines.chain import Grammar, Violations
from sluitend.engines.chain.grammar import DOUBLE_START, PAUSE_AFTER_PAUSE, STOP_WITHOUT_START
from sluitend.errors import InputError

_RULES = {
    DOUBLE_START: "start terwijl er al een is (OP289)",
    STOP_WITHOUT_START: "stop zonder start (OP377)",
    PAUSE_AFTER_PAUSE: "tijdelijke stop na een tijdelijke stop (OP378)",
}


class GrammarParameters(Parameters):
    """Which activities start, pause and stop."""

    starts: tuple[str, ...] = activities("Hulp start met", required=True)
    pauses: tuple[str, ...] = activities("Hulp stopt tijdelijk met")
    stops: tuple[str, ...] = activities("Hulp stopt met", required=True)

    @model_validator(mode="after")
    def _apart(self) -> Self:
        if len({*self.starts, *self.pauses, *self.stops}) < len(self.starts) + len(self.pauses) + len(self.stops):
            raise InputError("analyses.parameter", where="stops", field="Hulp stopt met", name="stops")
        return self


def run(inputs: Inputs, params: GrammarParameters, progress: Progress) -> Result:
    """Every violation, counted by its rule."""
    found = inputs.log.violations(Grammar(params.starts, params.pauses, params.stops), until=inputs.until)
    progress(70)
    rules = _rules(found)
    return Result(
        tables=(rules, _found(found)),
        charts=(_chart(rules),),
        sentences=tuple(_sentences(found, rules)),
        caveats=(
            "Een casus moet hier één toegewezen product zijn: twee producten mogen naast elkaar lopen.",
            "Waar alleen dagen zijn vastgelegd, houden een stop en een start op één dag de volgorde van het bestand.",
            "Dit zegt iets over de berichten, niet over de hulp.",
        ),
        n=inputs.log.summary().cases,
    )


def _rules(found: Violations) -> Table:
    columns = [Column("rule", "wat er niet mag"), Column("count", "keer", Kind.COUNT)]
    columns += [Column("cases", "casussen", Kind.COUNT)]
    rows = [(_RULES[row["rule"]], row["count"], row["cases"]) for row in found.rules.to_pylist()]
    return table("rules", "Overtredingen per regel", columns, rows, by=("rule",))


def _found(found: Violations) -> Table:
    columns = [Column("case", "casus"), Column("day", "dag"), Column("activity", "activiteit")]
    columns += [Column("rule", "wat er niet mag")]
    rows = [(row["case"], row["day"], row["activity"], _RULES[row["rule"]]) for row in found.found.to_pylist()]
    return table("violations", "Overtredingen", columns, rows, by=("case", "day", "activity", "rule"))


def _chart(rules: Table) -> Chart:
    told = ", ".join(f"{row[0]}: {row[1]} keer" for row in rules.rows)
    return charts.bars(rules, title="Overtredingen per regel", text=f"{told}.", x="count", y="rule")


def _sentences(found: Violations, rules: Table) -> Iterator[str]:
    wrong = len(set(found.found["case"].to_pylist()))
    yield (
        f"Van {words.cases(found.checked)} met een start of stop is bij {words.count(wrong)} iets niet zoals het hoort"
        f"{f' ({words.share(wrong / found.checked)})' if found.checked else ''}."
    )
    for name, count, cases in rules.rows:
        if count:
            yield f"{str(name)[:1].upper()}{str(name)[1:]}: {count} keer, in {words.cases(int(cases or 0))}."


ANALYSIS = Analysis(
    key="starten-stoppen",
    title="Starten en stoppen",
    question="Volgen starts, tijdelijke stops en stops elkaar op zoals het hoort?",
    parameters=GrammarParameters,
    run=run,
    order=16,
)
