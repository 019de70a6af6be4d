"""On which days a case has no registered case director."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from typing import Any

from sluitend.apps.analyses.kit import charts, words
from sluitend.apps.analyses.kit.analysis import Analysis, Inputs, Progress
from sluitend.apps.analyses.kit.parameters import Parameters, activities, attribute, flag, number
from sluitend.apps.analyses.kit.result import Chart, Column, Kind, Result, Table
from sluitend.apps.analyses.kit.stock import group_name
from sluitend.apps.analyses.kit.tables import of_arrow, table
from sluitend.engines.chain import Ownership, Rules
from sluitend.engines.chain.shares import wilson

_STATES = {
    "one": "één regiehouder",
    "several": "meer dan één",
    "unknown": "opgepakt, niet bekend door wie",
    "late": "te laat vastgelegd",
    "nobody": "niemand",
}
_SEED = 1  # of the sample: drawn again, it is the same


class NobodyParameters(Parameters):
    """What makes somebody case director, and what ends it."""

    takes: tuple[str, ...] = activities(
        "Iemand wordt regiehouder met", "Wie dit doet, heeft vanaf die dag de regie.", required=True
    )
    lets_go: tuple[str, ...] = activities("Iemand laat de regie los met")
    opens: tuple[str, ...] = activities("Een casus opent met", "Zonder keuze: met de eerste gebeurtenis.")
    closes: tuple[str, ...] = activities("Een casus sluit met", "Zonder keuze sluit geen casus.")
    alone: bool = flag(
        "Eén regiehouder tegelijk", "De volgende vervangt de vorige. Anders staan zij naast elkaar.", default=True
    )
    by: str = attribute("Vergelijk per")
    longer: int = number("Lang is meer dan zoveel dagen", default=30, most=3650)
    sample: int = number("Zoveel casussen in de steekproef", "Om met de praktijk na te lopen.", default=20, most=200)


def run(inputs: Inputs, params: NobodyParameters, progress: Progress) -> Result:
    """Days by the state in which they end, the gaps, who let go last, and a sample to check."""
    rules = Rules(params.takes, params.lets_go, params.opens, params.closes, params.alone)
    found = inputs.log.ownership(rules, until=inputs.until, by=params.by or None)
    progress(60)
    groups = found.days.to_pylist()
    gaps = found.gaps.to_pylist()
    states = _states(groups)
    return Result(
        tables=(_groups(groups), states, _last(found), _gaps(found), _sample(gaps, params)),
        charts=(_chart(states),) if states.rows else (),
        sentences=tuple(_sentences(groups, gaps, params)),
        caveats=tuple(_caveats(groups)),
        n=sum(row["cases"] for row in groups),
    )


def _groups(groups: list[dict[str, Any]]) -> Table:
    columns = [Column("group", "groep"), Column("cases", "casussen", Kind.COUNT)]
    columns += [Column("cases_nobody", "met een dag van niemand", Kind.COUNT)]
    columns += [Column("share", "aandeel", Kind.SHARE), Column("low", "ondergrens", Kind.SHARE)]
    columns += [Column("high", "bovengrens", Kind.SHARE), Column("case_days", "dagen", Kind.COUNT)]
    columns += [Column(key, f"dagen: {words_}", Kind.COUNT) for key, words_ in _STATES.items()]
    rows = (_group(group_name(row["group"], len(groups)), row) for row in groups)
    return table("groups", "Dagen en casussen per groep", columns, rows, by=("group",))


def _group(name: str, row: dict[str, Any]) -> list[Any]:
    share = wilson(row["cases_nobody"], row["cases"])
    counts = [row["cases"], row["cases_nobody"], share.value, share.low, share.high, row["case_days"]]
    return [name, *counts, *(row[key] for key in _STATES)]


def _states(groups: list[dict[str, Any]]) -> Table:
    columns = [Column("group", "groep"), Column("state", "aan het eind van de dag")]
    columns += [Column("share", "aandeel van de dagen", Kind.SHARE)]
    rows = [
        (group_name(row["group"], len(groups)), title, row[key] / row["case_days"])
        for row in groups
        if row["case_days"]
        for key, title in _STATES.items()
    ]
    return table("states", "Aandeel van de dagen", columns, rows, by=("group", "state"))


def _chart(states: Table) -> Chart:
    text = "; ".join(f"{group}, {state}: {words.share(_float(share))}" for group, state, share in states.rows[:10])
    return charts.bars(
        states, title="Van wie een casus is aan het eind van de dag", text=text, x="share", y="group", stack="state"
    )


def _float(value: Any) -> float | None:
    return None if value is None else float(value)


def _last(found: Ownership) -> Table:
    columns = [Column("last_owner", "liet als laatste los"), Column("gaps", "perioden", Kind.COUNT)]
    columns += [Column("cases", "casussen", Kind.COUNT), Column("days", "dagen erna", Kind.COUNT)]
    return of_arrow(found.last, "last", "Wie als laatste losliet", columns, by=("last_owner",))


def _gaps(found: Ownership) -> Table:
    columns = [Column("case", "casus"), Column("begins", "vanaf"), Column("days", "dagen", Kind.COUNT)]
    columns += [Column("now", "loopt nog", Kind.FLAG), Column("last_owner", "liet als laatste los")]
    return of_arrow(found.gaps, "gaps", "Langste perioden van niemand", columns, by=("case", "begins"))


def _sample(gaps: list[dict[str, Any]], params: NobodyParameters) -> Table:
    """Cases with a day that is nobody's, each as likely as another; the same every time."""
    names = sorted({row["case"] for row in gaps})
    chosen = sorted(Random(_SEED).sample(names, min(params.sample, len(names))))  # noqa: S311 - a sample, no secret
    return table(
        "sample", "Steekproef om na te lopen", [Column("case", "casus")], ([name] for name in chosen), ("case",)
    )


