"""Codes of a file: new ones are added, those that came in before are mended where nobody changed them here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from sluitend.apps.coding.actions import change_code, taking_over_codes
from sluitend.apps.coding.actions.taking_over_codes import NewCode
from sluitend.apps.coding.actions.tree import DEPTH, NAME_LENGTH
from sluitend.apps.coding.models import Code
from sluitend.apps.design.models import Evaluation
from sluitend.apps.people.models import User
from sluitend.apps.reporting.actions.exchange import guids
from sluitend.apps.reporting.actions.exchange.mending import Prints
from sluitend.apps.reporting.models import ExchangeKind
from sluitend.errors import InputError
from sluitend.formats.qdpx import colours
from sluitend.formats.qdpx.losses import Loss, loss
from sluitend.formats.qdpx.taken_parts import Taken

_RULES: Final = ("definition", "include", "exclude", "example")


class Codes:
    """The codebook of one file, within the caller's transaction."""

    def __init__(self, actor: User, evaluation: Evaluation, taken: Taken, losses: list[Loss], done: list[Loss]) -> None:
        self._actor, self._evaluation, self._losses, self._done = actor, evaluation, losses, done
        self._rows = taken.codes
        more = {one["guid"]: one for one in (taken.sidecar or {}).get("codes", ())}
        self._new = {one["guid"]: _new_code(one, more.get(one["guid"])) for one in taken.codes}
        self._ours = taken.sidecar is not None
        self.brought = 0

    def all(self) -> dict[str, Code]:
        """By GUID, also those that were here."""
        ids = guids.known(self._evaluation, ExchangeKind.CODE)
        rows = {one.pk: one for one in Code.objects.filter(evaluation=self._evaluation)}
        here = {guid: rows[pk] for guid, pk in ids.items() if pk in rows}
        new = [one for guid, one in self._new.items() if guid not in here]
        self._groups(here)
        taken = taking_over_codes.take_over_codes(actor=self._actor, evaluation=self._evaluation, codes=new, here=here)
        self.brought = len(new)
        self._tell(taken)
        found = {guid: taken.codes[guid] for guid in self._new}
        guids.remember(self._evaluation, ExchangeKind.CODE, {guid: code.pk for guid, code in found.items()})
        self._mend(found, set(here))
        return found

    def _groups(self, here: Mapping[str, Code]) -> None:
        for one in self._rows:
            if one["guid"] not in here and not one["is_codable"]:
                self._losses.append(loss("code_of_group", name=one["name"]))

    def _tell(self, taken: taking_over_codes.TakenOver) -> None:
        self._losses += [loss("code_renamed", name=name, new=now) for name, now in taken.renamed]
        self._losses += [loss("code_nameless", new=now) for now in taken.named]
        self._losses += [loss("code_cut", name=name) for name in taken.cut]
        self._losses += [loss("code_deep", name=name, most=DEPTH) for name in taken.deep]

    def _mend(self, found: Mapping[str, Code], before: set[str]) -> None:
        prints = Prints(self._evaluation, ExchangeKind.CODE, self._losses)
        for guid, code in found.items():
            told = self._told(self._new[guid])
            taken = self._mend_one(prints, guid, told, code) if guid in before else None
            prints.note(guid, told, _here(code), taken)
        prints.save()

    def _mend_one(self, prints: Prints, guid: str, told: dict[str, object], code: Code) -> set[str]:
        """The fields that were mended."""
        if code.merged_into_id is not None:
            return set()
        was = code.name
        differing: dict[str, Any] = prints.differing(guid, told, _here(code), "kept_code", was)
        if not differing:
            return set()
        try:
            change_code(actor=self._actor, code=code, **{"name": was, **differing})
        except InputError:  # the name is another code's here
            self._losses.append(loss("kept_code", name=was))
            code.refresh_from_db()
            return set()
        self._done.append(loss("mended_code", name=was, new=code.name))
        return set(differing)

    def _told(self, new: NewCode) -> dict[str, object]:
        """What the file says of it; another tool knows one text and not our three rules."""
        name = " ".join(new.name.split())[:NAME_LENGTH].rstrip()
        rules = _RULES if self._ours else _RULES[:1]
        found: dict[str, object] = {"name": name} if name else {}
        found |= {field: getattr(new, field).strip() for field in rules}
        return found | ({"colour": new.colour} if new.colour else {})


def _here(code: Code) -> dict[str, object]:
    return {field: getattr(code, field) for field in ("name", "colour", *_RULES)}


def _new_code(one: dict[str, Any], more: dict[str, Any] | None) -> NewCode:
    own: dict[str, Any] = {"definition": one["description"], "colour": colours.nearest(one["color"])}
    if more is not None:
        own = {name: more[name] for name in ("definition", "include", "exclude", "example", "colour", "is_archived")}
    return NewCode(key=one["guid"], parent=one["parent"], name=one["name"], **own)
