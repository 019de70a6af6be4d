"""A Vega-Lite chart or a process map as a drawing, without a browser and without the network."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sluitend.formats import process_map
from sluitend.formats.drawn_notes import with_notes
from sluitend.formats.report.letters import FAMILIES, FOLDER

_LETTERS = f"'{FAMILIES[0]}', '{FAMILIES[1]}', sans-serif"  # quoted: a name with a figure in it is none otherwise
_SCALE = 2  # of the PNG: sharp in print
_LOOK = {
    "font": _LETTERS,
    "background": "#ffffff",
    "axis": {"labelFontSize": 12, "titleFontSize": 13, "gridColor": "#e3e8ec", "labelColor": "#062c30"},
    "legend": {
        "labelFontSize": 12,
        "titleFontSize": 13,
        "titleLimit": 500,
        "labelLimit": 260,
        "orient": "bottom",
        "columns": 2,
    },
    "view": {"stroke": "#c3cbd2"},
}
# Numbers as they are written here.
_NUMBERS = {"decimal": ",", "thousands": ".", "grouping": [3], "currency": ["€ ", ""]}


@dataclass(frozen=True, slots=True)
class Drawing:
    """The same chart as text (SVG) and as an image (PNG); the image has the notes under it."""

    svg: str
    png: bytes


def draw(spec: Mapping[str, Any], notes: Sequence[str] = ()) -> Drawing:
    """The chart in the look of the house. Nothing is fetched: the data stand in the chart itself. A process map is a
    chart with only `process_map`: what `process_map.draw` takes, as mappings. The notes go along with the image; under
    the text `marked` puts them once it is taken: on a page they stand elsewhere.

    Raises ValueError for what is no chart, and for one that names an address to fetch from.
    """
    if _fetches(spec):
        raise ValueError("a chart holds its own data")
    import vl_convert  # an engine of JavaScript: only the worker and the command line pay for it

    if FOLDER.is_dir():
        vl_convert.register_font_directory(str(FOLDER))
    if "process_map" in spec:
        svg = _map(**spec["process_map"])
    else:
        dressed = json.dumps({**spec, "config": _LOOK})
        svg = vl_convert.vegalite_to_svg(dressed, allowed_base_urls=[], format_locale=_NUMBERS)
    return Drawing(svg, vl_convert.svg_to_png(marked(svg, notes), scale=_SCALE))


def marked(svg: str, notes: Sequence[str]) -> str:
    """A drawing with these lines under it, in the letters of the house."""
    return with_notes(svg, notes, _LETTERS)


def _fetches(part: object) -> bool:
    """Whether it names an address somewhere, be it in a column of its data."""
    if isinstance(part, Mapping):
        return "url" in part or any(_fetches(value) for value in part.values())
    return isinstance(part, list | tuple) and any(_fetches(one) for one in part)


def _map(boxes: Sequence[Mapping[str, Any]], arrows: Sequence[Mapping[str, Any]], title: str, description: str) -> str:
    steps, ways = [process_map.Box(**box) for box in boxes], [process_map.Arrow(**arrow) for arrow in arrows]
    return process_map.draw(steps, ways, title=title, description=description)
