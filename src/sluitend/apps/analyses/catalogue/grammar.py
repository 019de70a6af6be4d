"""Where starts and stops do not follow each other as they should."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Self

from pydantic import model_validator

from sluitend.apps.analyses.kit import charts, words
from sluitend.apps.analyses.kit.analysis import Analysis, Inputs, Progress
from sluitend.apps.analyses.kit.cohorts import Compared
from sluitend.apps.analyses.kit.compared import Comparison, compared, figure
from sluitend.apps.analyses.kit.guards import Counts, Guard
from sluitend.apps.analyses.kit.parameters import activities
from sluitend.apps.analyses.kit.result import Chart, Column, Kind, Result, Table
from sluitend.apps.analyses.kit.tables import table
from sluitend.apps.analyses.kit.telling import Given, Row, Telling, result, telling
from sluitend.engines.chain import Grammar, Violations
from sluitend.engines.chain.grammar import DOUBLE_START, PAUSE_AFTER_PAUSE, STOP_WITHOUT_START
from sluitend.errors import InputError

_RULES = {
    DOUBLE_START: "start terwijl er al een is (OP289)",
    STOP_WITHOUT_START: "stop zonder start (OP377)",
    PAUSE_AFTER_PAUSE: "tijdelijke stop na een tijdelijke stop (OP378)",
}


class GrammarParameters(Compared):
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
    tables = (_rules(found), _found(found), _whole(found))
    return result(tables, inputs.log.summary().cases, tell, params)


def tell(given: Given, _params: GrammarParameters) -> Telling:
    """What the tables say."""
    caveats = (
        "Een casus moet hier één toegewezen product zijn: twee producten mogen naast elkaar lopen.",
        "Waar alleen dagen zijn vastgelegd, houden een stop en een start op één dag de volgorde van het bestand.",
        "Dit zegt iets over de berichten, niet over de hulp.",
    )
    return telling([_chart(given)], _sentences(given.one("whole"), given.rows("rules")), caveats)


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


def _whole(found: Violations) -> Table:
    columns = [Column("checked", "casussen met een start of stop", Kind.COUNT)]
    columns += [Column("wrong", "iets niet zoals het hoort", Kind.COUNT), Column("share", "aandeel", Kind.SHARE)]
    wrong = len(set(found.found["case"].to_pylist()))
    share = wrong / found.checked if found.checked else None
    return table("whole", "Alle regels samen", columns, [(found.checked, wrong, share)])


def _chart(given: Given) -> Chart | None:
    rows = [row for row in given.rows("rules") if row["count"] is not None]
    if not rows:
        return None
    told = ", ".join(f"{row['rule']}: {words.count(row['count'])} keer" for row in rows)
    return charts.bars(given.tables["rules"], title="Overtredingen per regel", text=f"{told}.", x="count", y="rule")


def _sentences(whole: Row, rules: list[Row]) -> Iterator[str]:
    share = "" if whole["share"] is None else f" ({words.share(whole['share'])})"
    yield (
        f"Van {words.cases(whole['checked'])} met een start of stop is bij {words.count(whole['wrong'])} iets niet "
        f"zoals het hoort{share}."
    )
    for row in rules:
        if row["count"]:
            yield f"{words.first_upper(row['rule'])}: {words.count(row['count'])} keer, in {words.cases(row['cases'])}."


_GUARDS: dict[str, Guard] = {
    "whole": Counts(within={"wrong": "checked"}, shares={"share": ("wrong", "checked")}),
    "rules": Counts(by=("rule",), counts=("cases",), amounts={"count": "cases"}),
}

_ALONE = Analysis(
    key="starten-stoppen",
    title="Starten en stoppen",
    question="Volgen starts, tijdelijke stops en stops elkaar op zoals het hoort?",
    parameters=GrammarParameters,
    run=run,
    tell=tell,
    guards=_GUARDS,
    within_n=("whole", "checked"),
    order=16,
)
_COMPARISON = Comparison(
    figures=(figure("share", "niet zoals het hoort", Kind.SHARE, "whole"),),
    n=("whole", "checked"),
    complete=("rules",),
    sentences=1,
)
ANALYSIS = compared(_ALONE, _COMPARISON)
