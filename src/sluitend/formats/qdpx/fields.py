"""How a field of the model stands in XML, so that reading and writing go by one description (REFI-QDA 1.5, §5.3).

The order of a class's fields is the order of the standard's sequence.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import Field, dataclass, field, fields
from enum import Enum, auto
from functools import cache
from typing import Any, Final, cast

_KEY: Final = "qda"


class Form(Enum):
    """Where a field stands."""

    ATTRIBUTE = auto()
    TEXT = auto()  # an element with words
    REFERENCES = auto()  # empty elements that name another by its GUID
    PARTS = auto()  # elements of this element
    GROUP = auto()  # the same within one element that holds them


class Type(Enum):
    """What an attribute holds."""

    TEXT = auto()
    GUID = auto()
    WHOLE = auto()
    FLAG = auto()


@dataclass(frozen=True, slots=True)
class Place:
    """`name` of the attribute or element; `classes` by element name, for parts; `group` is the element around them."""

    form: Form
    name: str
    holds: Type = Type.TEXT
    classes: Callable[[], dict[str, type[Any]]] = dict
    group: str = ""


def attribute(name: str, type_: Type = Type.TEXT, **given: Any) -> Any:
    """An attribute; one without a default has to be there."""
    return field(metadata={_KEY: Place(Form.ATTRIBUTE, name, type_)}, **given)


def guid() -> Any:
    """The GUID by which everything is known, in small letters and without braces."""
    return attribute("guid", Type.GUID)


def words(name: str) -> Any:
    """An element with words; None where it is not there, which is something else than no words."""
    return field(default=None, metadata={_KEY: Place(Form.TEXT, name)})


def references(name: str) -> Any:
    """GUIDs of others."""
    return field(default=(), metadata={_KEY: Place(Form.REFERENCES, name)})


def parts(classes: Callable[[], dict[str, type[Any]]]) -> Any:
    """Elements by their names, in the order of the file. A function, since a class may hold its own kind."""
    return field(default=(), metadata={_KEY: Place(Form.PARTS, "", classes=classes)})


def group(name: str, classes: Callable[[], dict[str, type[Any]]]) -> Any:
    """The same within one element, which is not there when it would be empty."""
    return field(default=(), metadata={_KEY: Place(Form.GROUP, "", classes=classes, group=name)})


def places(cls: type[Any]) -> tuple[tuple[Field[Any], Place], ...]:
    """The fields of a class with their places, in the standard's order."""
    return _places(cast("Any", cls))  # a class is a good key, which the types of the cache do not say


@cache
def _places(cls: Any) -> tuple[tuple[Field[Any], Place], ...]:
    return tuple((one, one.metadata[_KEY]) for one in fields(cls))
