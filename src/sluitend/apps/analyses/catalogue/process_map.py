"""What comes right after what: a map of the log that says what it leaves out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

from sluitend.apps.analyses.kit import words
from sluitend.apps.analyses.kit.analysis import Analysis, Inputs, Progress
from sluitend.apps.analyses.kit.parameters import Parameters, activities, choice, number
from sluitend.apps.analyses.kit.result import Chart, Column, Kind, Result, Table
from sluitend.apps.analyses.kit.tables import table
from sluitend.engines.chain import ProcessMap, View
from sluitend.engines.chain.process_map import Arrow, Part

_TOLD = {"events": "hoe vaak", "cases": "in hoeveel casussen", "median": "hoe vaak en de mediaan in dagen"}
_TOLD |= {"p90": "hoe vaak en het 90e percentiel in dagen"}
_EDGE = 0.01  # of the cases: begins and ends that are rarer stand in the table only
_OFTEN = 10  # a median of fewer says little
_FIRST = 4  # arrows that are told in words


class MapParameters(Parameters):
    """What the map shows, and how."""

    together: tuple[str, ...] = activities(
        "Neem samen tot één activiteit", "De pijlen ertussen wijzen dan naar zichzelf."
    )
    marked: tuple[str, ...] = activities("Laat opvallen", "Krijgt een dikke rand.")
    cases: float = number("Deel van de casussen (%)", "De meest gevolgde volgorden eerst.", default=100, most=100)
    activities: int = number("Zoveel activiteiten", "Die met de meeste gebeurtenissen.", default=40, least=1, most=60)
    arrows: float = number("Deel van de overgangen (%)", "De meest gegane pijlen eerst.", default=90, most=100)
    told: Literal["events", "cases", "median", "p90"] = choice("Bij een pijl staat", _TOLD, default="median")


def run(inputs: Inputs, params: MapParameters, progress: Progress) -> Result:
    """The map, its two tables, and how much of the log it shows."""
    name = ", ".join(params.together)
    groups = dict.fromkeys(params.together, name)
    view = View(groups, params.cases / 100, params.activities, params.arrows / 100)
    found = inputs.log.process_map(view)
    progress(60)
    arrows = _arrows(found)
    marked = {groups.get(one, one) for one in params.marked}
    return Result(
        tables=(_activities(found), arrows),
        charts=(_chart(found, marked, params.told, arrows),),
        sentences=tuple(_sentences(found)),
        caveats=tuple(_caveats(found, params)),
        n=found.shown.cases.shown,
    )


def _activities(found: ProcessMap) -> Table:
    counts = (
        ("events", "gebeurtenissen"),
        ("cases", "casussen"),
        ("starts", "begint ermee"),
        ("ends", "eindigt ermee"),
    )
    columns = [Column("name", "activiteit"), *(Column(key, title, Kind.COUNT) for key, title in counts)]
    rows = [(one.name, one.events, one.cases, one.starts, one.ends) for one in found.activities]
    return table("activities", "Activiteiten", columns, rows, by=("name",))


def _arrows(found: ProcessMap) -> Table:
    columns = [Column("source", "van"), Column("target", "meteen daarna"), Column("events", "keer", Kind.COUNT)]
    columns += [Column("cases", "casussen", Kind.COUNT), Column("median_days", "mediaan, dagen", Kind.NUMBER)]
    columns += [Column("p90_days", "90e percentiel, dagen", Kind.NUMBER)]
    rows = [(one.source, one.target, one.events, one.cases, one.median_days, one.p90_days) for one in found.arrows]
    return table("arrows", "Wat op wat volgt", columns, rows, by=("source", "target"))


def _chart(found: ProcessMap, marked: set[str], told: str, arrows: Table) -> Chart:
    """Boxes and arrows as `formats.process_map` draws them; the first two boxes are where cases begin and end."""
    places = {one.name: place for place, one in enumerate(found.activities, 2)}
    most = max((one.events for one in found.activities), default=1)
    drawn = [_line(places[one.source], places[one.target], one, told, marked, most) for one in found.arrows]
    few = _EDGE * found.shown.cases.shown
    for one in found.activities:
        if one.starts > few:
            drawn.append(_edge(0, places[one.name], one.starts, most))
        if one.ends > few:
            drawn.append(_edge(places[one.name], 1, one.ends, most))
    boxes: list[dict[str, Any]] = [{"name": "Begin", "kind": "begin"}, {"name": "Einde", "kind": "end"}]
    for one in found.activities:
        figures = f"{words.count(one.events)} keer"
        boxes.append({"name": one.name, "told": figures, "weight": one.events / most, "marked": one.name in marked})
    text = f"Kaart van {len(found.activities)} activiteiten en {len(found.arrows)} pijlen. {_strongest(found)}"
    spec = {"process_map": {"title": "Proceskaart", "description": text, "boxes": boxes, "arrows": drawn}}
    return Chart("process-map", "Proceskaart", spec, text, arrows.key)


def _line(source: int, target: int, one: Arrow, told: str, marked: set[str], most: int) -> dict[str, Any]:
    days = {"median": one.median_days, "p90": one.p90_days}.get(told)
    figures = words.count(one.cases if told == "cases" else one.events)
    text = figures if days is None else f"{figures} · {words.number(days)} d"
    both = {one.source, one.target} <= marked
    return {"source": source, "target": target, "told": text, "weight": one.events / most, "marked": both}


def _edge(source: int, target: int, cases: int, most: int) -> dict[str, Any]:
    return {"source": source, "target": target, "told": words.count(cases), "weight": cases / most, "marked": False}


def _strongest(found: ProcessMap) -> str:
    told = [f"{one.source} → {one.target} ({words.count(one.events)} keer)" for one in found.arrows[:_FIRST]]
    return f"De meest gegane pijlen: {'; '.join(told)}." if told else "Geen gebeurtenis volgt op een andere."


def _sentences(found: ProcessMap) -> Iterator[str]:
    shown = found.shown
    yield (
        f"De kaart toont {_part(shown.cases)} casussen, {_part(shown.activities)} activiteiten met "
        f"{_part(shown.events)} gebeurtenissen, en {_part(shown.arrows)} pijlen met "
        f"{_part(shown.transitions)} overgangen."
    )
    yield _strongest(found)
    slow = max((one for one in found.arrows if one.events >= _OFTEN), key=lambda one: one.median_days, default=None)
    if slow is not None:
        yield (
            f"Van de pijlen die minstens {_OFTEN} keer zijn gegaan, duurt {slow.source} → {slow.target} het langst: "
            f"{words.count(slow.events)} keer, met een mediaan van {words.days(slow.median_days)}."
        )


def _part(part: Part) -> str:
    if part.shown == part.of:
        return f"alle {words.count(part.of)}"
    return f"{words.count(part.shown)} van {words.count(part.of)} ({words.share(part.shown / part.of)})"


def _caveats(found: ProcessMap, params: MapParameters) -> Iterator[str]:
    yield "Een pijl zegt dat iets meteen erna kwam, niet dat het erdoor kwam."
    yield "Ook een casus die nog loopt “eindigt” met zijn laatste gebeurtenis tot nu toe."
    if found.shown.activities.shown < found.shown.activities.of:
        yield "Activiteiten die niet op de kaart staan, worden niet overgeslagen: hun pijlen ontbreken."
    if params.together:
        yield "Van samengenomen activiteiten is niet te zien hoe zij op elkaar volgen."
    few = _EDGE * found.shown.cases.shown
    if any(0 < count <= few for one in found.activities for count in (one.starts, one.ends)):
        yield "Een begin of einde van hooguit 1% van de casussen staat alleen in de tabel."


ANALYSIS = Analysis(
    key="proceskaart",
    title="Proceskaart",
    question="Wat volgt op wat, hoe vaak en hoe lang daarna?",
    parameters=MapParameters,
    run=run,
    order=35,
)
