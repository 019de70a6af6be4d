"""Parameters of an analysis: a pydantic model whose fields say how they are asked.

The form on screen, the options of the command line and the JSON all come from the same fields. What can be chosen of a
field of activities or attributes depends on the dataset: that is what `Vocabulary` holds.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from inspect import get_annotations
from typing import Any, Self, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator
from pydantic.fields import FieldInfo

from sluitend.engines.retrieval.expressed import query_of
from sluitend.engines.retrieval.expression import parsed as parsed_text
from sluitend.errors import InputError


class Ask(StrEnum):
    """How a field is asked."""

    ACTIVITIES = "activities"  # some of the activities of the dataset
    ATTRIBUTE = "attribute"  # one attribute of its cases, or none
    VALUES = "values"  # some values of attributes, each as "attribute=value"
    RESOURCES = "resources"  # some of who did something
    CODE = "code"  # one code of the codebook, by its path
    CODES = "codes"  # some of them
    TOPICS = "topics"  # some topics of the topic lists
    EXPRESSION = "expression"  # codes with relations and brackets, as `engines.retrieval.expression` reads it
    LINES = "lines"  # texts, each on a line of its own
    NORM = "norm"  # one of the table of norms
    DATASET = "dataset"  # another dataset of the evaluation, of one kind
    DAY = "day"
    NUMBER = "number"
    CHOICE = "choice"
    FLAG = "flag"


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What a dataset has to choose from, or coded texts have. Of an attribute with too many values to choose from none
    are named, nor of resources."""

    activities: tuple[str, ...] = ()
    attributes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    resources: int = 0
    organisations: tuple[str, ...] = ()  # the names of these resources
    cases: int = 0
    first: date = date.min
    last: date = date.max  # the last day with an event
    norms: Mapping[str, str] = field(default_factory=dict)  # key and words, of the table of norms
    datasets: Mapping[str, str] = field(default_factory=dict)  # "D4" and its title, of the kind that is asked beside it
    codes: Mapping[str, int] = field(default_factory=dict)  # path and id, in the order of the codebook
    topics: tuple[str, ...] = ()  # of the topic lists
    words: Mapping[str, str] = field(default_factory=dict)  # how people call an attribute that has another name here

    @property
    def values(self) -> dict[str, tuple[str, str]]:
        """Attribute and value, by how `Ask.VALUES` writes the two."""
        return {f"{name}={value}": (name, value) for name, values in self.attributes.items() for value in values}


@dataclass(frozen=True, slots=True)
class Asked:
    """One field as forms and options need it; `choices` are pairs of value and words, `none` says what it is to choose
    nothing where that is not told by what is asked."""

    name: str
    ask: Ask
    label: str
    help: str
    required: bool
    choices: tuple[tuple[str, str], ...]
    initial: Any
    none: str = ""


