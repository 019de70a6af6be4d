"""Cases and variables of a file: respondents, and from which place sources speak."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from sluitend.apps.design.models import Evaluation
from sluitend.apps.fieldwork.actions import add_respondent, change_respondent
from sluitend.apps.fieldwork.models import Respondent
from sluitend.apps.fieldwork.seals import Identity
from sluitend.apps.people.models import User
from sluitend.apps.reporting.actions.exchange import guids
from sluitend.apps.reporting.actions.exchange.attributes import Attributes, Row
from sluitend.apps.reporting.actions.exchange.mending import Prints
from sluitend.apps.reporting.actions.exchange.variables import (
    NEW,
    OF_A_PERSON,
    OF_A_SOURCE,
    Became,
    guess,
    suggested,
)
from sluitend.apps.reporting.models import ExchangeKind
from sluitend.formats.qdpx.losses import Loss, loss
from sluitend.formats.qdpx.taken_parts import Taken

_OURS = frozenset({Became.PERSPECTIVE, Became.PLACE})  # an evaluation of ours comes back as it was


class People:
    """What variables and groups say, in the words of this evaluation; what says nothing here is listed."""

    def __init__(
        self, actor: User, evaluation: Evaluation, taken: Taken, losses: list[Loss], choices: Mapping[str, Any]
    ) -> None:
        self._actor, self._evaluation, self._taken, self._losses = actor, evaluation, taken, losses
        self._ours = taken.sidecar is not None
        chosen = {guid: Became(value) for guid, value in choices.get("variables", {}).items()}
        became = {} if self._ours else suggested(evaluation, taken) | chosen
        adding = (NEW if choices.get("with_new_values") else frozenset()) | (_OURS if self._ours else frozenset())
        self._attributes = Attributes(actor, evaluation, became, adding, losses)
        self.brought = 0  # respondents
        self.done: list[Loss] = []
        self.groups: list[dict[str, Any]] = []  # those that say no attribute
        self.lines: dict[str, list[str]] = defaultdict(list)  # for a memo beside a source, by its GUID
        self._mended: dict[str, set[str]] = {}  # by case that was here: the fields that were mended
        self._told: dict[str, dict[str, Any]] = {}  # by case: its attributes as a respondent
        self._unsaid: dict[str, list[Row]] = {}  # by case: what is no attribute of a respondent
        self._numbers: dict[str, str] = {}  # by case that became a respondent

    def cases(self, *, with_cases: bool) -> dict[str, Respondent]:
        """By GUID. A name goes where names of respondents go, sealed, and is not told beside its number: opening it is
        recorded. One of ours is a number already."""
        ids = guids.known(self._evaluation, ExchangeKind.CASE)
        here = {one.pk: one for one in Respondent.objects.filter(evaluation=self._evaluation)}
        found: dict[str, Respondent] = {}
        for one in self._taken.cases:
            if (known := here.get(ids.get(one["guid"], 0))) is not None:
                found[one["guid"]] = known
                self._mend(one, known)
            elif with_cases:
                found[one["guid"]] = self._respondent(one)
                self.brought += 1
                self.done.append(loss("case_became", respondent=str(found[one["guid"]])))
            else:
                self._losses.append(loss("case", name=one["name"]))
        guids.remember(self._evaluation, ExchangeKind.CASE, {guid: one.pk for guid, one in found.items()})
        self._note(found)
        self._numbers = {guid: str(one) for guid, one in found.items()}
        return found

    def _fields(self, one: Mapping[str, Any]) -> dict[str, Any]:
        """What its values say of a respondent; the name is told apart."""
        if one["guid"] not in self._told:
            told = self._attributes.told(one["values"], one["guid"], one["name"] or "?", OF_A_PERSON)
            self._unsaid[one["guid"]] = told.rest
            self._told[one["guid"]] = told.fields
        return self._told[one["guid"]]

    def _mend(self, one: Mapping[str, Any], known: Respondent) -> None:
        if known.emptied_at is not None or known.withdrawn_at is not None:
            return
        fields, now = self._fields(one), _now(known)
        self._mended[one["guid"]] = set()
        told = _plain(fields)
        prints = Prints(self._evaluation, ExchangeKind.CASE, self._losses)
        differing = prints.differing(one["guid"], told, _plain(now), "kept_case", str(known))
        if not differing:
            return
        taken = {name: fields[name] for name in differing}
        age: dict[str, Any] = {"age_group": known.age_group, "revision": known.revision}
        change_respondent(actor=self._actor, respondent=known, **{**now, **taken}, **age)
        known.refresh_from_db()
        self._mended[one["guid"]] = set(differing)
        self.done.append(loss("mended_case", respondent=str(known)))

    def _note(self, found: Mapping[str, Respondent]) -> None:
        prints = Prints(self._evaluation, ExchangeKind.CASE, [])
        for guid, fields in self._told.items():
            told = _plain(fields)
            prints.note(guid, told, _plain(_now(found[guid])), self._mended.get(guid))
        prints.save()

    def _respondent(self, one: Mapping[str, Any]) -> Respondent:
        fields = self._fields(one)
        identity = None if self._ours or not one["name"] else Identity(name=one["name"][:200])
        return add_respondent(actor=self._actor, evaluation=self._evaluation, identity=identity, **fields)

    def values_of_sources(self) -> dict[str, dict[str, Any]]:
        """By GUID: what they say themselves, then the one case that they are of, then the groups that they are in."""
        found: dict[str, dict[str, Any]] = {}
        for one in self._taken.sources:
            told = self._attributes.told(one.values, one.guid, one.name or "?", OF_A_SOURCE)
            found[one.guid] = told.fields
            self.lines[one.guid] += told.lines
            self._lose(told.rest, one.name)
        self._of_cases(found)
        self.groups = [one for one in self._taken.sets if self._ours or not self._is_attribute(one, found)]
        if not self._ours:
            self.done += self._attributes.done(self._taken.variables)
        return found

    def _of_cases(self, found: dict[str, dict[str, Any]]) -> None:
        """What is known of the only case of a source is known of the source as well."""
        alone = _alone(self._taken, found) if not self._ours else {}
        for case in self._taken.cases:
            unsaid = self._unsaid.get(case["guid"], [])
            for guid in alone.get(case["guid"], ()):
                told = self._attributes.told(case["values"], case["guid"], case["name"], OF_A_SOURCE)
                found[guid] = told.fields | found[guid]
                self.lines[guid] += told.lines
                unsaid = [row for row in unsaid if row in told.rest]
            self._lose(unsaid, self._numbers.get(case["guid"], case["name"]))  # a respondent's name is sealed

    def _lose(self, rows: list[Row], name: str) -> None:
        for variable, value, *_guid in rows:
            self._losses.append(loss("value", variable=variable, name=name, value=value))

    def _is_attribute(self, group: Mapping[str, Any], found: dict[str, dict[str, Any]]) -> bool:
        """ATLAS.ti groups documents where others have variables: “ouders”, or “Perspectief: ouders”."""
        before, _, after = group["name"].rpartition(":")
        word = " ".join(after.split()).casefold()
        here = self._attributes.here
        kinds = [str(guess(before))] if guess(before) in here else list(here)
        hit = next(((kind, here[kind][word]) for kind in kinds if word in here[kind]), None)
        if hit is None or not group["sources"] or group["codes"]:
            return False
        for guid in group["sources"]:
            if guid in found:
                found[guid].setdefault(*hit)
        return True


def _alone(taken: Taken, found: Mapping[str, Any]) -> dict[str, list[str]]:
    """By case the sources of which it is the only one."""
    cases: dict[str, list[str]] = defaultdict(list)
    for case in taken.cases:
        for guid in dict.fromkeys(case["sources"]):
            cases[guid].append(case["guid"])
    alone: dict[str, list[str]] = defaultdict(list)
    for guid, some in cases.items():
        if len(some) == 1 and guid in found:
            alone[some[0]].append(guid)
    return alone


def _now(respondent: Respondent) -> dict[str, Any]:
    names = ("function", "perspective", "level", "place", "organisation")
    return {name: getattr(respondent, name) for name in names}


def _plain(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {name: getattr(value, "pk", value) for name, value in fields.items()}
