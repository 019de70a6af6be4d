"""What a newer file of the same project says otherwise: taken over where nobody changed it here, told where somebody
did.

Of each thing it is kept, as a keyed print, what the last file said of it and what stood here after that. What is here
as it was left then may be mended; what was changed on both sides stays as it is here. Of what first came from here, or
came in before prints were kept, nobody knows who changed it: it stays too, and is told.
"""

from __future__ import annotations

import hmac
from collections.abc import Collection, Mapping
from hashlib import sha256

from sluitend.apps.design.models import Evaluation
from sluitend.apps.reporting.models import ExchangeGuid, ExchangeKind
from sluitend.formats.documents import clean
from sluitend.formats.qdpx.losses import Loss, loss
from sluitend.work import vault

_LENGTH = 16  # characters of a print


class Prints:
    """Of the things of one kind, by GUID and by the name of a field. The caller has remembered their GUIDs."""

    def __init__(self, evaluation: Evaluation, kind: ExchangeKind, losses: list[Loss]) -> None:
        self._rows = ExchangeGuid.objects.filter(evaluation=evaluation, kind=kind)
        self._key = vault.unwrap(evaluation.wrapped_key)
        self._losses = losses
        self._said = {str(guid): said for guid, said in self._rows.values_list("guid", "said")}
        self._changed: set[str] = set()

    def has(self, guid: str, field: str) -> bool:
        """Whether an earlier file said this of it."""
        return field in self._said.get(guid, {})

    def differing(
        self, guid: str, told: Mapping[str, object], here: Mapping[str, object], kept: str, name: str
    ) -> dict[str, object]:
        """The fields to take over from the file. `kept`: what is told, with `name`, of one that stays as it is here."""
        return {
            field: value
            for field, value in told.items()
            if self._is_to_mend(guid, field, (str(value), str(here[field])), kept, name)
        }

    def _is_to_mend(self, guid: str, field: str, both: tuple[str, str], kept: str, name: str) -> bool:
        told, here = map(_normal, both)
        before = self._said.get(guid, {}).get(field)
        if told == here or (before is not None and before[0] == self._print(told)):
            return False
        if before is not None and before[1] == self._print(here):
            return True
        self._losses.append(loss(kept, name=name))
        return False

    def note(
        self, guid: str, told: Mapping[str, object], here: Mapping[str, object], taken: Collection[str] | None = None
    ) -> None:
        """What the file says, and what stands here by it. `taken`: the fields that stand here as a file put them, of
        something that was here already; of something new all of them do.
        """
        before = self._said.get(guid, {})
        said = dict(before)
        for field, value in told.items():
            is_ours = taken is not None and field not in taken and str(value) != str(here[field])
            stood = before.get(field, ["", ""])[1] if is_ours else self._print(str(here[field]))
            said[field] = [self._print(str(value)), stood]
        if said != before:
            self._said[guid] = said
            self._changed.add(guid)

    def save(self) -> None:
        """In the caller's transaction."""
        rows = {str(row.guid): row for row in self._rows if str(row.guid) in self._changed}
        for guid, row in rows.items():
            row.said = self._said[guid]
        ExchangeGuid.objects.bulk_update(rows.values(), ["said"], batch_size=500)

    def _print(self, words: str) -> str:
        return hmac.new(self._key, _normal(words).encode("utf-8", "surrogatepass"), sha256).hexdigest()[:_LENGTH]


def _normal(words: str) -> str:
    """As texts are kept: how a line ends, or of what a letter is made, is no difference."""
    return clean.characters(words).strip()
