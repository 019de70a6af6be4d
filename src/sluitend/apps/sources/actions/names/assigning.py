"""Which listed name an accepted proposal belongs to."""

from __future__ import annotations

from typing import Any

from sluitend.apps.design.models import Evaluation
from sluitend.apps.people.models import User
from sluitend.apps.sources import pseudonyms, seals
from sluitend.apps.sources.actions.names.listing import grow, new_entry
from sluitend.apps.sources.models import ListedName, NameProposal, ProposalState, SourceVersion
from sluitend.engines.text.names.replacing import key, role_before
from sluitend.errors import InputError


class Assigner:
    """Gives proposals of one step their listed name, and remembers what it made. In the caller's transaction."""

    def __init__(
        self, actor: User, version: SourceVersion, text: str, *, entry: int | None = None, pseudonym: str = ""
    ) -> None:
        """Raises InputError("sources.unknown_value") when the given name is none of this evaluation."""
        self._actor, self._text = actor, text
        self._evaluation = Evaluation.objects.select_for_update().get(pk=version.source.evaluation_id)
        self._entries = {row.pk: row for row in ListedName.objects.filter(evaluation=self._evaluation)}
        self._by_words = self._known_words()
        self._pseudonym = " ".join(pseudonym.split())
        self._given = self._wanted(entry)
        self.made: list[int] = []
        self.grown: list[list[int | str]] = []  # id of a listed name, and where the new form stands: "start:end"
        self.touched: list[int] = []

    def assign(self, row: NameProposal) -> None:
        """Set the listed name of an accepted proposal (unsaved); of others it stays as it was."""
        if row.state != ProposalState.ACCEPTED:
            return
        if not pseudonyms.is_named(row.kind):
            row.entry = None
            return
        words = self._text[row.start : row.end]
        row.entry = self._given or self._found(row, words) or self._new(row, words)
        self._by_words.setdefault((row.entry.kind, key(words)), row.entry)
        if row.entry.pk not in self.touched:
            self.touched.append(row.entry.pk)
        if row.entry.pk not in self.made and self._given is not None and grow(row.entry, words):
            self.grown.append([row.entry.pk, row.start, row.end])

    @property
    def remembered(self) -> dict[str, list[Any]]:
        """For the step: which listed names it made, and which forms it added."""
        return {"made": self.made, "grown": self.grown}

    def _known_words(self) -> dict[tuple[str, tuple[str, ...]], ListedName]:
        return {
            (entry.kind, key(form)): entry
            for entry in self._entries.values()
            for form in seals.open_forms(self._evaluation, entry.sealed_forms)
        }

    def _wanted(self, entry: int | None) -> ListedName | None:
        if entry is not None:
            if entry not in self._entries:
                raise InputError("sources.unknown_value", name="entry")
            return self._entries[entry]
        same = (row for row in self._entries.values() if row.pseudonym.casefold() == self._pseudonym.casefold())
        return next(same, None) if self._pseudonym else None

    def _found(self, row: NameProposal, words: str) -> ListedName | None:
        if self._pseudonym:  # a new one was asked for
            return None
        found = self._entries.get(row.entry_id or 0)
        return found if found is not None and found.kind == row.kind else self._by_words.get((row.kind, key(words)))

    def _new(self, row: NameProposal, words: str) -> ListedName:
        role = role_before(self._text, row.start, pseudonyms.ROLES)
        entry = new_entry(self._actor, self._evaluation, row.kind, [words], pseudonym=self._pseudonym, role=role)
        self._entries[entry.pk] = entry
        self.made.append(entry.pk)
        if self._pseudonym:
            self._given = entry
        return entry
