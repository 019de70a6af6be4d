"""Brings a file of another tool into an evaluation: all of it, or nothing.

Everything is known by its GUID: what came in before is found again and stays as it is here. Texts come in as any other
source does, sealed until a person releases them; what was coded in them waits (`placing`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.db import transaction

from sluitend.apps.coding.actions import taking_over
from sluitend.apps.coding.actions.taking_over import NewMemo
from sluitend.apps.coding.models import Code
from sluitend.apps.people.audit import record
from sluitend.apps.people.models import User
from sluitend.apps.reporting.actions.exchange import guids, links, links_waiting, placing
from sluitend.apps.reporting.actions.exchange.arriving_coders import Coders
from sluitend.apps.reporting.actions.exchange.arriving_codes import Codes
from sluitend.apps.reporting.actions.exchange.arriving_counts import Counts
from sluitend.apps.reporting.actions.exchange.arriving_findings import Findings
from sluitend.apps.reporting.actions.exchange.arriving_notes import Notes
from sluitend.apps.reporting.actions.exchange.arriving_people import People
from sluitend.apps.reporting.actions.exchange.arriving_rounds import Rounds
from sluitend.apps.reporting.actions.exchange.arriving_sources import Coming, Sources
from sluitend.apps.reporting.actions.exchange.groups import Groups
from sluitend.apps.reporting.actions.exchange.mending import Prints
from sluitend.apps.reporting.actions.exchange.mending_memos import mend_memos, note_new
from sluitend.apps.reporting.actions.exchange.moments import moment
from sluitend.apps.reporting.actions.exchange.note_keys import Here, Home, NoteKeys
from sluitend.apps.reporting.actions.exchange.receiving import GONE, content_of, require_all, sealed_outcome
from sluitend.apps.reporting.actions.exchange.tying import Ties
from sluitend.apps.reporting.models import ExchangeImport, ExchangeKind, ExchangeWaiting, ImportState
from sluitend.apps.sources.actions import release_version
from sluitend.apps.sources.models import ReleaseGround, Source, SourceVersion
from sluitend.errors import InputError
from sluitend.formats.qdpx.losses import Loss, loss
from sluitend.formats.qdpx.taken_parts import Passage, Taken, Text

_WITHOUT_WORDS = (ExchangeKind.WORDLESS, ExchangeKind.WORDLESS_CODING)
_ON_TEXT = (ExchangeKind.SELECTION, ExchangeKind.CODING, ExchangeKind.NOTE, ExchangeKind.EVIDENCE)
Progress = Callable[[int], None]


def bring_in(import_id: int, progress: Progress = lambda _percent: None) -> None:
    """Bring in what was read and chosen; a second call finds it done. Called by the worker, for who asked.

    Afterwards the texts are released of which the actor stated that no personal data stand in them; one that lacks
    something else stays sealed, as any source does.
    """
    imported = ExchangeImport.objects.select_related("by", "evaluation").get(pk=import_id)
    if imported.state == ImportState.BUSY:
        taken = content_of(imported)
        with Sources.files() as files:
            coming = [files.prepared(one) for one in taken.sources]
            progress(30)
            try:
                require_all(imported.by, imported.evaluation_id, taken)
                with transaction.atomic():
                    _Arriving(imported, taken, coming).all()
            except Exception:  # nothing of it is stored: who asked may try again
                busy = ExchangeImport.objects.filter(pk=imported.pk, state=ImportState.BUSY)
                busy.update(state=ImportState.READ)
                raise
            files.keep()
    progress(70)
    imported.refresh_from_db()
    if imported.state == ImportState.DONE and imported.choices.get("is_clean"):
        _release(imported)


def _release(imported: ExchangeImport) -> None:
    waiting = ExchangeWaiting.objects.filter(imported=imported, placed_at__isnull=True)
    for version in SourceVersion.objects.filter(exchange_waiting__in=waiting).select_related("source__evaluation"):
        try:
            release_version(actor=imported.by, version=version, ground=ReleaseGround.NO_PERSONAL_DATA)
        except InputError:  # of a conversation a ground is lacking: its own page says which
            continue


class _Arriving:
    def __init__(self, imported: ExchangeImport, taken: Taken, coming: list[Coming]) -> None:
        self._imported, self._taken, self._coming = imported, taken, coming
        self._evaluation, self._actor = imported.evaluation, imported.by
        self._choices = imported.choices
        self._more = taken.sidecar or {}
        self.losses: list[Loss] = list(taken.losses)
        self.done: list[Loss] = []
        self._brought = Counter(selections=0, codings=0)
        self._coder = Coders(imported, taken).of
        self._known = {kind: set(guids.known(self._evaluation, kind)) for kind in (*_ON_TEXT, *_WITHOUT_WORDS)}
        self._own = {one["guid"]: one["note"] for one in self._more.get("wordless", ())}

    def all(self) -> None:
        """Within the caller's transaction."""
        arriving = Codes(self._actor, self._evaluation, self._taken, self.losses, self.done)
        codes = arriving.all()
        people = People(self._actor, self._evaluation, self._taken, self.losses, self._choices)
        cases = people.cases(with_cases=bool(self._choices.get("with_cases")))
        values = people.values_of_sources()
        prints = Prints(self._evaluation, ExchangeKind.CASE, self.losses)
        ties = Ties(prints, self._taken, cases, self.losses, people.done)
        sources = Sources(self._imported, ties, self._more, cases, self.losses)
        versions = {one.text.guid: sources.put(one, values.get(one.text.guid, {})) for one in self._coming}
        ties.finish()
        self.done += sources.finish()
        more = (self._more, self._coder, codes, self.losses)
        self._rounds = Rounds(self._actor, self._evaluation, *more)
        self._groups(people.groups, codes, {guid: one.source for guid, one in versions.items() if one is not None})
        findings = Findings(self._actor, self._evaluation, self._more, self.losses)
        evidence = findings.evidence(findings.all())
        here = Here(codes, {guid: one for guid, one in versions.items() if one is not None})
        self._notes = Notes(self._taken, self._coder, NoteKeys(self._evaluation, self._taken, here), self.losses)
        self._code_memos(codes)
        for one in self._coming:
            version = here.versions.get(one.text.guid)
            if version is not None:
                self._wait(one.text, version, codes, evidence.get(one.text.guid, []), people.lines[one.text.guid])
        self._rounds.finish({one.text.guid: one.text.name for one in self._coming})
        self._links()
        mend_memos(self._actor, self._evaluation, self._notes.told, self.losses, self.done)
        self.done += [*people.done, *self._rounds.done]
        self._brought.update(rounds=self._rounds.brought)
        self._brought.update(codes=arriving.brought, cases=people.brought, sources=sources.brought, **findings.brought)
        self._finish()

    def _groups(self, groups: list[dict[str, Any]], codes: dict[str, Code], sources: dict[str, Source]) -> None:
        """Those that come in by choice; those of ours always do."""
        if self._with_sets:
            keeping = Groups(self._evaluation, self.losses, self.done)
            keeping.keep(groups, codes, sources)
            self._brought["sets"] = keeping.brought
            return
        for one in groups:
            self._lose("set", name=one["name"], codes=len(one["codes"]), sources=len(one["sources"]))

    @property
    def _with_sets(self) -> bool:
        return bool(self._choices.get("with_sets")) or self._taken.sidecar is not None

    def _links(self) -> None:
        """As groups do; behind all that they lead to."""
        if not self._taken.links:
            return
        rows = self._taken.links if self._with_sets else []
        here = set(guids.known(self._evaluation, ExchangeKind.LINK)) | links_waiting.known(self._evaluation)
        links.put(self._evaluation, rows)
        lost = links_waiting.hold(self._evaluation, rows) if rows else self._taken.links
        for one in lost:
            other = "link_end" if self._with_sets else "link"
            self._lose("link_note" if one["is_tied"] else other, name=one["name"])
        here |= {one["guid"] for one in lost}
        self._brought["links"] = sum(one["guid"] not in here for one in rows)

    def _finish(self) -> None:
        outcome = sealed_outcome(self._imported, self.losses, self.done)
        brought = dict(self._brought)
        done = ExchangeImport.objects.filter(pk=self._imported.pk, state=ImportState.BUSY)
        if not done.update(state=ImportState.DONE, sealed_content=None, sealed_outcome=outcome, brought=brought):
            raise InputError(GONE)  # somebody withdrew meanwhile: nothing of it stays
        evaluation = self._evaluation
        record(self._actor, "reporting.exchange_done", self._imported, evaluation=evaluation.pk, **brought)

    def _lose(self, code: str, **data: str | int | None) -> None:
        self.losses.append(loss(code, **data))

    def _code_memos(self, codes: dict[str, Code]) -> None:
        here = self._known[ExchangeKind.NOTE]
        wanted = [
            (codes[one["guid"]], NewMemo(row["key"], row["author"], row["text"], moment(row["at"])))
            for one in self._taken.codes
            for row in self._notes.at(("code", one["guid"]), one["notes"], one["name"])
            if row["key"] not in here
        ]
        saved = taking_over.take_over_memos(actor=self._actor, memos=wanted)
        guids.remember(self._evaluation, ExchangeKind.NOTE, saved)
        note_new(self._evaluation, {memo.key: memo.text for _code, memo in wanted})
        here |= set(saved)

    def _wait(
        self,
        text: Text,
        version: SourceVersion,
        codes: dict[str, Code],
        evidence: list[dict[str, Any]],
        lines: list[str],
    ) -> None:
        """All that was put on a text, as far as it is not here yet; in place at once where the text may be coded."""
        rows = [self._passage(text, one, codes, self._notes.keys.passage(one.guid)) for one in text.passages]
        rows += _without_passage(rows, evidence, self._actor)
        memos = self._notes.at(("source", text.guid), text.notes, text.name)
        if text.written:
            key = str(uuid5(NAMESPACE_URL, f"sluitend:written {text.guid}"))
            memos.append(self._notes.row(key, text.written, None, text.created, text.name))
        if lines:
            key = str(uuid5(NAMESPACE_URL, f"sluitend:values {text.guid}"))
            memos.append(self._notes.row(key, "\n".join(lines), None, text.created, text.name))
        waiting = self._unknown(rows, memos)
        waiting.wordless.extend(self._wordless(text, codes))
        self.losses += self._at_places(text)
        waiting.rounds.extend(self._rounds.of(text, version))
        row = placing.of_text(version)
        before = placing.opened(row) if row.placed_at is None else placing.Waiting([], [])
        to_release = self._choices.get("is_clean") and version.released_at is None and text.words is not None
        if not (waiting.passages or waiting.memos or waiting.wordless or waiting.rounds or to_release):
            return
        placing.keep(row, self._imported, waiting)
        now = placing.readable(version)
        counts = Counts(text.name, {one.pk: one.name for one in codes.values()}, self._known, before)
        if now is not None:
            self._place(row, waiting, now, counts)
        else:
            counts.count(waiting, counts.first(waiting))
        self._brought.update(counts.brought)
        self.losses += counts.losses

    def _place(self, row: ExchangeWaiting, waiting: placing.Waiting, now: SourceVersion, counts: Counts) -> None:
        done = placing.place(self._actor, row, now)
        rest = placing.opened(row) if done.left else placing.Waiting([], [])
        self.losses += placing.waits(counts.name, rest)
        keys = {one["key"] for one in rest.passages}
        placed = placing.Waiting(
            [one for one in waiting.passages if one["key"] not in keys], waiting.memos, waiting.wordless
        )
        counts.count(placed, done.new)
        for kind, found in placed.keys().items():
            self._known[kind] |= found

    def _unknown(self, rows: list[dict[str, Any]], memos: list[dict[str, Any]]) -> placing.Waiting:
        """Without what came in before: by its GUID it is here, or was, and somebody took it away."""
        passages, codings, notes, links = (self._known[kind] for kind in _ON_TEXT)
        kept = []
        for one in rows:
            one["codings"] = [row for row in one["codings"] if row["key"] not in codings]
            one["memos"] = [row for row in one["memos"] if row["key"] not in notes]
            one["evidence"] = [row for row in one["evidence"] if row["guid"] not in links]
            if one["key"] not in passages or one["codings"] or one["memos"] or one["evidence"]:
                kept.append(one)
        return placing.Waiting(kept, [one for one in memos if one["key"] not in notes])

    def _wordless(self, text: Text, codes: dict[str, Code]) -> Iterator[dict[str, Any]]:
        """What is new of those without words. A file of ours says which note is the memo of it; else one is made."""
        passages, codings = (self._known[kind] for kind in _WITHOUT_WORDS)
        notes = self._known[ExchangeKind.NOTE]
        for one in text.wordless:
            own = self._own.get(one.guid, "")
            made = own not in self._taken.notes
            home = ("source", text.guid)
            row = self._passage(text, replace(one, words=one.words if made else ""), codes, home)
            words = str(uuid5(NAMESPACE_URL, f"sluitend:words {one.guid}"))
            row["own"] = words if made else self._notes.keys.of(own, home)
            row["codings"] = [coding for coding in row["codings"] if coding["key"] not in codings]
            row["memos"] = [memo for memo in row["memos"] if memo["key"] not in notes]
            if one.guid not in passages or row["codings"] or row["memos"]:
                yield row

    def _at_places(self, text: Text) -> Iterator[Loss]:
        """Notes of the source itself that a place without words has too: there is one memo for both."""
        placed = {guid for one in text.wordless for guid in one.notes}
        for guid in dict.fromkeys(text.notes):
            if guid in placed and (note := self._taken.notes.get(guid)) is not None:
                yield loss("note_at_place", name=note["name"] or note["words"], source=text.name)

    def _passage(self, text: Text, one: Passage, codes: dict[str, Code], home: Home) -> dict[str, Any]:
        codings = []
        for row in one.codings:
            code, coder = codes[row["code"]], self._coder(row["user"])
            codings.append({"key": row["guid"], "code": code.pk, "coder": coder.pk, "at": row["created"]})
        memos = self._notes.at(home, one.notes, text.name)
        if one.words:
            key = str(uuid5(NAMESPACE_URL, f"sluitend:words {one.guid}"))
            memos.append(self._notes.row(key, one.words, one.user, one.created, text.name))
        by = codings[0]["coder"] if codings else self._coder(one.user).pk if one.user else self._actor.pk
        at = one.created or next((row["at"] for row in codings), None)
        span = {"key": one.guid, "start": one.start, "end": one.end}
        return {
            **span,
            "by": by,
            "at": at,
            "codings": _once(codings),
            "memos": memos,
            "evidence": [],
        }


def _once(codings: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """A coding with more than one code has one GUID: each code gets one of its own."""
    seen = set[str]()
    for row in codings:
        if row["key"] in seen:
            row["key"] = str(uuid5(NAMESPACE_URL, f"sluitend:coding {row['key']} {row['code']}"))
        seen.add(row["key"])
    return codings


def _without_passage(rows: list[dict[str, Any]], evidence: list[dict[str, Any]], actor: User) -> list[dict[str, Any]]:
    """Evidence goes with the passage of the same span; what has none gets one."""
    by_span = {(one["start"], one["end"]): one for one in rows}
    made: list[dict[str, Any]] = []
    for row in evidence:
        span = (row["start"], row["end"])
        if span not in by_span:
            key = str(uuid5(NAMESPACE_URL, f"sluitend:evidence {row['source']} {span}"))
            place = {"key": key, "start": span[0], "end": span[1], "by": actor.pk, "at": None}
            by_span[span] = {**place, "codings": [], "memos": [], "evidence": []}
            made.append(by_span[span])
        by_span[span]["evidence"].append(row)
    return made
