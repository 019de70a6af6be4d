"""A norm as plain data: what a table of norms holds, a result keeps of it, and a file says of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from sluitend.apps.analyses.kit import closing
from sluitend.errors import InputError

if TYPE_CHECKING:
    from sluitend.engines.chain.norms import Norm
    from sluitend.engines.chain.workdays import Workdays

KEYS = r"^[a-z0-9][a-z0-9_-]*$"
UNITS = {"working_days": "werkdagen", "days": "kalenderdagen", "weeks": "weken"}
LIBERATION_DAY = {"1": "elk jaar", "5": "in lustrumjaren"}
_CALENDAR = ("good_friday", "liberation_day", "closed")
BINDING = {"law": "wettelijke norm", "agreement": "afspraak", "guideline": "richtlijn"}


class NormText(BaseModel):
    """One norm. The fields mean what they mean for `engines.chain.norms.Norm`; `source` is flat here."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    key: str = Field(max_length=60, pattern=KEYS)
    title: str = Field(min_length=1, max_length=300)
    addressee: str = Field(min_length=1, max_length=200)
    trigger: tuple[str, ...] = Field(min_length=1)
    answer: tuple[str, ...] = Field(min_length=1)
    breaks: tuple[str, ...] = ()
    term: int = Field(ge=0, le=10_000)
    unit: Literal["days", "working_days", "weeks"]
    kind: Literal["law", "agreement", "guideline"]
    source: str = Field(min_length=1, max_length=300)
    place: str = Field(min_length=1, max_length=300)
    url: str = Field(default="", max_length=500)
    checked: bool = False
    valid_from: date | None = None
    valid_until: date | None = None
    trigger_at: Literal["first", "last"] = "first"
    answered_on: Literal["day", "record"] = "day"
    extends: bool = False
    good_friday: bool = True
    liberation_day: Literal["1", "5"] = "1"
    closed: tuple[str, ...] = ()
    found_in: str = Field(default="", max_length=500)
    counts_from: tuple[str, ...] = ()
    unsure_after: tuple[str, ...] = ()

    @field_validator("closed")
    @classmethod
    def _days(cls, lines: tuple[str, ...]) -> tuple[str, ...]:
        try:
            closing.closings(lines)
        except InputError:
            raise ValueError("a closed day that is no day with a reason") from None
        return lines

    @model_validator(mode="after")
    def _holds(self) -> Self:
        if self.valid_from and self.valid_until and self.valid_from >= self.valid_until:
            raise ValueError("a norm holds for at least a day")
        return self

    def norm(self) -> Norm:
        """As the engine takes it."""
        from sluitend.engines.chain.norms import Kind, Norm, Source, TermUnit

        data = self.model_dump(exclude={"source", "place", "url", "checked", "unit", "kind", *_CALENDAR})
        source = Source(self.source, self.place, self.url, self.checked)
        return Norm(**data, unit=TermUnit(self.unit), kind=Kind(self.kind), source=source, workdays=self.workdays())

    def workdays(self) -> Workdays:
        """Its calendar, as the engine takes it."""
        from sluitend.engines.chain.workdays import Workdays

        return Workdays(self.good_friday, int(self.liberation_day), closing.days(self.closed))

    @classmethod
    def of(cls, norm: Norm) -> NormText:
        """The same of a norm of the engine."""
        same = [name for name in cls.model_fields if hasattr(norm, name) and name not in ("source", "unit", "kind")]
        source = {"source": norm.source.title, "place": norm.source.place, "url": norm.source.url}
        told = {name: getattr(norm, name) for name in same} | source | _calendar_of(norm.workdays)
        return cls.model_validate(
            {**told, "unit": str(norm.unit), "kind": str(norm.kind), "checked": norm.source.checked}
        )


def _calendar_of(workdays: Workdays) -> dict[str, Any]:
    closed = tuple(f"{day:%d-%m-%Y}: gesloten" for day in sorted(workdays.closed))
    calendar = (workdays.good_friday, str(workdays.liberation_day_every), closed)
    return dict(zip(_CALENDAR, calendar, strict=True))


def calendar(text: NormText) -> str:
    """Which days count."""
    if text.unit != "working_days":
        return "kalenderdagen"
    friday = "Goede Vrijdag is vrij" if text.good_friday else "Goede Vrijdag is een werkdag"
    told = f"werkdagen; {friday}; 5 mei is {LIBERATION_DAY[text.liberation_day]} vrij"
    return f"{told}; gesloten: {closing.in_words(text.closed)}" if text.closed else told


def in_words(text: NormText) -> str:
    """What is to be chosen: the norm, its term, whose it is and when it holds."""
    days = [f"{word} {day:%d-%m-%Y}" for word, day in (("vanaf", text.valid_from), ("vóór", text.valid_until)) if day]
    holds = f", geldt {' en '.join(days)}" if days else ""
    return f"{text.title} ({text.term} {UNITS[text.unit]}, {text.addressee}{holds})"


def starting() -> tuple[NormText, ...]:
    """What every evaluation begins with."""
    from sluitend.engines.chain.norm_table import STARTING_NORMS

    return tuple(NormText.of(one) for one in STARTING_NORMS)


def filled_in(known: Mapping[str, NormText], parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Parameters with what the table says of the norm that they name, whatever stood there.

    Raises InputError("analyses.no_such_norm").
    """
    key = str(parameters.get("norm") or next(iter(known)))
    if key not in known:
        raise InputError("analyses.no_such_norm", where="norm", name=key, known=", ".join(known))
    return {**parameters, "norm": key, "definition": known[key].model_dump(mode="json")}
