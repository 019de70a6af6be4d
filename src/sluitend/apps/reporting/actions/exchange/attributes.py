"""The values of variables in the words of this evaluation; of what it has no word for, one is added where that was
chosen and may be.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sluitend.apps.design import actions as design
from sluitend.apps.design.models import Evaluation, Perspective, Phase, PhaseKind, Place, PlaceKind
from sluitend.apps.people.models import Municipality, Organisation, User
from sluitend.apps.reporting.actions.exchange.variables import LEVELS, NEW, Became, guess
from sluitend.errors import InputError
from sluitend.formats.qdpx.losses import Loss, loss

_LONGEST = 120  # of a name in the lists of an evaluation, and of a function
Row = Sequence[str]  # name of the variable, value, GUID of the variable


@dataclass(slots=True)
class Told:
    """What values say of one thing: its attributes, lines for a memo, and the values that say nothing of it here."""

    fields: dict[str, Any] = field(default_factory=dict)
    lines: list[str] = field(default_factory=list)
    rest: list[Row] = field(default_factory=list)


class Attributes:
    """The lists of one evaluation. `became`: what each variable becomes, by GUID; `adding`: lists that may grow."""

    def __init__(
        self,
        actor: User,
        evaluation: Evaluation,
        became: Mapping[str, Became],
        adding: frozenset[Became],
        losses: list[Loss],
    ) -> None:
        self._actor, self._evaluation, self._losses = actor, evaluation, losses
        self._became, self._adding = became, adding & NEW
        self._placed: set[tuple[str, str, str]] = set()  # variable, thing, value
        self._new = Counter[str]()
        self._refused: set[str] = set()
        self._too_long: set[str] = set()
        self.here: dict[str, dict[str, Any]] = {
            "perspective": _by_name(Perspective.objects.filter(evaluation=evaluation)),
            "place": _by_name(Place.objects.filter(evaluation=evaluation)),
            "organisation": _by_name(Organisation.objects.all()),
            "phase": _by_name(Phase.objects.filter(evaluation=evaluation)),
            "level": {word: level.value for word, level in LEVELS.items()},
        }

    def told(self, values: Sequence[Row], of: str, name: str, kinds: frozenset[Became]) -> Told:
        """Of the thing with GUID `of`, as far as something of its kind has these attributes."""
        found = Told()
        for row in values:
            variable, value = row[0], " ".join(row[1].split())
            became = self._of(row)
            hit = self._hit(became, value, row) if became in kinds else None
            if hit is None:
                found.rest.append(row)
                continue
            self._placed.add((row[2] if len(row) > 2 else "", of, value))
            if became == Became.MEMO:
                found.lines.append(f"{variable}: {row[1].strip()}")
            elif found.fields.setdefault(str(became), hit) != hit:
                self._losses.append(loss("value_many", variable=variable, name=name, value=value))
        return found

    def _of(self, row: Row) -> Became:
        known = self._became.get(row[2]) if len(row) > 2 else None
        return known or guess(row[0])

    def _hit(self, became: Became, value: str, row: Row) -> Any:
        match became:
            case Became.MEMO:
                return value
            case Became.FUNCTION:
                self._tell_cut(value)
                return value[:_LONGEST]
            case Became.DATE:
                return _day(value)
            case Became.NOTHING:
                return None
        here = self.here[became]
        word = value[:_LONGEST].strip()
        if word.casefold() not in here and became in self._adding and word:
            self._add(became, word, row)
        if word.casefold() in here:
            self._tell_cut(value)
        return here.get(word.casefold())

    def _tell_cut(self, value: str) -> None:
        """Of each value that is too long once."""
        if len(value) > _LONGEST and value not in self._too_long:
            self._too_long.add(value)
            self._losses.append(loss("name_cut", name=value))

    def _add(self, became: Became, word: str, row: Row) -> None:
        made = self._made(became, word)
        if made is not None:
            self.here[became][word.casefold()] = made
            self._new[row[2] if len(row) > 2 else ""] += 1

    def _made(self, became: Became, word: str) -> Any:
        given: dict[str, Any] = {"actor": self._actor, "evaluation": self._evaluation}
        match became:
            case Became.PERSPECTIVE:
                return design.add_perspective(**given, name=word)
            case Became.PHASE:
                return design.add_phase(**given, name=word, kind=PhaseKind.FIELDWORK)
            case Became.PLACE:
                is_municipality = Municipality.objects.filter(name=word).exists()
                kind = PlaceKind.MUNICIPALITY if is_municipality else PlaceKind.OTHER
                design.add_places(**given, names=[word], kind=kind)
                return Place.objects.get(evaluation=self._evaluation, name=word)
        return self._organisation(word)

    def _organisation(self, word: str) -> Organisation | None:
        """The register is of the installation: who may not keep it is told, once for each name."""
        if word.casefold() in self._refused:
            return None
        try:
            return design.organisation_named(actor=self._actor, name=word)
        except InputError:
            self._refused.add(word.casefold())
            self._losses.append(loss("organisation_unknown", value=word))
            return None

    def done(self, variables: Sequence[Row]) -> list[Loss]:
        """What each variable became, with how many values it has here."""
        counts = Counter(guid for guid, _of, _value in self._placed)
        return [
            loss(
                f"became_{self._became.get(guid) or guess(name)}",
                name=name,
                count=counts[guid],
                new=self._new[guid],
            )
            for guid, name, _type in variables
        ]


def _day(value: str) -> str | None:
    try:
        return date.fromisoformat(value[:10]).isoformat()
    except ValueError:
        return None


def _by_name(rows: Any) -> dict[str, Any]:
    return {" ".join(str(one).split()).casefold(): one for one in rows}