class Asking(BaseModel):
    """What an analysis asks."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_enum_values=True)

    @classmethod
    def in_title(cls, given: Mapping[str, Any]) -> str:
        """What a title says of these parameters, as JSON has them; nothing where `kit.titles` says enough."""
        return ""


class CodedParameters(Asking):
    """Those of every analysis of coded texts: none."""


class Parameters(Asking):
    """Those of every analysis of a dataset: which cases, and until when."""

    only: tuple[str, ...] = Field(
        default=(),
        json_schema_extra={
            "ask": Ask.VALUES,
            "label": "Alleen casussen met",
            "help": "Zonder keuze tellen alle casussen mee. Van één kenmerk is één van de gekozen waarden genoeg.",
        },
    )
    involved: tuple[str, ...] = Field(
        default=(),
        json_schema_extra={
            "ask": Ask.RESOURCES,
            "label": "Betrokken organisatie",
            "help": "Casussen waarin minstens één van deze iets deed. Van zo'n casus telt alles mee.",
        },
    )
    since: date | None = Field(
        default=None,
        json_schema_extra={"ask": Ask.DAY, "label": "Begonnen vanaf", "help": "De dag van de eerste gebeurtenis."},
    )
    until: date | None = Field(
        default=None,
        lt=date.max,  # it is the day after that is asked for
        json_schema_extra={"ask": Ask.DAY, "label": "Begonnen tot en met", "help": ""},
    )
    last_day: date | None = Field(
        default=None,
        lt=date.max,
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

    @property
    def chooses(self) -> bool:
        """Whether some cases only are asked about."""
        return bool(self.only or self.involved or self.since or self.until)


def activities(label: str, help: str = "", *, required: bool = False) -> Any:
    """Some activities of the dataset: `tuple[str, ...]`."""
    asked: dict[str, Any] = {"ask": Ask.ACTIVITIES, "label": label, "help": help}
    return Field(min_length=1, json_schema_extra=asked) if required else Field(default=(), json_schema_extra=asked)


def codes(label: str, help: str = "", *, required: bool = False) -> Any:
    """Some codes of the codebook, by their paths: `tuple[str, ...]`."""
    asked: dict[str, Any] = {"ask": Ask.CODES, "label": label, "help": help}
    return Field(min_length=1, json_schema_extra=asked) if required else Field(default=(), json_schema_extra=asked)


def code(label: str, help: str = "", *, required: bool = False) -> Any:
    """One code by its path, or "": `str`."""
    asked: dict[str, Any] = {"ask": Ask.CODE, "label": label, "help": help}
    return Field(min_length=1, json_schema_extra=asked) if required else Field(default="", json_schema_extra=asked)


def expression(label: str, help: str = "") -> Any:
    """A question in text, or "": `str`."""
    return Field(default="", json_schema_extra={"ask": Ask.EXPRESSION, "label": label, "help": help})


def topics(label: str, help: str = "") -> Any:
    """Some topics of the topic lists, by what they are called: `tuple[str, ...]`."""
    return Field(default=(), json_schema_extra={"ask": Ask.TOPICS, "label": label, "help": help})


def values(label: str, help: str = "") -> Any:
    """Some values of attributes, each as "attribute=value": `tuple[str, ...]`."""
    return Field(default=(), json_schema_extra={"ask": Ask.VALUES, "label": label, "help": help})


def attribute(label: str, help: str = "", *, none: str = "") -> Any:
    """The name of an attribute of cases, or "": `str`. `none` is what "" is called where nothing is compared."""
    return Field(default="", json_schema_extra={"ask": Ask.ATTRIBUTE, "label": label, "help": help, "none": none})


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


def lines(label: str, help: str = "") -> Any:
    """Texts, one on each line: `tuple[str, ...]`. `kit.matching` says what they stand for."""
    return Field(default=(), json_schema_extra={"ask": Ask.LINES, "label": label, "help": help})


def norm(label: str, help: str = "", *, default: str) -> Any:
    """One of the table of norms, by its key: `str`. What the table said is kept in a field called `definition`."""
    return Field(default=default, json_schema_extra={"ask": Ask.NORM, "label": label, "help": help})


def dataset(label: str, kind: str, help: str = "") -> Any:
    """Another dataset with a version in use, of a kind of the room of datasets, as "D4": `str`. One at most."""
    asked: dict[str, Any] = {"ask": Ask.DATASET, "label": label, "help": help, "kind": kind}
    return Field(pattern=r"^D?[0-9]{1,9}$", json_schema_extra=asked)


def flag(label: str, help: str = "", *, default: bool = False) -> Any:
    """Yes or no: `bool`."""
    return Field(default=default, json_schema_extra={"ask": Ask.FLAG, "label": label, "help": help})


def shared(model: type[Asking]) -> frozenset[str]:
    """The names of the fields that are of every analysis of its kind."""
    return frozenset(Parameters.model_fields if issubclass(model, Parameters) else ())


def asked(model: type[Asking]) -> Iterator[Asked]:
    """The fields of an analysis: its own first, then those that it has of others, last those of every analysis. What is
    filled in for people is none."""
    names = dict.fromkeys(name for part in model.__mro__ for name in get_annotations(part))
    for name, one in ((name, model.model_fields[name]) for name in names if name in model.model_fields):
        if one.json_schema_extra:
            yield _asked(name, one)


def names_norm(model: type[Asking]) -> bool:
    """Whether one of the table of norms is asked."""
    return any(one.ask is Ask.NORM for one in asked(model))


def beside(model: type[Asking]) -> tuple[str, str]:
    """The field that asks another dataset, and of which kind; two empty texts where none is asked."""
    for name, one in model.model_fields.items():
        told: Any = one.json_schema_extra
        if told and told["ask"] is Ask.DATASET:
            return name, told["kind"]
    return "", ""


def _asked(name: str, field: FieldInfo) -> Asked:
    told: Any = field.json_schema_extra
    choices = tuple((value, words) for value, words in told.get("choices", ()))
    initial = None if field.is_required() else field.default
    required, none = field.is_required(), told.get("none", "")
    return Asked(name, Ask(told["ask"]), told["label"], told["help"], required, choices, initial, none)


Model = TypeVar("Model", bound=Asking)


def parsed(model: type[Model], data: Mapping[str, Any], vocabulary: Vocabulary) -> Model:
    """Parameters from JSON, held against what the data have.

    Raises InputError("analyses.parameter" | "analyses.not_in_data" | "analyses.last_day") that names the field.
    """
    try:
        made = model.model_validate(data)
    except ValidationError as error:
        raise _refusal(model, error) from None
    for one in asked(model):
        if one.ask in _OF_DATA:
            _check_known(one, getattr(made, one.name), frozenset(offered(one.ask, vocabulary)))
        if one.ask is Ask.EXPRESSION and (text := getattr(made, one.name)):
            _check_expression(one, text, vocabulary)
        if one.ask is Ask.LINES and any("\0" in text for text in getattr(made, one.name)):  # no database keeps it
            raise InputError("analyses.parameter", where=one.name, field=one.label, name=one.name)
        if one.name == _LAST_DAY:
            _check_followed(one, getattr(made, one.name), vocabulary.last)
    return made


def _check_followed(one: Asked, asked: date | None, last: date) -> None:
    """After the last event everybody would seem to wait on. Raises InputError("analyses.last_day")."""
    if asked and asked > last:
        raise InputError("analyses.last_day", where=one.name, field=one.label, last=f"{last:%d-%m-%Y}")


def _check_known(one: Asked, chosen: str | tuple[str, ...], known: frozenset[str]) -> None:
    """Raises InputError("analyses.not_in_data")."""
    given = tuple(filter(None, (chosen,))) if isinstance(chosen, str) else chosen
    for value in given:
        if value not in known:
            raise InputError("analyses.not_in_data", where=one.name, field=one.label, value=value)


def _check_expression(one: Asked, text: str, vocabulary: Vocabulary) -> None:
    """Raises InputError("coding.expression_…") at its field."""
    try:
        query_of(parsed_text(text), vocabulary.codes, vocabulary.words, vocabulary.attributes)
    except InputError as error:
        raise InputError(error.code, where=one.name, **error.data) from None


def _refusal(model: type[Asking], error: ValidationError) -> InputError:
    name = str((error.errors()[0]["loc"] or ("",))[0])
    labels = {one.name: one.label for one in asked(model)}
    if name not in labels:
        return InputError("analyses.no_such_parameter", where=name, name=name, known=", ".join(labels))
    return InputError("analyses.parameter", where=name, field=labels[name], name=name)


_LAST_DAY = "last_day"
_OF_DATA = {Ask.ACTIVITIES, Ask.ATTRIBUTE, Ask.VALUES, Ask.RESOURCES, Ask.CODE, Ask.CODES, Ask.TOPICS}


def offered(ask: Ask, vocabulary: Vocabulary) -> tuple[str, ...]:
    """What can be chosen of these data."""
    match ask:
        case Ask.ACTIVITIES:
            return vocabulary.activities
        case Ask.RESOURCES:
            return vocabulary.organisations
        case Ask.CODE | Ask.CODES:
            return tuple(vocabulary.codes)
        case Ask.TOPICS:
            return vocabulary.topics
    return tuple(vocabulary.attributes if ask is Ask.ATTRIBUTE else vocabulary.values)


def in_words(ask: Ask, value: str, vocabulary: Vocabulary) -> str:
    """How something that can be chosen is written: an attribute as people call it."""
    name, _equals, rest = value.partition("=")
    if ask is Ask.VALUES and name in vocabulary.words:
        return f"{vocabulary.words[name]}: {rest}"
    return vocabulary.words.get(value, value) if ask is Ask.ATTRIBUTE else value
