"""Cases and variables of a file: respondents, and from which place sources speak."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, Final

from sluitend.apps.design import actions as design
from sluitend.apps.design.models import Evaluation, Level, Perspective, Phase, Place, PlaceKind
from sluitend.apps.fieldwork.actions import add_respondent
from sluitend.apps.fieldwork.models import Respondent
from sluitend.apps.fieldwork.seals import Identity
from sluitend.apps.people.models import Organisation, User
from sluitend.apps.reporting.actions.exchange import guids
from sluitend.apps.reporting.models import ExchangeKind
from sluitend.formats.qdpx.losses import Loss, loss
from sluitend.formats.qdpx.taken_parts import Taken

# By what name other people's variables may go, in small letters.
_CALLED: Final[Mapping[str, str]] = {
    **dict.fromkeys(("perspectief", "perspective"), "perspective"),
    **dict.fromkeys(("niveau", "level"), "level"),
    **dict.fromkeys(("plaats", "gemeente", "place", "municipality"), "place"),
    **dict.fromkeys(("organisatie", "organisation", "organization"), "organisation"),
    **dict.fromkeys(("fase", "phase"), "phase"),
    **dict.fromkeys(("functie", "function", "role"), "function"),
}
_OF_A_SOURCE: Final = ("perspective", "level", "place", "organisation", "phase")
_OF_A_PERSON: Final = ("perspective", "level", "place", "organisation", "function")


class People:
    """What variables and groups say, in the words of this evaluation; what says nothing here is listed."""

    def __init__(self, actor: User, evaluation: Evaluation, taken: Taken, losses: list[Loss]) -> None:
        self._actor, self._evaluation, self._taken, self._losses = actor, evaluation, taken, losses
        if taken.sidecar is not None:
            self._add_unknown()
        self.brought = 0  # respondents
        self._here: dict[str, dict[str, Any]] = {
            "perspective": _by_name(Perspective.objects.filter(evaluation=evaluation)),
            "place": _by_name(Place.objects.filter(evaluation=evaluation)),
            "organisation": _by_name(Organisation.objects.all()),
            "phase": _by_name(Phase.objects.filter(evaluation=evaluation)),
            "level": {word.casefold(): one.value for one in Level for word in (str(one.label), one.value)},
        }

    def _add_unknown(self) -> None:
        """Perspectives and places of an evaluation of ours, so that it comes back as it was."""
        told = [value for one in (*self._taken.cases, *_dicts(self._taken)) for value in one["values"]]
        named: dict[str, list[str]] = defaultdict(list)
        for variable, value in told:
            named[_CALLED.get(variable.casefold(), "")].append(" ".join(value.split())[:120])
        here = set(_by_name(Perspective.objects.filter(evaluation=self._evaluation)))
        for name in dict.fromkeys(named["perspective"]):
            if name.casefold() not in here:
                design.add_perspective(actor=self._actor, evaluation=self._evaluation, name=name)
        names = list(dict.fromkeys(named["place"]))
        design.add_places(actor=self._actor, evaluation=self._evaluation, names=names, kind=PlaceKind.OTHER)

    def cases(self, *, with_cases: bool) -> dict[str, Respondent]:
        """By GUID. A name goes where names of respondents go, sealed; one of ours is a number already."""
        ids = guids.known(self._evaluation, ExchangeKind.CASE)
        here = {one.pk: one for one in Respondent.objects.filter(evaluation=self._evaluation)}
        found: dict[str, Respondent] = {}
        for one in self._taken.cases:
            if (known := here.get(ids.get(one["guid"], 0))) is not None:
                found[one["guid"]] = known
            elif with_cases:
                found[one["guid"]] = self._respondent(one)
                self.brought += 1
            else:
                self._losses.append(loss("case", name=one["name"]))
        guids.remember(self._evaluation, ExchangeKind.CASE, {guid: one.pk for guid, one in found.items()})
        return found

    def _respondent(self, one: Mapping[str, Any]) -> Respondent:
        values = self._values(one["values"], one["name"] or "?", _OF_A_PERSON)
        ours = self._taken.sidecar is not None
        identity = None if ours or not one["name"] else Identity(name=one["name"][:200])
        return add_respondent(actor=self._actor, evaluation=self._evaluation, identity=identity, **values)

    def values_of_sources(self) -> dict[str, dict[str, Any]]:
        """By GUID: what they say themselves, then the one case that they are of, then the groups that they are in."""
        found: dict[str, dict[str, Any]] = {
            one.guid: self._values(one.values, one.name or "?", _OF_A_SOURCE) for one in self._taken.sources
        }
        of_case: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
        for case in self._taken.cases:
            for guid in case["sources"]:
                of_case[guid].append(case)
        if self._taken.sidecar is None:
            for guid, cases in of_case.items():
                if len(cases) == 1 and guid in found:
                    told = self._values(cases[0]["values"], "", _OF_A_SOURCE)
                    found[guid] = told | found[guid]
        for group in self._taken.sets:
            self._group(group, found)
        return found

    def _group(self, group: Mapping[str, Any], found: dict[str, dict[str, Any]]) -> None:
        """ATLAS.ti groups documents where others have variables: “ouders”, or “Perspectief: ouders”."""
        before, _, after = group["name"].rpartition(":")
        word = " ".join(after.split()).casefold()
        kinds = [_CALLED[before.strip().casefold()]] if before.strip().casefold() in _CALLED else list(self._here)
        hit = next(((kind, self._here[kind][word]) for kind in kinds if word in self._here.get(kind, {})), None)
        if hit is None or not group["sources"] or group["codes"]:
            counts = {"codes": len(group["codes"]), "sources": len(group["sources"])}
            self._losses.append(loss("set", name=group["name"], **counts))
            return
        for guid in group["sources"]:
            if guid in found:
                found[guid].setdefault(*hit)

    def _values(self, values: Sequence[Sequence[str]], name: str, fields: Sequence[str]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for variable, value in values:
            field = _CALLED.get(variable.casefold(), "")
            word = " ".join(value.split())
            if field == "function" and field in fields:
                found[field] = word[:120]
            elif field in fields and word.casefold() in self._here.get(field, {}):
                found[field] = self._here[field][word.casefold()]
            elif name:
                self._losses.append(loss("value", variable=variable, name=name, value=value))
        return found


def _dicts(taken: Taken) -> list[dict[str, Any]]:
    return [{"values": one.values} for one in taken.sources]


def _by_name(rows: Any) -> dict[str, Any]:
    return {" ".join(str(one).split()).casefold(): one for one in rows}
