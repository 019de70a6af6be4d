"""Who coded and wrote in a file, as people here: known by their GUIDs alone, whatever their names.

Who stands in no list of users of the file is somebody too, for each GUID another.
"""

from __future__ import annotations

import re
from typing import Final
from uuid import NAMESPACE_URL, uuid4, uuid5

from sluitend.apps.people.audit import record
from sluitend.apps.people.models import User
from sluitend.apps.reporting.actions.exchange import guids
from sluitend.apps.reporting.exchange.staying import CODER
from sluitend.apps.reporting.models import ExchangeImport, ExchangeKind
from sluitend.formats.qdpx.taken_parts import Taken

UNKNOWN: Final = "Onbekende codeur"
_FORMER: Final = "uitwisseling.invalid"  # a domain that can never get mail
_LONGEST: Final = 150
_NOBODY: Final = str(uuid5(NAMESPACE_URL, "sluitend:unknown coder"))  # of work that names no GUID at all
_PSEUDONYM: Final = re.compile(rf"{CODER} \d+")  # what our own exports give in the place of a name


class Coders:
    """Those of one file, within the caller's transaction."""

    def __init__(self, imported: ExchangeImport, taken: Taken) -> None:
        self._imported, self._evaluation = imported, imported.evaluation
        self._names = {guid: name.strip()[:_LONGEST] for guid, name in taken.users}
        self._found: dict[str, User] = {}

    def of(self, guid: str | None) -> User:
        """Whom a person said that it is; else who came with an earlier file; else a name without an account."""
        key = guid or _NOBODY
        if key not in self._found:
            self._found[key] = self._person(key)
        return self._found[key]

    def _person(self, guid: str) -> User:
        chosen = self._imported.choices.get("users", {}).get(guid)
        known = guids.known(self._evaluation, ExchangeKind.USER).get(guid)
        found = User.objects.filter(pk=chosen or known or 0).first()
        if found is None or (chosen == 0 and not _is_former(found)):
            found = self._new(guid)
        elif _is_former(found):
            _call(found, self._names.get(guid, ""))
        else:
            self._attributed(found, "known" if known == found.pk else "chosen")
        guids.remember(self._evaluation, ExchangeKind.USER, {guid: found.pk})
        return found

    def _new(self, guid: str) -> User:
        unknown = UNKNOWN if guid == _NOBODY else f"{UNKNOWN} {guid[:8]}"
        made = User(email=f"{uuid4().hex}@{_FORMER}", name=self._names.get(guid) or unknown, is_active=False)
        made.set_unusable_password()
        made.save()
        return made

    def _attributed(self, member: User, ground: str) -> None:
        """What comes in under the name of somebody who is here: who says so, and by what."""
        told: dict[str, str | int] = {"member": member.pk, "ground": ground}
        actor, evaluation = self._imported.by, self._evaluation.pk
        record(actor, "reporting.exchange_attributed", self._imported, evaluation=evaluation, **told)


def _is_former(user: User) -> bool:
    return user.email.endswith(f"@{_FORMER}")


def _call(former: User, name: str) -> None:
    """A name without an account is as the newest file has it: nobody here writes it. A pseudonym takes no name away."""
    if _PSEUDONYM.fullmatch(name) and not _PSEUDONYM.fullmatch(former.name):
        return
    if name and former.name != name:
        former.name = name
        former.save(update_fields=["name"])