def _sentences(groups: list[dict[str, Any]], gaps: list[dict[str, Any]], params: NobodyParameters) -> Iterator[str]:
    cases, days, nobody, without = (
        sum(row[key] for row in groups) for key in ("cases", "case_days", "nobody", "cases_nobody")
    )
    share = wilson(without, cases)
    yield (
        f"Van {words.cases(cases)} {'had' if without == 1 else 'hadden'} er {words.count(without)} "
        f"minstens één dag geen geregistreerde regiehouder: "
        f"{words.share(share.value)} {words.interval(share, words.share)}."
    )
    if days:
        one = sum(row["one"] for row in groups)
        yield (
            f"Van {words.count(days)} dagen was {words.share(nobody / days)} van niemand; "
            f"op {words.share(one / days)} was er precies één regiehouder."
        )
    long = {row["case"] for row in gaps if row["days"] > params.longer}
    share = wilson(len(long), cases)
    yield (
        f"{words.cases_do(len(long), 'was', 'waren')} langer dan {params.longer} dagen achter elkaar van niemand: "
        f"{words.share(share.value)} {words.interval(share, words.share)}."
    )
    now = len({row["case"] for row in gaps if row["now"]})
    yield f"Op de laatste dag {'is' if now == 1 else 'zijn'} {words.cases(now)} van niemand."


def _caveats(groups: list[dict[str, Any]]) -> Iterator[str]:
    yield "Dit meet eerst de registratie, dan pas het kind. Loop de steekproef met de praktijk na en noem de uitkomst."
    if sum(row["late"] for row in groups):
        yield "Op sommige dagen was er wel een regiehouder, maar werd dat pas later vastgelegd; die staan apart."
    if sum(row["unknown"] for row in groups):
        yield "Op sommige dagen had iemand de casus opgepakt, maar staat er niet wie; die dagen staan apart."


ANALYSIS = Analysis(
    key="zonder-regiehouder",
    title="Zonder geregistreerde regiehouder",
    question="Op welke dagen heeft een casus geen geregistreerde regiehouder, en wie liet als laatste los?",
    parameters=NobodyParameters,
    run=run,
    needs_resource=True,
    order=20,
)
