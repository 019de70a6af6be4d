"""What comes right after what: a map of the log that says what it leaves out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any, Literal

from sluitend.apps.analyses.kit import words
from sluitend.apps.analyses.kit.analysis import Analysis, Inputs, Progress
from sluitend.apps.analyses.kit.cohorts import Compared
from sluitend.apps.analyses.kit.compared import SIZES, Comparison, Figure, compared
from sluitend.apps.analyses.kit.differing import Differing
from sluitend.apps.analyses.kit.guards import Counts, Guard
from sluitend.apps.analyses.kit.matching import groups
from sluitend.apps.analyses.kit.parameters import activities, choice, lines, number
from sluitend.apps.analyses.kit.result import Chart, Column, Kind, Result, Table
from sluitend.apps.analyses.kit.tables import table
from sluitend.apps.analyses.kit.telling import Given, Row, Telling, result, telling
from sluitend.engines.chain import ProcessMap, View

_TOLD = {"events": "hoe vaak", "cases": "in hoeveel casussen", "median": "hoe vaak en de mediaan in dagen"}
_TOLD |= {"p90": "hoe vaak en het 90e percentiel in dagen"}
_EDGE = 0.01  # of the cases: begins and ends that are rarer stand in the table only
_OFTEN = 10  # a median of fewer says little
_PARTS = {
    "cases": "casussen",
    "activities": "activiteiten",
    "events": "gebeurtenissen",
    "arrows": "pijlen",
    "transitions": "overgangen",
}
_ONE = dict(zip(_PARTS, ("casus", "activiteit", "gebeurtenis", "pijl", "overgang"), strict=True))
_FIRST = 4  # arrows that are told in words
_GROUPS = "Neem samen onder een naam"
_BETWEEN = " | "


class MapParameters(Compared):
    """What the map shows, and how."""

    together: tuple[str, ...] = activities(
        "Neem samen tot één activiteit", "De pijlen ertussen wijzen dan naar zichzelf."
    )
    groups: tuple[str, ...] = lines(
        _GROUPS,
        "Eén groep per regel: naam = activiteit | activiteit. Een * staat voor elk vervolg: Hulp = start* | intake.",
    )
    shown: tuple[str, ...] = activities("Alleen deze activiteiten", "Zonder keuze: alle. Van een groep is één genoeg.")
    marked: tuple[str, ...] = activities("Laat opvallen", "Krijgt een dikke rand.")
    path: int = number("Laat deze volgorde opvallen", "Haar plaats in de tabel met volgorden; 0: geen.", default=1)
    cases: float = number("Deel van de casussen (%)", "De meest gevolgde volgorden eerst.", default=100, most=100)
    activities: int = number("Zoveel activiteiten", "Die met de meeste gebeurtenissen.", default=40, least=1, most=60)
    arrows: float = number("Deel van de overgangen (%)", "De meest gegane pijlen eerst.", default=90, most=100)
    variants: int = number("Zoveel volgorden in de tabel", default=10, least=1, most=200)
    told: Literal["events", "cases", "median", "p90"] = choice("Bij een pijl staat", _TOLD, default="median")


def run(inputs: Inputs, params: MapParameters, progress: Progress) -> Result:
    """The map, its two tables, the sequences, and how much of the log it shows."""
    together = _together(inputs.vocabulary.activities, params)
    only = frozenset(together.get(name, name) for name in params.shown)
    view = View(together, params.cases / 100, params.activities, params.arrows / 100, only=only)
    found = inputs.log.process_map(view)
    progress(60)
    variants = inputs.log.variants(max(params.variants, params.path)).to_pylist()
    path = _path(variants, together, params.path)
    tables = (
        _activities(found, together), _arrows(found, path), _variants(variants[: params.variants]), _shown(found)
    )  # fmt: skip
    return result(tables, found.shown.cases.shown, tell, params)


def _together(names: Sequence[str], params: MapParameters) -> dict[str, str]:
    """The group of every activity that is in one: those with a name of their own, and the one that is ticked. An
    activity that is called as a group is in it: the map cannot tell the two apart."""
    named = groups(params.groups, names, field=_GROUPS)
    found = dict.fromkeys(params.together, ", ".join(params.together)) | named
    return {name: name for name in {*found.values()} & {*names}} | found


def _path(variants: list[dict[str, Any]], together: dict[str, str], place: int) -> set[tuple[str, str]] | None:
    """The arrows along the sequence at this place; None where none was asked."""
    if not 1 <= place <= len(variants):
        return None
    names = [together.get(name, name) for name in variants[place - 1]["activities"]]
    return set(pairwise(names))


def tell(given: Given, params: MapParameters) -> Telling:
    """What the tables say."""
    return telling([_chart(given, params)], [*_sentences(given), *_along(given, params)], _caveats(given, params))


def _activities(found: ProcessMap, together: dict[str, str]) -> Table:
    counts = (
        ("events", "gebeurtenissen"),
        ("cases", "casussen"),
        ("starts", "begint ermee"),
        ("ends", "eindigt ermee"),
    )
    columns = [Column("name", "activiteit"), *(Column(key, title, Kind.COUNT) for key, title in counts)]
    rows: list[tuple[Any, ...]] = [(one.name, one.events, one.cases, one.starts, one.ends) for one in found.activities]
    if together:
        columns.append(Column("members", "bestaat uit"))
        rows = [(*row, _BETWEEN.join(name for name in sorted(together) if together[name] == row[0])) for row in rows]
    return table("activities", "Activiteiten", columns, rows, by=("name",))


def _arrows(found: ProcessMap, path: set[tuple[str, str]] | None) -> Table:
    columns = [Column("source", "van"), Column("target", "meteen daarna"), Column("events", "keer", Kind.COUNT)]
    columns += [Column("cases", "casussen", Kind.COUNT), Column("median_days", "mediaan, dagen", Kind.NUMBER)]
    columns += [Column("p90_days", "90e percentiel, dagen", Kind.NUMBER)]
    rows: list[tuple[Any, ...]] = [
        (one.source, one.target, one.events, one.cases, one.median_days, one.p90_days) for one in found.arrows
    ]
    if path is not None:
        columns.append(Column("path", "op de gekozen volgorde"))
        rows = [(*row, (row[0], row[1]) in path) for row in rows]
    return table("arrows", "Wat op wat volgt", columns, rows, by=("source", "target"))


def _variants(found: list[dict[str, Any]]) -> Table:
    """With the names that activities have in the data, also of those that the map takes together."""
    columns = [Column("rank", "plaats"), Column("cases", "casussen", Kind.COUNT), Column("share", "deel", Kind.SHARE)]
    columns += [Column("median_days", "mediaan, dagen", Kind.NUMBER), Column("activities", "volgorde")]
    rows = [
        (f"{rank}e", one["cases"], one["share"], one["median_days"], one["activities"])
        for rank, one in enumerate(found, 1)
    ]
    return table("variants", "De meest gevolgde volgorden", columns, rows, by=("activities",))


def _shown(found: ProcessMap) -> Table:
    """How much of the log the map shows."""
    columns = [Column("part", "wat"), Column("shown", "op de kaart", Kind.COUNT), Column("of", "van", Kind.COUNT)]
    parts = {key: getattr(found.shown, key) for key in _PARTS}
    rows = [(_PARTS[key], part.shown, part.of) for key, part in parts.items()]
    return table("shown", "Wat de kaart toont", columns, rows, by=("part",))


def _chart(given: Given, params: MapParameters) -> Chart | None:
    """Boxes and arrows as `formats.process_map` draws them; the first two boxes are where cases begin and end."""
    activities, arrows = given.rows("activities"), given.rows("arrows")
    if not activities:
        return None
    marked = set(_marked(activities, params))
    most = max(map(_weight, activities))
    edges = list(_edges(activities, _EDGE * (given.n or 0)))
    ends: list[dict[str, Any]] = [{"name": "Begin", "kind": "begin"}, {"name": "Einde", "kind": "end"}] if edges else []
    places = {row["name"]: place for place, row in enumerate(activities, len(ends))}
    known = [row for row in arrows if {row["source"], row["target"]} <= {*places}]
    drawn = [_line(places, row, params.told, marked, most) for row in known]
    drawn += [_edge(places.get(one, 0), places.get(two, 1), cases, most) for one, two, cases in edges]
    boxes = ends + [_box(row, most, marked) for row in activities]
    size = f"{_number(len(activities), 'activiteit', 'activiteiten')} en {_number(len(arrows), 'pijl', 'pijlen')}"
    text = f"Kaart van {size}. {_strongest(arrows) if arrows or not given.outside else ''}".strip()
    spec = {"process_map": {"title": "Proceskaart", "description": text, "boxes": boxes, "arrows": drawn}}
    return Chart("process-map", "Proceskaart", spec, text, "arrows" if arrows else "activities")


def _marked(activities: list[Row], params: MapParameters) -> Iterator[str]:
    """The names on the map of what is to stand out: a group does when one of its activities is."""
    for row in activities:
        members = str(row["members"] or "").split(_BETWEEN)
        if {row["name"], *members} & {*params.marked}:
            yield str(row["name"])


def _number(value: int, one: str, more: str) -> str:
    return f"{words.count(value)} {words.verb(value, one, more)}"


def _weight(row: Row) -> int:
    """How often, or where that is not told in how many cases."""
    return int((row["cases"] if row["events"] is None else row["events"]) or 0)


def _box(row: Row, most: int, marked: set[str]) -> dict[str, Any]:
    figures = words.cases(row["cases"]) if row["events"] is None else f"{words.count(row['events'])} keer"
    return {"name": row["name"], "told": figures, "weight": _weight(row) / most, "marked": row["name"] in marked}


def _edges(activities: list[Row], few: float) -> Iterator[tuple[Any, Any, int]]:
    """Where cases begin and end, where that is not rare: None for the box of all beginnings or ends."""
    for row in activities:
        if row["starts"] is not None and row["starts"] > few:
            yield None, row["name"], row["starts"]
        if row["ends"] is not None and row["ends"] > few:
            yield row["name"], None, row["ends"]


def _line(places: dict[str, int], row: Row, told: str, marked: set[str], most: int) -> dict[str, Any]:
    days = {"median": row["median_days"], "p90": row["p90_days"]}.get(told)
    figures = words.count(row["cases"] if told == "cases" or row["events"] is None else row["events"])
    text = figures if days is None else f"{figures} · {words.number(days)} d"
    ends = {"source": places[row["source"]], "target": places[row["target"]]}
    both = {row["source"], row["target"]} <= marked
    return {**ends, "told": text, "weight": min(1.0, _weight(row) / most), "marked": both or row["path"] is True}


def _edge(source: int, target: int, cases: int, most: int) -> dict[str, Any]:
    return {"source": source, "target": target, "told": words.count(cases), "weight": cases / most, "marked": False}


def _strongest(arrows: list[Row]) -> str:
    told = [f"{row['source']} → {row['target']} ({words.count(row['events'])} keer)" for row in arrows[:_FIRST]]
    told = [one for one in told if words.UNTOLD not in one]
    return f"De meest gegane pijlen: {'; '.join(told)}." if told else "Geen gebeurtenis volgt op een andere."


def _sentences(given: Given) -> Iterator[str]:
    arrows = given.rows("arrows")
    shown = {row["part"]: row for row in given.rows("shown")}
    if shown:
        parts = {key: _part(shown[name], _ONE[key], name) for key, name in _PARTS.items()}
        yield (
            f"De kaart toont {parts['cases']}, {parts['activities']} met {parts['events']}, "
            f"en {parts['arrows']} met {parts['transitions']}."
        )
    else:
        activities = _number(len(given.rows("activities")), "activiteit", "activiteiten")
        yield f"De kaart toont {activities} en {_number(len(arrows), 'pijl', 'pijlen')} van minstens tien casussen."
    if arrows or not given.outside:
        yield _strongest(arrows)
    often = (row for row in arrows if (row["events"] or 0) >= _OFTEN and row["median_days"] is not None)
    slow = max(often, key=lambda row: row["median_days"], default=None)
    if slow is not None:
        yield (
            f"Van de pijlen die minstens {_OFTEN} keer zijn gegaan, duurt {slow['source']} → {slow['target']} het "
            f"langst: {words.count(slow['events'])} keer, met een mediaan van {words.days(slow['median_days'])}."
        )


def _along(given: Given, params: MapParameters) -> Iterator[str]:
    """Which sequence stands out, where the map shows one."""
    variants = given.rows("variants")
    if 1 <= params.path <= len(variants) and any(row["path"] for row in given.rows("arrows")):
        row = variants[params.path - 1]
        yield f"De dikke pijlen volgen volgorde {params.path}: {row['activities']} ({words.cases(row['cases'])})."


def _part(row: Row, one: str, more: str) -> str:
    if row["shown"] == row["of"]:
        return f"{'' if row['of'] == 1 else 'alle '}{_number(row['of'], one, more)}"
    return f"{words.count(row['shown'])} van {words.count(row['of'])} ({words.share(row['shown'] / row['of'])}) {more}"


def _caveats(given: Given, params: MapParameters) -> Iterator[str]:
    yield "Een pijl zegt dat iets meteen erna kwam, niet dat het erdoor kwam."
    yield "Ook een casus die nog loopt “eindigt” met zijn laatste gebeurtenis tot nu toe."
    activities = next((row for row in given.rows("shown") if row["part"] == _PARTS["activities"]), Row())
    if activities["shown"] != activities["of"]:
        yield "Activiteiten die niet op de kaart staan, worden niet overgeslagen: hun pijlen ontbreken."
    if params.together or params.groups:
        yield "Van samengenomen activiteiten is niet te zien hoe zij op elkaar volgen."
    few = _EDGE * (given.n or 0)
    if any(0 < (row[key] or 0) <= few for row in given.rows("activities") for key in ("starts", "ends")):
        yield "Een begin of einde van hooguit 1% van de casussen staat alleen in de tabel."


_GUARDS: dict[str, Guard] = {
    # How often an activity is done, begins and ends follows from its arrows: beside them it would tell a small one.
    "activities": Counts(counts=("cases",), labels=("name", "members"), drop=True),
    "arrows": Counts(
        pairs=("source", "target"),
        counts=("cases",),
        amounts={"events": "cases"},
        values={"median_days": ("cases",), "p90_days": ("cases",)},
        tails={"median_days": 0.5, "p90_days": 0.1},
        drop=True,
    ),
    "variants": Counts(
        pairs=("activities",),
        counts=("cases",),
        values={"share": ("cases",), "median_days": ("cases",)},
        tails={"median_days": 0.5},
        labels=("rank",),
        drop=True,
    ),
}


def _share_of(row: Row, size: int | None) -> tuple[float, int] | None:
    """Of the cases of the group the part that goes along an arrow."""
    return (min(1.0, row["cases"] / size), size) if size and row["cases"] is not None else None


def _median_of(row: Row, _size: int | None) -> tuple[float, int] | None:
    often = row["events"]
    known = row["median_days"] is not None and often is not None and often >= _OFTEN
    return (row["median_days"], often) if known else None


def _per_case(given: Given) -> float | None:
    whole = {row["part"]: row["of"] for row in given.rows("shown")}
    events, cases = (whole.get(_PARTS[part]) for part in ("events", "cases"))
    return events / cases if events and cases else None


_ENDS = (Column("source", "van"), Column("target", "meteen daarna"))
_SIZE = (SIZES, "cases")
_DIFFERING = (
    Differing(
        "differing_shares", "Wat het meest verschilt in aandeel van de casussen", "arrows", _ENDS,
        Column("share", "aandeel van de casussen", Kind.SHARE), "casussen", _share_of, _SIZE,
    ),
    Differing(
        "differing_days", "Wat het meest verschilt in duur (mediaan)", "arrows", _ENDS,
        Column("days", "mediaan, dagen", Kind.NUMBER), "keer", _median_of, _SIZE, "dagen",
    ),
)  # fmt: skip
_COMPARISON = Comparison(
    figures=(Figure(Column("per_case", "gebeurtenissen per casus", Kind.NUMBER), _per_case),),
    own=("process-map",),
    more=tuple((one.key, one) for one in _DIFFERING),
    about=lambda given: (said for one in _DIFFERING for said in one.said(given)),
)
_ALONE = Analysis(
    key="proceskaart",
    title="Proceskaart",
    question="Wat volgt op wat, hoe vaak en hoe lang daarna?",
    parameters=MapParameters,
    run=run,
    tell=tell,
    guards=_GUARDS,
    order=35,
)
ANALYSIS = compared(_ALONE, _COMPARISON)
