"""A network as a chart: who it consists of in a ring, with a line for every link, thicker where it is heavier.

Neighbours in the ring are those who are linked most, as far as one ring allows; a line bends nowhere, so that the same
network is always the same drawing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import cos, pi, sin
from typing import TYPE_CHECKING, Any

from sluitend.apps.analyses.kit.charts import COLOURS, letters_wide
from sluitend.apps.analyses.kit.result import Chart

if TYPE_CHECKING:
    import altair

MOST = 30  # in a ring: more cannot be read
RADIUS = 190.0  # of the ring, in points as everything here
_LINE = 15.0  # between two names below each other
_BESIDE = 15  # a name and its dot
Weights = Mapping[tuple[str, str], float]  # of two names, in the order of the alphabet
Rows = Sequence[Mapping[str, Any]]


def ring(names: Sequence[str], weights: Weights) -> list[str]:
    """The order of names around: from the first on, each time whoever is linked most to the last; else the next one."""
    left = list(names)
    order: list[str] = []
    while left:
        last = order[-1] if order else None
        order.append(max(left, key=lambda name: 0 if last is None else weights.get(pair(last, name), 0)))
        left.remove(order[-1])
    return order


def pair(one: str, two: str) -> tuple[str, str]:
    """Two names in the order of the alphabet."""
    return min(one, two), max(one, two)


def drawing(names: Sequence[str], weights: Weights, *, table: str, title: str, text: str) -> Chart:
    """Of at most `MOST` names, the first ones; a dot is larger when there is more weight on it."""
    shown = list(names)[:MOST]
    kept = {two: weight for two, weight in weights.items() if weight > 0 and set(two) <= set(shown)}
    at = _places(ring(shown, kept))
    carried = {name: sum(weight for two, weight in kept.items() if name in two) for name in shown}
    nodes = [{"name": name, "x": x, "y": y, "weight": carried[name]} for name, (x, y) in at.items()]
    lines = [
        {"x": at[one][0], "y": at[one][1], "x2": at[two][0], "y2": at[two][1], "weight": weight}
        for (one, two), weight in sorted(kept.items(), key=lambda item: item[1])
    ]
    return Chart(f"{table}-network", title, _layers(nodes, lines).to_dict(), text, table)


def _places(order: Sequence[str]) -> dict[str, tuple[float, float]]:
    """On a circle around 0, from the top on; rounded, so that every machine draws the same."""
    turn = 2 * pi / max(len(order), 1)
    return {
        name: (round(RADIUS * sin(place * turn), 3), round(RADIUS * cos(place * turn), 3))
        for place, name in enumerate(order)
    }


def apart(heights: Sequence[float]) -> list[float]:
    """Where names that stand beside these dots are written, so that no two lie over each other.

    Up and down from the middle, each at least a line further than the one before; the first at least half a line.
    """
    moved = dict[int, float]()
    for way in (1, -1):
        half = [at for at, height in enumerate(heights) if (height >= 0) is (way == 1)]
        last = -_LINE / 2
        for at in sorted(half, key=lambda at: abs(heights[at])):
            last = max(abs(heights[at]), last + _LINE)
            moved[at] = round(way * last, 3)
    return [moved[at] for at in range(len(heights))]


def _named(nodes: Rows, *, right: bool) -> Rows:
    beside = [node for node in nodes if (node["x"] >= 0) is right]
    heights = apart([node["y"] for node in beside])
    return [{**node, "y": height} for node, height in zip(beside, heights, strict=True)]


def _layers(nodes: Rows, lines: Rows) -> Any:
    import altair as alt

    wide, high = _half(nodes)
    plain: dict[str, Any] = {"type": "quantitative", "axis": None}
    x = alt.X("x", scale=alt.Scale(domain=[-wide, wide], nice=False), **plain)
    y = alt.Y("y", scale=alt.Scale(domain=[-high, high], nice=False), **plain)
    thick = alt.Size("weight", type="quantitative", legend=None, scale=alt.Scale(range=[0.4, 5]))
    clear = alt.Opacity("weight", type="quantitative", legend=None, scale=alt.Scale(range=[0.1, 0.7]))
    large = alt.Size("weight", type="quantitative", legend=None, scale=alt.Scale(range=[40, 300]))
    rules = _drawn(lines).mark_rule(color=COLOURS[7]).encode(x=x, y=y, x2="x2", y2="y2", size=thick, opacity=clear)
    dots = _drawn(nodes).mark_circle(color=COLOURS[0], opacity=1).encode(x=x, y=y, size=large)
    texts = [
        _drawn(_named(nodes, right=right))
        .mark_text(align="left" if right else "right", dx=_BESIDE if right else -_BESIDE, fontSize=12)
        .encode(x=x, y=y, text="name:N")
        for right in (True, False)
    ]
    layers = alt.layer(rules, dots, *texts).resolve_scale(size="independent")
    # The room for names is known here; what is estimated while drawing is half as much again, and all of it white.
    size = {"width": round(2 * wide), "height": round(2 * high)}
    return layers.properties(**size, view=alt.ViewBackground(stroke=None), autosize=alt.AutoSizeParams(type="none"))


def _half(nodes: Rows) -> tuple[float, float]:
    """Half the width and half the height of the drawing: the ring, and its names beside it."""
    longest = max((letters_wide(node["name"]) for node in nodes), default=0)
    heights = [abs(node["y"]) for right in (True, False) for node in _named(nodes, right=right)]
    return RADIUS + _BESIDE + longest, max([RADIUS, *heights]) + _LINE


def _drawn(rows: Rows) -> altair.Chart:
    import altair as alt

    return alt.Chart(alt.Data(values=[dict(row) for row in rows]))  # type: ignore[no-untyped-call]
