"""A network as a chart: who it consists of in a ring, with a line for every link, thicker where it is heavier.

Neighbours in the ring are those who are linked most, as far as one ring allows; a line bends nowhere, so that the same
network is always the same drawing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import cos, pi, sin
from typing import TYPE_CHECKING, Any

from sluitend.apps.analyses.kit.charts import COLOURS
from sluitend.apps.analyses.kit.result import Chart

if TYPE_CHECKING:
    import altair

MOST = 30  # in a ring: more cannot be read
SIZE = 520
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
    return {name: (round(sin(place * turn), 6), round(cos(place * turn), 6)) for place, name in enumerate(order)}


def _layers(nodes: Rows, lines: Rows) -> Any:
    import altair as alt

    where: dict[str, Any] = {"type": "quantitative", "axis": None, "scale": alt.Scale(domain=[-1.35, 1.35])}
    x, y = alt.X("x", **where), alt.Y("y", **where)
    thick = alt.Size("weight", type="quantitative", legend=None, scale=alt.Scale(range=[0.5, 9]))
    large = alt.Size("weight", type="quantitative", legend=None, scale=alt.Scale(range=[40, 500]))
    rules = _drawn(lines).mark_rule(color=COLOURS[7], opacity=0.45).encode(x=x, y=y, x2="x2", y2="y2", size=thick)
    dots = _drawn(nodes).mark_circle(color=COLOURS[0], opacity=1).encode(x=x, y=y, size=large)
    texts = [
        _drawn([node for node in nodes if (node["x"] >= 0) is right])
        .mark_text(align="left" if right else "right", dx=17 if right else -17, limit=170)
        .encode(x=x, y=y, text="name:N")
        for right in (True, False)
    ]
    layers = alt.layer(rules, dots, *texts).resolve_scale(size="independent")
    return layers.properties(width=SIZE, height=SIZE).configure_view(stroke=None)


def _drawn(rows: Rows) -> altair.Chart:
    import altair as alt

    return alt.Chart(alt.Data(values=[dict(row) for row in rows]))  # type: ignore[no-untyped-call]
