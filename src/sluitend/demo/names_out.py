"""Names leave the interviews as a project leader would do it: list, proposals, a decision on each, release.

What goes is known (`interviews/names.yaml`). So the outcome is the same whether deduce looked too or not: what it
proposes besides is left, what nobody proposed is added by hand.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from sluitend.apps.design.models import Evaluation
from sluitend.apps.fieldwork import actions as fieldwork
from sluitend.apps.people.models import User
from sluitend.apps.sources import actions, pseudonyms, queries_names
from sluitend.apps.sources.actions.names.finishing import replaced
from sluitend.apps.sources.models import ProposalState, ReleaseGround, Source, SourceVersion
from sluitend.engines.text.names.replacing import Replaced
from sluitend.work import runs

Entry = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Stretch:
    """A name where it stands in a text, and what stands in its place; an address or a number has no pseudonym."""

    start: int
    end: int
    kind: str
    pseudonym: str
    is_listed: bool


class NamesOut:
    """Takes the names of `names.yaml` out, source by source."""

    def __init__(self, actor: User, evaluation: Evaluation, names: dict[str, list[Entry]]) -> None:
        self.actor, self.evaluation, self._names = actor, evaluation, names
        self._of = {
            form: (entry["kind"], entry["pseudonym"] if pseudonyms.is_named(entry["kind"]) else "", group == "names")
            for group, entries in names.items()
            for entry in entries
            for form in (entry["name"], *entry.get("forms", []))
        }
        longest_first = sorted(self._of, key=len, reverse=True)
        self._pattern = re.compile(rf"\b(?:{'|'.join(map(re.escape, longest_first))})\b")

    def stretches(self, text: str) -> list[Stretch]:
        """Where names stand that have to go, in order."""
        found = ((match, *self._of[match[0]]) for match in self._pattern.finditer(text))
        return [Stretch(*match.span(), kind, pseudonym, listed) for match, kind, pseudonym, listed in found]

    def without(self, title: str) -> str:
        """A title in which nobody is named."""
        return self._pattern.sub(lambda match: self._of[match[0]][1], title)

    def fill_list(self, first: Source) -> None:
        """Fill the evaluation's own list, once. Looking for names in a first text puts every respondent on it."""
        if any(not one.respondent for one in queries_names.list_for(self.actor, self.evaluation)):
            return
        self._propose(newest(first))
        with transaction.atomic():
            respondents = self._name_respondents()
            for entry in self._names["names"]:
                if entry["name"] not in respondents:
                    pseudonym = self._of[entry["name"]][1]
                    forms, kind = [entry["name"], *entry["forms"]], entry["kind"]
                    actions.add_name(
                        actor=self.actor, evaluation=self.evaluation, kind=kind, forms=forms, pseudonym=pseudonym
                    )

    def _name_respondents(self) -> set[str]:
        """Give respondents their pseudonym and the other forms of their name; whose names were on the list."""
        identities = fieldwork.open_identities(actor=self.actor, evaluation=self.evaluation)
        labels = {str(one): identities[one.pk].name for one in self.evaluation.respondents.all()}
        wanted = {entry["name"]: entry for entry in self._names["names"]}
        listed = queries_names.list_for(self.actor, self.evaluation)
        waiting = {one.id: wanted[labels[one.respondent]] for one in listed if one.respondent}
        taken = {one.id: one.pseudonym for one in listed}
        while waiting:  # a pseudonym may be somebody else's until that one has its own
            pk = next(pk for pk, entry in waiting.items() if entry["pseudonym"] not in _others(taken, pk))
            entry = waiting.pop(pk)
            row = queries_names.entry_for(self.actor, self.evaluation, pk)
            forms = entry["forms"] or None
            actions.change_name(actor=self.actor, entry=row, pseudonym=entry["pseudonym"], forms=forms)
            taken[pk] = entry["pseudonym"]
        return set(labels.values())

    def take_out(self, source: Source, title: str) -> None:
        """Look for names, decide, replace and release. What was done already is not done again."""
        version = newest(source)
        if version.released_at is not None:
            return
        if version.number == 1:
            self.decide(version)
            version = actions.finish_names(actor=self.actor, version=version)
        ground = ReleaseGround.NAMES_TAKEN_OUT
        actions.release_version(actor=self.actor, version=version, ground=ground, title=self.without(title))

    def decide(self, version: SourceVersion, *, leave: int = 0) -> None:
        """Take out what is known to be a name, leave the rest; the last `leave` of the listed ones wait."""
        self._propose(version)
        with transaction.atomic():
            text = actions.open_unreleased(actor=self.actor, version=version)
            wanted = {(one.start, one.end): one for one in self.stretches(text)}
            rows = {(row.start, row.end): row.pk for row in version.name_proposals.all()}
            listed = [place for place, one in wanted.items() if one.is_listed]
            waiting = set(listed[len(listed) - leave :])
            self._accept(version, [(rows[place], wanted[place]) for place in wanted.keys() & rows.keys() - waiting])
            for place in sorted(wanted.keys() - rows.keys()):
                self._add(version, wanted[place])
            self._leave(version, waiting)

    def _propose(self, version: SourceVersion) -> None:
        if not version.name_proposals.exclude(state=ProposalState.OPEN).exists():
            runs.run_now(actions.propose_names(actor=self.actor, version=version))

    def _accept(self, version: SourceVersion, found: Iterable[tuple[int, Stretch]]) -> None:
        """One decision for all places of one name."""
        by_name: dict[tuple[str, str], list[int]] = defaultdict(list)
        for pk, stretch in found:
            by_name[stretch.kind, stretch.pseudonym].append(pk)
        for (kind, pseudonym), proposals in sorted(by_name.items()):
            actions.decide_names(
                actor=self.actor,
                version=version,
                proposals=proposals,
                state=ProposalState.ACCEPTED,
                kind=kind,
                pseudonym=pseudonym,
            )

    def _add(self, version: SourceVersion, stretch: Stretch) -> None:
        actions.add_proposal(
            actor=self.actor,
            version=version,
            start=stretch.start,
            end=stretch.end,
            kind=stretch.kind,
            pseudonym=stretch.pseudonym,
        )

    def _leave(self, version: SourceVersion, waiting: set[tuple[int, int]]) -> None:
        """What is no name is left; what has to wait is open, also when nobody but us proposed it."""
        rows = {row.pk: row for row in version.name_proposals.all()}
        waits = {pk for pk, row in rows.items() if (row.start, row.end) in waiting}
        is_open = {pk for pk, row in rows.items() if row.state == ProposalState.OPEN}
        for proposals, state in ((is_open - waits, ProposalState.REJECTED), (waits - is_open, ProposalState.OPEN)):
            if proposals:
                actions.decide_names(actor=self.actor, version=version, proposals=proposals, state=state)

    def carried(self, source: Source) -> tuple[str, Replaced]:
        """The text as it was said, and where its offsets are in the text without names.

        Raises RuntimeError when the released text is another one.
        """
        said, without = source.versions.order_by("number")[:2]
        text = actions.open_unreleased(actor=self.actor, version=said)
        accepted = said.name_proposals.filter(state=ProposalState.ACCEPTED).select_related("entry__evaluation")
        carried = replaced(text, accepted)
        if carried.text != without.text:
            raise RuntimeError(f"the names of {source} of the demo went another way")
        return text, carried


def newest(source: Source) -> SourceVersion:
    """The last version of a source."""
    return source.versions.order_by("-number")[0]


def _others(taken: dict[int, str], pk: int) -> set[str]:
    return {pseudonym for other, pseudonym in taken.items() if other != pk}
