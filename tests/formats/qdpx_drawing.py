"""Draws projects that the schema of the standard allows, with all that makes texts hard."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from hypothesis import strategies as st

from sluitend.formats.qdpx import model, sources
from sluitend.formats.qdpx.fields import Form, Place, Type, places

HARD = "aé\u0065\u0301🙂👩\u200d👧\r\n\t <&>\"']]>\u00a0\u2028ﬁ\ud55cZ"  # joined, combining, line ends, beyond 16 bits
TEXTS = st.text(st.one_of(st.sampled_from(HARD), st.characters(codec="utf-8", exclude_categories=("Cc", "Cs"))))
XML_TEXTS = TEXTS.map(lambda text: "".join(one for one in text if one not in "\ufffe\uffff"))
GUIDS = st.uuids().map(str)
KINDS = ("Text", "Boolean", "Integer", "Float", "Date", "DateTime")
ATTRIBUTES: dict[str, st.SearchStrategy[Any]] = {
    "color": st.sampled_from(("#F00082", "#fff")),
    "direction": st.sampled_from(("Associative", "OneWay", "Bidirectional")),
    "shape": st.sampled_from(("Person", "Oval", "Note")),
    "lineStyle": st.sampled_from(("dotted", "solid")),
    "typeOfVariable": st.sampled_from(KINDS),
    "creationDateTime": st.sampled_from(("2018-03-27T17:46:39Z", "2026-11-22T10:00:00")),
    "modifiedDateTime": st.just("2026-11-22T10:00:00+01:00"),
}
VALUES = st.one_of(
    XML_TEXTS.map(lambda text: {"text": text}),
    st.sampled_from(("true", "false")).map(lambda text: {"boolean": text}),
    st.integers().map(lambda number: {"integer": str(number)}),
    st.just({"float": "1.5"}),
    st.dates(min_value=date(1000, 1, 1)).map(lambda day: {"date": day.isoformat()}),
    st.just({"date_time": "2026-11-22T10:00:00Z"}),
    st.just({}),
)


@st.composite
def drawn(draw: st.DrawFn, cls: type[Any], depth: int = 3) -> Any:
    """An object of the model with everything below it."""
    if cls is sources.Value:
        return sources.Value(variables=(draw(GUIDS),), **draw(VALUES))
    given = {field.name: draw(_content(place, depth)) for field, place in places(cls)}
    made = cls(**given)
    if cls is sources.Coding:
        return replace(made, codes=(draw(GUIDS),))
    once = [name for name in ("text", "representation", "code_book") if hasattr(made, name)]
    return replace(made, **{name: getattr(made, name)[:1] for name in once})


def _content(place: Place, depth: int) -> st.SearchStrategy[Any]:
    match place.form:
        case Form.ATTRIBUTE:
            return _attribute(place)
        case Form.TEXT:
            return st.none() | XML_TEXTS
        case Form.REFERENCES:
            return st.lists(GUIDS, max_size=2).map(tuple)
    if depth == 0:
        return st.just(())
    kinds = [drawn(cls, depth - 1) for cls in place.classes().values()]
    return st.lists(st.one_of(kinds), max_size=2).map(tuple)


def _attribute(place: Place) -> st.SearchStrategy[Any]:
    match place.holds:
        case Type.GUID:
            return GUIDS
        case Type.WHOLE:
            return st.integers()
        case Type.FLAG:
            return st.booleans()
    return ATTRIBUTES.get(place.name, XML_TEXTS)


def for_schema(project: model.Project) -> model.Project:
    """Groups of codes stand in a project beside its codebook, not in it; a codebook has codes."""
    return replace(
        project, code_book=tuple(replace(one, sets=(), origin=None) for one in project.code_book if one.codes)
    )


PROJECTS = drawn(model.Project).map(for_schema)
