"""On which days a case has no registered case director."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from random import Random
from typing import Any

from sluitend.apps.analyses.kit import charts, families, words
from sluitend.apps.analyses.kit.analysis import Analysis, Inputs, Progress
from sluitend.apps.analyses.kit.cohorts import Compared
from sluitend.apps.analyses.kit.compared import Comparison, compared, ratio
from sluitend.apps.analyses.kit.families import STATES
from sluitend.apps.analyses.kit.guards import Counts, Guard
from sluitend.apps.analyses.kit.parameters import activities, attribute, flag, number
from sluitend.apps.analyses.kit.parted import Parted
from sluitend.apps.analyses.kit.result import Chart, Column, Kind, Result, Table
from sluitend.apps.analyses.kit.stock import group_name
from sluitend.apps.analyses.kit.tables import of_arrow, table
from sluitend.apps.analyses.kit.telling import Given, Row, Telling, result, telling
from sluitend.engines.chain import Ownership, Rules
from sluitend.engines.chain.shares import wilson

_ALONE = "Eén regiehouder tegelijk"
_SEED = 1  # of the sample: drawn again, it is the same


class NobodyParameters(Compared):
    """What makes somebody case director, and what ends it."""

    takes: tuple[str, ...] = activities(
        "Iemand wordt regiehouder met", "Wie dit doet, heeft vanaf die dag de regie.", required=True
    )
    lets_go: tuple[str, ...] = activities("Iemand laat de regie los met")
    opens: tuple[str, ...] = activities("Een casus opent met", "Zonder keuze: met de eerste gebeurtenis.")
    closes: tuple[str, ...] = activities("Een casus sluit met", "Zonder keuze sluit geen casus.")
    alone: bool = flag(_ALONE, "De volgende vervangt de vorige. Anders staan zij naast elkaar.", default=True)
    per: str = attribute(
        families.PER,
        "Telt ook per gezin: of er over al zijn casussen samen precies één regiehouder is.",
        none="Niet per gezin tellen",
    )
    longer: int = number("Lang is meer dan zoveel dagen", default=30, most=3650)
    sample: int = number("Zoveel casussen in de steekproef", "Om met de praktijk na te lopen.", default=20, most=200)


def run(inputs: Inputs, params: NobodyParameters, progress: Progress) -> Result:
    """Days by the state in which they end, the gaps, who let go last, and a sample to check."""
    rules = Rules(params.takes, params.lets_go, params.opens, params.closes, params.alone)
    found = inputs.log.ownership(rules, until=inputs.until, by=params.by or None, since=inputs.since)
    progress(60)
    groups = found.days.to_pylist()
    gaps = found.gaps.to_pylist()
    tables = (
        _groups(groups, params), _states(groups, params), _whole(groups, gaps, params), _last(found), _open(found),
        _gaps(found), _sample(gaps, params), *families.tables(inputs, rules, params.per),
    )  # fmt: skip
    return result(tables, sum(row["cases"] for row in groups), tell, params)


def tell(given: Given, params: NobodyParameters) -> Telling:
    """What the tables say."""
    whole = given.one("whole")
    sentences = (*_sentences(whole, given, params), *families.sentences(given))
    return telling([_chart(given)], sentences, (*_caveats(whole, params), *families.caveats(given, params.per)))


def _measured(params: NobodyParameters) -> dict[str, str]:
    """The states that a case can be in: with one case director at a time there are no days with more of them."""
    return {key: title for key, title in STATES.items() if key != "several" or not params.alone}


def _groups(groups: list[dict[str, Any]], params: NobodyParameters) -> Table:
    columns = [Column("group", "groep"), Column("cases", "casussen", Kind.COUNT)]
    columns += [Column("cases_nobody", "met een dag van niemand", Kind.COUNT)]
    columns += [Column("share", "aandeel", Kind.SHARE), Column("low", "ondergrens", Kind.SHARE)]
    columns += [Column("high", "bovengrens", Kind.SHARE), Column("case_days", "dagen", Kind.COUNT)]
    states = _measured(params)
    columns += [Column(key, f"dagen: {words_}", Kind.COUNT) for key, words_ in states.items()]
    names = [row["group"] for row in groups]
    rows = ([*_group(group_name(row["group"], names), row), *(row[key] for key in states)] for row in groups)
    return table("groups", "Dagen en casussen per groep", columns, rows, by=("group",))


def _group(name: str, row: dict[str, Any]) -> list[Any]:
    share = wilson(row["cases_nobody"], row["cases"])
    return [name, row["cases"], row["cases_nobody"], share.value, share.low, share.high, row["case_days"]]


def _states(groups: list[dict[str, Any]], params: NobodyParameters) -> Table:
    columns = [Column("group", "groep"), Column("state", "aan het eind van de dag")]
    columns += [Column("share", "aandeel van de dagen", Kind.SHARE)]
    names = [row["group"] for row in groups]
    rows = [
        (group_name(row["group"], names), title, row[key] / row["case_days"])
        for row in groups
        if row["case_days"]
        for key, title in _measured(params).items()
    ]
    return table("states", "Aandeel van de dagen", columns, rows, by=("group", "state"))


def _whole(groups: list[dict[str, Any]], gaps: list[dict[str, Any]], params: NobodyParameters) -> Table:
    """All groups together: what sentences say."""
    columns = [Column("cases", "casussen", Kind.COUNT), Column("cases_nobody", "met een dag van niemand", Kind.COUNT)]
    columns += [Column("longer", f"langer dan {params.longer} dagen achter elkaar", Kind.COUNT)]
    columns += [Column("now", "op de laatste dag", Kind.COUNT), Column("case_days", "dagen", Kind.COUNT)]
    columns += [Column(key, f"dagen: {words_}", Kind.COUNT) for key, words_ in _measured(params).items()]
    sums = {key: sum(row[key] for row in groups) for key in ("cases", "cases_nobody", "case_days", *STATES)}
    sums["longer"] = len({row["case"] for row in gaps if row["days"] > params.longer})
    sums["now"] = len({row["case"] for row in gaps if row["now"]})
    return table("whole", "Alles bij elkaar", columns, [[sums[one.key] for one in columns]])


def _chart(given: Given) -> Chart | None:
    states = given.rows("states")
    if not states:
        return _shares(given)
    text = "; ".join(f"{row['group']}, {row['state']}: {words.share(row['share'])}" for row in states[:10])
    title = "Van wie een casus is aan het eind van de dag"
    return charts.bars(given.tables["states"], title=title, text=text, x="share", y="group", stack="state")


def _shares(given: Given) -> Chart | None:
    """Where states are not told: how many cases had such a day."""
    known = [row for row in given.rows("groups") if row["share"] is not None]
    if not known:
        return None
    text = "; ".join(f"{row['group']}: {words.share(row['share'])}" for row in known[:10])
    title = "Casussen met een dag zonder geregistreerde regiehouder"
    return charts.bars(given.tables["groups"], title=title, text=text, x="share", y="group")


def _last(found: Ownership) -> Table:
    columns = [Column("last_owner", "liet als laatste los"), Column("gaps", "perioden", Kind.COUNT)]
    columns += [Column("cases", "casussen", Kind.COUNT), Column("days", "dagen erna", Kind.COUNT)]
    return of_arrow(found.last, "last", "Wie als laatste losliet", columns, by=("last_owner",))


def _open(found: Ownership) -> Table:
    """Among all periods those that still last are far down when many were longer."""
    columns = [Column("case", "casus"), Column("begins", "vanaf"), Column("days", "dagen tot nu", Kind.COUNT)]
    columns += [Column("last_owner", "liet als laatste los")]
    return of_arrow(
        found.gaps.filter(found.gaps["now"]), "open", "Nu van niemand, langste eerst", columns, by=("case", "begins")
    )


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


def _sentences(whole: Row, given: Given, params: NobodyParameters) -> Iterator[str]:
    cases, without, longer, now = (whole[key] for key in ("cases", "cases_nobody", "longer", "now"))
    yield (
        f"Van {words.cases(cases)} {words.verb(without, 'had', 'hadden')} er {words.count(without)} "
        f"minstens één dag geen geregistreerde regiehouder: {_part(without, cases)}."
    )
    if whole["case_days"] and whole["one"] is not None:
        days, nobody, one = whole["case_days"], whole["nobody"], whole["one"]
        yield (
            f"Van {words.count(days)} dagen was {words.share(nobody / days)} van niemand; "
            f"op {words.share(one / days)} was er precies één regiehouder."
        )
        if whole["several"] is not None:
            several = whole["several"]
            yield (
                f"Op {words.count(several)} {words.verb(several, 'dag', 'dagen')} had een casus meer dan één "
                f"regiehouder: {words.share(several / days)}."
            )
    yield (
        f"{words.cases_do(longer, 'was', 'waren')} langer dan {params.longer} dagen achter elkaar van niemand: "
        f"{_part(longer, cases)}."
    )
    yield f"Op de laatste dag {words.verb(now, 'is', 'zijn')} {words.cases(now)} van niemand."
    for row in given.rows("open")[:1]:
        since = date.fromisoformat(row["begins"])
        yield f"De langste daarvan is dat al {words.days(row['days'])}, vanaf {since:%d-%m-%Y}."


def _part(hits: int | None, total: int | None) -> str:
    if hits is None or total is None:
        return words.UNTOLD
    share = wilson(min(hits, total), total)
    return f"{words.share(share.value)} {words.interval(share, words.share)}"


def _caveats(whole: Row, params: NobodyParameters) -> Iterator[str]:
    yield "Dit meet eerst de registratie, dan pas het kind. Loop de steekproef met de praktijk na en noem de uitkomst."
    if params.alone:
        yield (
            "Dagen met meer dan één regiehouder van een casus zijn niet gemeten: de volgende verving steeds de vorige. "
            f"Zet “{_ALONE}” uit om ze te meten."
        )
    if params.split and params.per:
        yield "Een gezin met een dag in beide delen telt in elk deel mee, met de dagen van dat deel."
    yield from families.which(params, params.per, groups=False)
    if whole["late"]:
        yield "Op sommige dagen was er wel een regiehouder, maar werd dat pas later vastgelegd; die staan apart."
    if whole["unknown"]:
        yield "Op sommige dagen had iemand de casus opgepakt, maar staat er niet wie; die dagen staan apart."


_NOBODY: dict[str, Any] = {
    "within": {"cases_nobody": "cases", "longer": "cases_nobody", "now": "cases_nobody"},
    # Of the days of other states nobody counted how many cases they are of.
    "amounts": {"case_days": "cases", "nobody": "cases_nobody"},
}
_GUARDS: dict[str, Guard] = {
    "groups": Counts(
        by=("group",),
        shares={"share": ("cases_nobody", "cases")},
        intervals={key: ("cases_nobody", "cases", key) for key in ("low", "high")},
        **_NOBODY,
    ),
    "whole": Counts(**_NOBODY),
    "last": Counts(by=("last_owner",), counts=("cases",), amounts={"gaps": "cases", "days": "cases"}, drop=True),
    "families": families.outside,
}

_ENTRY = Analysis(
    key="zonder-regiehouder",
    title="Zonder geregistreerde regiehouder",
    question="Op welke dagen heeft een casus geen geregistreerde regiehouder, en wie liet als laatste los?",
    parameters=NobodyParameters,
    run=run,
    tell=tell,
    guards=_GUARDS,
    needs_resource=True,
    draws_sample=True,
    order=20,
)
_COMPARISON = Comparison(
    figures=(
        ratio("having", "aandeel met een dag van niemand", Kind.SHARE, "whole", "cases_nobody", "cases"),
        ratio("nobody", "aandeel van de dagen dat van niemand was", Kind.SHARE, "whole", "nobody", "case_days"),
        ratio("one", "aandeel van de dagen met precies één", Kind.SHARE, "whole", "one", "case_days"),
    ),
    n=("whole", "cases"),
    complete=("last",),
    sentences=4,
    in_groups=("groups", "states"),
    parted=Parted(
        "dagen",
        (
            "Niet de casussen zijn verdeeld, maar de dagen. Een casus die op de dag zelf openstond, telt in beide "
            "delen, met de dagen van dat deel.",
            "Een periode van niemand die over de dag heen loopt, is in tweeën geteld.",
        ),
        {"whole": ("cases", "cases_nobody")},
    ),
)
ANALYSIS = compared(_ENTRY, _COMPARISON)
