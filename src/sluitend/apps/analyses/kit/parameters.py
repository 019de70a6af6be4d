"""Parameters of an analysis: a pydantic model whose fields say how they are asked.

The form on screen, the options of the command line and the JSON all come from the same fields. What can be chosen of a
field of activities or attributes depends on the dataset: that is what `Vocabulary` holds.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator
from pydantic.fields import FieldInfo

from sluitend.errors import InputError


class Ask(StrEnum):
    """How a field is asked."""

    ACTIVITIES = "activities"  # some of the activities of the dataset
    ATTRIBUTE = "attribute"  # one attribute of its cases, or none
    VALUES = "values"  # some values of attributes, each as "attribute=value"
    DAY = "day"
    NUMBER = "number"
    CHOICE = "choice"
    FLAG = "flag"


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What a dataset has to choose from. Of an attribute with too many values to choose from none are named."""

    activities: tuple[str, ...]
    attributes: Mapping[str, tuple[str, ...]]
    resources: int
    cases: int
    first: date
    last: date  # the last day with an event

    @property
    def values(self) -> dict[str, tuple[str, str]]:
        """Attribute and value, by how `Ask.VALUES` writes the two."""
        return {f"{name}={value}": (name, value) for name, values in self.attributes.items() for value in values}


@dataclass(frozen=True, slots=True)
class Asked:
    """One field as forms and options need it; `choices` are pairs of value and words."""

    name: str
    ask: Ask
    label: str
    help: str
    required: bool
    choices: tuple[tuple[str, str], ...]
    initial: Any


class Parameters(BaseModel):
    """Those of every analysis: which cases, and until when."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_enum_values=True)

    only: tuple[str, ...] = Field(
        default=(),
        json_schema_extra={
            "ask": Ask.VALUES,
            "label": "Alleen casussen met",
            "help": "Zonder keuze tellen alle casussen mee. Van één kenmerk is één van de gekozen waarden genoeg.",
        },
    )
    since: date | None = Field(
        default=None,
        json_schema_extra={"ask": Ask.DAY, "label": "Begonnen vanaf", "help": "De dag van de eerste gebeurtenis."},
    )
    until: date | None = Field(
        default=None,
        json_schema_extra={"ask": Ask.DAY, "label": "Begonnen tot en met", "help": ""},
    )
    last_day: date | None = Field(
        default=None,
        json_schema_extra={
            "ask": Ask.DAY,
            "label": "Gevolgd tot en met",
            "help": "Wat daarna gebeurde, telt niet mee. Zonder keuze: de laatste dag met een gebeurtenis.",
        },
    )

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.since and self.until and self.until < self.since:
            raise InputError("analyses.days", where="until")
        return self


def activities(label: str, help: str = "", *, required: bool = False) -> Any:
    """Some activities of the dataset: `tuple[str, ...]`."""
    asked: dict[str, Any] = {"ask": Ask.ACTIVITIES, "label": label, "help": help}
    return Field(min_length=1, json_schema_extra=asked) if required else Field(default=(), json_schema_extra=asked)


def attribute(label: str, help: str = "") -> Any:
    """The name of an attribute of cases, or "": `str`."""
    return Field(default="", json_schema_extra={"ask": Ask.ATTRIBUTE, "label": label, "help": help})


def day(label: str, help: str = "") -> Any:
    """A date, or None: `date | None`."""
    return Field(default=None, json_schema_extra={"ask": Ask.DAY, "label": label, "help": help})


def number(label: str, help: str = "", *, default: float | None = None, least: float = 0, most: float = 1e6) -> Any:
    """A number between two others: `float | None`, or `int` with a default."""
    asked: dict[str, Any] = {"ask": Ask.NUMBER, "label": label, "help": help}
    return Field(default=default, ge=least, le=most, json_schema_extra=asked)


def choice(label: str, words: Mapping[str, str], help: str = "", *, default: str) -> Any:
    """One of these, by its key: a `Literal` of the keys."""
    asked: dict[str, Any] = {"ask": Ask.CHOICE, "label": label, "help": help, "choices": list(words.items())}
    return Field(default=default, json_schema_extra=asked)


def flag(label: str, help: str = "", *, default: bool = False) -> Any:
    """Yes or no: `bool`."""
    return Field(default=default, json_schema_extra={"ask": Ask.FLAG, "label": label, "help": help})


def asked(model: type[Parameters]) -> Iterator[Asked]:
    """The fields of an analysis: its own first, then those of every analysis."""
    shared = Parameters.model_fields.keys()
    own = {name: field for name, field in model.model_fields.items() if name not in shared}
    for name, field in (own | {name: model.model_fields[name] for name in shared}).items():
        yield _asked(name, field)


def _asked(name: str, field: FieldInfo) -> Asked:
    told: Any = field.json_schema_extra
    choices = tuple((value, words) for value, words in told.get("choices", ()))
    initial = None if field.is_required() else field.default
    return Asked(name, Ask(told["ask"]), told["label"], told["help"], field.is_required(), choices, initial)


def parsed(model: type[Parameters], data: Mapping[str, Any], vocabulary: Vocabulary) -> Parameters:
    """Parameters from JSON, held against what the dataset has.

    Raises InputError("analyses.parameter" | "analyses.not_in_data") that names the field.
    """
    try:
        made = model.model_validate(data)
    except ValidationError as error:
        raise _refusal(model, error) from None
    for one in asked(model):
        if one.ask in _OF_DATA:
            _check_known(one, getattr(made, one.name), frozenset(offered(one.ask, vocabulary)))
    return made


def _check_known(one: Asked, chosen: str | tuple[str, ...], known: frozenset[str]) -> None:
    """Raises InputError("analyses.not_in_data")."""
    given = tuple(filter(None, (chosen,))) if isinstance(chosen, str) else chosen
    for value in given:
        if value not in known:
            raise InputError("analyses.not_in_data", where=one.name, field=one.label, value=value)


def _refusal(model: type[Parameters], error: ValidationError) -> InputError:
    name = str((error.errors()[0]["loc"] or ("",))[0])
    labels = {one.name: one.label for one in asked(model)}
    if name not in labels:
        return InputError("analyses.no_such_parameter", where=name, name=name, known=", ".join(labels))
    return InputError("analyses.parameter", where=name, field=labels[name], name=name)


_OF_DATA = {Ask.ACTIVITIES, Ask.ATTRIBUTE, Ask.VALUES}


def offered(ask: Ask, vocabulary: Vocabulary) -> tuple[str, ...]:
    """What can be chosen of a dataset."""
    if ask is Ask.ACTIVITIES:
        return vocabulary.activities
    return tuple(vocabulary.attributes if ask is Ask.ATTRIBUTE else vocabulary.values)
