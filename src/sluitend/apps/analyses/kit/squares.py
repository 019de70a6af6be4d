"""Pairs of one set of names as a square: a cell for every two, with the answer as a colour and as a sign.

Which networks differ, and where, is seen here at once; in two drawings of lines it has to be looked for.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations
from math import cos, radians, sin
from typing import TYPE_CHECKING, Any

from sluitend.apps.analyses.kit.charts import MOST_LETTERS, letters_wide

if TYPE_CHECKING:
    import altair

MOST = 30  # names along a side: more cannot be read
_CELL = 22
_SLANT = 60  # degrees, of the names along the top
_LONGEST = 360  # of a name: about sixty letters; of a longer one the end is left out
_LINE = 18  # of the legend
_LINES: dict[str, Any] = {
    "columns": 1,
    "symbolType": "square",
    "symbolStrokeColor": "#7d8b90",
    "symbolStrokeWidth": 1,
    "labelLimit": MOST_LETTERS,
}


@dataclass(frozen=True, slots=True)
class Answer:
    """What can be the case of a pair: the words of the legend, a colour, and a sign for who sees no colours."""

    said: str
    colour: str
    sign: str = ""

    @property
    def told(self) -> str:
        return f"{self.said} ({self.sign})" if self.sign else self.said


def square(
    order: Sequence[str], of_pairs: Mapping[tuple[str, str], Answer], answers: Sequence[Answer], *, title: str
) -> Any:
    """A Vega-Lite chart of the first `MOST` names in this order, each with each of the others both ways round.

    `of_pairs` has pairs by their names in the order of the alphabet; the last of `answers` is that of all others.
    """
    import altair as alt

    names = list(order)[:MOST]
    told = [answer.told for answer in answers]
    base = _base(names, list(_cells(names, of_pairs, answers[-1])))
    colours = alt.Scale(domain=told, range=[answer.colour for answer in answers])
    filled = base.mark_rect(stroke="#ffffff").encode(
        color=alt.Color("answer", type="nominal", scale=colours, title=title, legend=alt.Legend(**_LINES)),
        description=alt.Description("said", type="nominal"),
    )
    signs = base.mark_text(fontSize=11).encode(
        text=alt.Text("sign", type="nominal"), color=alt.Color("ink", type="nominal", scale=None)
    )
    size = {"width": _CELL * len(names), "height": _CELL * len(names)}
    layers = alt.layer(filled, signs).properties(**size, padding=_room(names, len(answers)))
    return layers.properties(autosize=alt.AutoSizeParams(type="none"))


def _base(names: Sequence[str], cells: Sequence[Mapping[str, str]]) -> altair.Chart:
    import altair as alt

    side = alt.Scale(domain=list(names))
    left = alt.Axis(labelLimit=MOST_LETTERS, ticks=False, domain=False)
    top = alt.Axis(orient="top", labelAngle=-_SLANT, labelLimit=MOST_LETTERS, ticks=False, domain=False)
    return alt.Chart(alt.Data(values=[dict(cell) for cell in cells])).encode(  # type: ignore[no-untyped-call]
        x=alt.X("other", type="nominal", scale=side, title=None, axis=top),
        y=alt.Y("one", type="nominal", scale=side, title=None, axis=left),
    )


def _room(names: Sequence[str], lines: int) -> dict[str, int]:
    """Around the square, for the names and the legend: what is estimated while drawing is half as much again."""
    longest = min(max((letters_wide(name) for name in names), default=0), _LONGEST) + 12
    last = letters_wide(names[-1]) if names else 0
    up, aside = sin(radians(_SLANT)), cos(radians(_SLANT))
    room = {"left": longest, "top": up * longest, "right": aside * min(last, _LONGEST), "bottom": _LINE * (lines + 2)}
    return {side: round(width) + 12 for side, width in room.items()}


def _cells(
    names: Sequence[str], of_pairs: Mapping[tuple[str, str], Answer], others: Answer
) -> Iterator[dict[str, str]]:
    """Both ways round, so that all of one name is read along one row."""
    for row, column in permutations(names, 2):
        answer = of_pairs.get((min(row, column), max(row, column)), others)
        about = {"answer": answer.told, "sign": answer.sign, "ink": _ink(answer.colour)}
        yield {"one": row, "other": column, "said": f"{row} en {column}: {answer.said}", **about}


def _ink(colour: str) -> str:
    """Dark on light and the other way round, by the luminance of sRGB (Rec. 709)."""
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return "#1d2b2e" if 0.2126 * red + 0.7152 * green + 0.0722 * blue > 140 else "#ffffff"  # noqa: PLR2004
