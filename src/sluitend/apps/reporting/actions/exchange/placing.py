"""Codings, memos and evidence that wait for their text: sealed with it, and put in place at its release.

Until a person released a text nobody codes it, in what tool the work was done makes no difference. Spans are of the
text as it came in. When names were replaced or words corrected before the release, a passage goes along word for word;
of a pseudonymised text also when only pseudonyms came within it. What cannot be placed is kept, to be told.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.db import transaction
from django.utils import timezone

from sluitend.apps.coding.actions import taking_over
from sluitend.apps.coding.actions.taking_over import NewCoding, NewMemo, NewPassage
from sluitend.apps.coding.models import Code
from sluitend.apps.design.models import Evaluation
from sluitend.apps.fieldwork.destruction import Destruction, Spans
from sluitend.apps.fieldwork.models import Respondent
from sluitend.apps.findings.actions import take_over_evidence
from sluitend.apps.findings.actions.evidence import NewEvidence
from sluitend.apps.findings.models import Stance
from sluitend.apps.people.audit import record
from sluitend.apps.people.models import User
from sluitend.apps.reporting.actions.exchange import arriving_rounds, asking, guids, links, receiving, wordless
from sluitend.apps.reporting.actions.exchange.mending_memos import note_new
from sluitend.apps.reporting.actions.exchange.moments import moment
from sluitend.apps.reporting.models import (
    ExchangeGuid,
    ExchangeImport,
    ExchangeKind,
    ExchangeWaiting,
)
from sluitend.apps.sources import queries
from sluitend.apps.sources.models import Source, SourceVersion, VersionKind
from sluitend.engines.text.anchoring import Alignment, align
from sluitend.formats import sealed
from sluitend.formats.qdpx.losses import Loss, loss
from sluitend.work import vault

Row = dict[str, Any]
_ON_PASSAGE = {"codings": "key", "memos": "key", "evidence": "guid"}  # by what each of them is known


@dataclass(frozen=True, slots=True)
class Waiting:
    """Passages as plain data (key, start, end, by, at, codings, memos, evidence), and memos beside the whole text.

    Those without words have `own` besides: the key of the memo that tells of it. `rounds` are closed rounds that the
    text was in, with who coded it and what was decided (``arriving_rounds``).
    """

    passages: list[Row]
    memos: list[Row]
    wordless: list[Row] = field(default_factory=list)
    rounds: list[Row] = field(default_factory=list)
    links: list[Row] = field(default_factory=list)  # that lead to something of these

    def keys(self) -> dict[ExchangeKind, set[str]]:
        """The GUIDs of all of it, by what they are of."""
        memos = (self.memos, *(one["memos"] for one in (*self.passages, *self.wordless)))
        return {
            ExchangeKind.WORDLESS: {one["key"] for one in self.wordless},
            ExchangeKind.WORDLESS_CODING: {row["key"] for one in self.wordless for row in one["codings"]},
            ExchangeKind.SELECTION: {one["key"] for one in self.passages},
            ExchangeKind.CODING: {row["key"] for one in self.passages for row in one["codings"]},
            ExchangeKind.NOTE: {row["key"] for some in memos for row in some},
            ExchangeKind.EVIDENCE: {row["guid"] for one in self.passages for row in one["evidence"]},
        }


@dataclass(frozen=True, slots=True)
class Placed:
    """What came of it: how many passages and decisions stay, and the keys of passages and codings that are new."""

    left: int
    new: frozenset[str]


def of_text(version: SourceVersion) -> ExchangeWaiting:
    """The row of a text; a new one, in which nothing waits, where it has none."""
    return ExchangeWaiting.objects.filter(version=version).first() or ExchangeWaiting(version=version)


def keep(row: ExchangeWaiting, imported: ExchangeImport, waiting: Waiting) -> None:
    """Have them wait, sealed with the key of the source, with what waited or stayed; in the caller's transaction."""
    together = _together(opened(row), waiting)
    row.imported, row.placed_at = imported, None
    fill(row, together)
    row.save()


def _together(old: Waiting, new: Waiting) -> Waiting:
    """What two files put on one passage, each thing once: what came first stays as it was, but for words of memos."""
    words = {row["key"]: row["text"] for row in _memos(new)}
    for row in _memos(old):
        row["text"] = words.get(row["key"], row["text"])
    passages, wordless = (
        _merged(some, more) for some, more in ((old.passages, new.passages), (old.wordless, new.wordless))
    )
    rounds, links_ = [*old.rounds, *new.rounds], once([*new.links, *old.links], "guid")
    return Waiting(passages, once([*old.memos, *new.memos], "key"), wordless, rounds, links_)


def _memos(waiting: Waiting) -> list[Row]:
    beside = (one["memos"] for one in (*waiting.passages, *waiting.wordless))
    return [*waiting.memos, *(row for some in beside for row in some)]


def _merged(old: list[Row], new: list[Row]) -> list[Row]:
    passages = {one["key"]: one for one in old}
    for one in new:
        here = passages.setdefault(one["key"], one)
        if here is not one:
            for name, key in _ON_PASSAGE.items():
                here[name] = once([*here[name], *one[name]], key)
    return list(passages.values())


def once(rows: list[Row], key: str) -> list[Row]:
    """The first of each."""
    found: dict[str, Row] = {}
    for row in rows:
        found.setdefault(row[key], row)
    return list(found.values())


def fill(row: ExchangeWaiting, waiting: Waiting) -> None:
    """Seal it; `placed_at` says whether it waits, or is what stayed."""
    parts = [waiting.passages, waiting.memos, waiting.wordless, waiting.rounds, waiting.links]
    content = json.dumps(parts, ensure_ascii=False).encode()
    row.sealed_content = sealed.seal_bytes(content, vault.unwrap(row.version.source.wrapped_key), _context(row))
    row.count = len(waiting.passages)
    if row.placed_at is not None:  # what stayed is told, also what was decided
        row.count += len(arriving_rounds.decisions_of(waiting.rounds))


def opened(row: ExchangeWaiting) -> Waiting:
    """Raises SealBroken."""
    if row._state.adding:
        return Waiting([], [])
    key = vault.unwrap(row.version.source.wrapped_key)
    return Waiting(*json.loads(sealed.open_bytes(bytes(row.sealed_content), key, _context(row))))


def _context(row: ExchangeWaiting) -> bytes:
    return b"sluitend exchange waiting, version %d" % row.version_id


def readable(version: SourceVersion) -> SourceVersion | None:
    """The text that is coded now, when it came of this one or is it; None while a person has to release it."""
    newer = version.source.versions.filter(number__gte=version.number, released_at__isnull=False)
    there = newer.filter(destroyed_at__isnull=True, text__isnull=False).select_related("source__evaluation")
    return there.order_by("-number").first()


def on_release(actor: User, version: SourceVersion) -> None:
    """For ``sources.hooks.version_released``: within that transaction."""
    rows = ExchangeWaiting.objects.filter(version__source=version.source_id, placed_at__isnull=True)
    for row in rows.select_related("version__source__evaluation", "imported"):
        place(actor, row, version)


def place(actor: User, row: ExchangeWaiting, version: SourceVersion) -> Placed:
    """Put in place what waits for this text, which may be coded now."""
    waiting = opened(row)
    decided = arriving_rounds.decisions_of(waiting.rounds)
    every, left = _placed([*waiting.passages, *decided], row.version, version)
    fits, decisions = [one for one in every if "key" in one[0]], [one for one in every if "key" not in one[0]]
    rest = [one for one in left if "key" in one]
    codes = _codes([*(one for one, _start, _end in fits), *waiting.wordless, {"codings": decided}])
    beside = [*waiting.memos, *(memo for one in waiting.wordless for memo in one["memos"])]
    with transaction.atomic():
        put = taking_over.take_over_passages(
            actor=actor,
            version=version,
            passages=[_passage(one, start, end, codes) for one, start, end in fits],
            memos=[_memo(one) for one in once(beside, "key")],
        )
        evaluation = version.source.evaluation
        for kind, found in (
            (ExchangeKind.SELECTION, put.fragments),
            (ExchangeKind.CODING, put.codings),
            (ExchangeKind.NOTE, put.memos),
        ):
            guids.remember(evaluation, kind, found)
        memos = [*beside, *(memo for one, _start, _end in fits for memo in one["memos"])]
        note_new(evaluation, {memo["key"]: memo["text"] for memo in memos})
        empty = _wordless(waiting.wordless, row.version, version)
        wordless.put(version, empty, put.memos, codes, moment)
        arriving_rounds.put(actor, version, waiting.rounds, decisions, codes)
        links.put(evaluation, waiting.links)
        stuck = {one["key"] for one in (*rest, *waiting.wordless)} - {one["key"] for one, _start, _end in empty}
        linked = _evidence(actor, evaluation, {one["key"]: one for one, _start, _end in fits}, put.fragments)
        row.placed_at = timezone.now()
        loose = [one for one in waiting.links if stuck & links.ends(one)]
        fill(row, Waiting(rest, [], [], arriving_rounds.without(waiting.rounds, decisions), loose))
        row.save()
        counts = {"placed": len(fits), "left": len(left), "evidence": linked}
        record(actor, "reporting.exchange_placed", version.source, evaluation=evaluation.pk, **counts)
    return Placed(len(left), frozenset(put.new))


def _wordless(rows: list[Row], before: SourceVersion, now: SourceVersion) -> list[tuple[Row, int, int]]:
    """Those with a place in the text; of the others the memo stays."""
    if not rows or before.text_sha256 == now.text_sha256:
        return [(one, one["start"], one["end"]) for one in rows]
    alignment = align(queries.version_text(before), now.text or "")
    spans = [(one, wordless.anchored(one["start"], one["end"], alignment)) for one in rows]
    return [(one, *span) for one, span in spans if span is not None]


def _placed(
    passages: list[Row], before: SourceVersion, now: SourceVersion
) -> tuple[list[tuple[Row, int, int]], list[Row]]:
    """Those with a place in the text, and those without."""
    text = now.text or ""
    same = before.text_sha256 == now.text_sha256
    alignment = None if same or not passages else align(queries.version_text(before), text)
    pseudonymised = now.kind == VersionKind.PSEUDONYMISED
    fits: list[tuple[Row, int, int]] = []
    rest: list[Row] = []
    for one in passages:
        span = _span(one["start"], one["end"], alignment, pseudonymised=pseudonymised)
        if span is None or not 0 <= span[0] < span[1] <= len(text) or text[span[0] : span[1]].isspace():
            rest.append(one)
        else:
            fits.append((one, *span))
    return fits, rest


def _span(start: int, end: int, alignment: Alignment | None, *, pseudonymised: bool) -> tuple[int, int] | None:
    if alignment is None:
        return start, end
    if not 0 <= start < end <= len(alignment.old):
        return None
    if (found := alignment.unchanged(start, end)) is not None:
        return found.start, found.end
    return alignment.carried(start, end) if pseudonymised else None


def _codes(passages: Iterable[Row]) -> dict[int, int]:
    """A code may have been merged into another while this waited; it takes the place of that one."""
    found: dict[int, int] = {}
    for pk, code in Code.objects.in_bulk({row["code"] for one in passages for row in one["codings"]}).items():
        while code.merged_into is not None:
            code = code.merged_into
        found[pk] = code.pk
    return found


def _passage(one: Row, start: int, end: int, codes: Mapping[int, int]) -> NewPassage:
    codings = tuple(
        NewCoding(row["key"], codes[row["code"]], row["coder"], moment(row["at"]))
        for row in one["codings"]
        if row["code"] in codes
    )
    memos = tuple(_memo(row) for row in one["memos"])
    return NewPassage(one["key"], start, end, one["by"], moment(one["at"]), codings, memos)


def _memo(row: Row) -> NewMemo:
    return NewMemo(row["key"], row["author"], row["text"], moment(row["at"]))


def _evidence(actor: User, evaluation: Evaluation, passages: dict[str, Row], fragments: dict[str, int]) -> int:
    """Findings that waited for their passages; how many links were made, by the rules for who links them by hand."""
    links = [
        NewEvidence(row["guid"], row["finding"], fragments[key], row["stance"], row["note"])
        for key, one in passages.items()
        for row in one.get("evidence", ())
        if row["stance"] in Stance.values
    ]
    made = take_over_evidence(actor=actor, evaluation=evaluation, links=links) if links else {}
    guids.remember(evaluation, ExchangeKind.EVIDENCE, made)
    return len(made)


def forget(actor: User | None, respondent: Respondent | None, destruction: Destruction) -> None:
    """For ``fieldwork.hooks.withdrawn``: what waits for words that went, goes; what was read of a file goes whole."""
    forget_removed(actor, destruction)
    for row in ExchangeWaiting.objects.filter(version__in=destruction.texts).select_related("version__source"):
        _forget_in(row, destruction.texts[row.version_id])


def forget_removed(actor: User | None, destruction: Destruction) -> None:
    """For ``fieldwork.hooks.removed``: nobody knows what of it stands in a file that is here to be fetched or read."""
    evaluation = destruction.evaluation_id
    asking.destroy_removed(actor, destruction)
    for row in ExchangeImport.objects.filter(evaluation=evaluation):
        receiving.end(row, actor=actor, is_busy_too=True)
    ExchangeImport.objects.filter(evaluation=evaluation).update(sealed_outcome=None)
    gone = Source.objects.filter(evaluation=evaluation, withdrawn_at__isnull=False)
    ExchangeWaiting.objects.filter(version__source__in=gone).delete()
    _forget_prints(evaluation, gone.values_list("pk", flat=True))


def _forget_prints(evaluation: int, gone: Iterable[int]) -> None:
    """Of what went nothing is left to compare a newer file with; a memo or a name may have been about it too."""
    rows = ExchangeGuid.objects.filter(evaluation=evaluation)
    rows.filter(kind=ExchangeKind.SOURCE, object_id__in=list(gone)).update(said={})
    rows.filter(kind__in=(ExchangeKind.NOTE, ExchangeKind.CASE)).update(said={})


def _forget_in(row: ExchangeWaiting, spans: Spans) -> None:
    if row.version.source.withdrawn_at is not None or not row.version.source.wrapped_key or not spans:
        row.delete()
        return
    waiting = opened(row)
    kept, empty = (
        [one for one in some if not any(one["start"] < end and start < one["end"] for start, end in _wide(spans, wide))]
        for some, wide in ((waiting.passages, 0), (waiting.wordless, 1))
    )
    rounds = arriving_rounds.outside(waiting.rounds, spans)
    fill(row, replace(waiting, passages=kept, wordless=empty, rounds=rounds))
    row.save()


def _wide(spans: Spans, by: int) -> list[tuple[int, int]]:
    """With what stands right beside them: a place between two characters lies within neither."""
    return [(start - by, end + by) for start, end in spans]


def waits(source: str, waiting: Waiting) -> list[Loss]:
    """What could not be placed, to be told."""
    told = [loss("passage_waits", source=source, start=one["start"], end=one["end"]) for one in waiting.passages]
    told += arriving_rounds.waits(source, waiting.rounds)
    return [*told, *(loss("link_end", name=one["name"]) for one in waiting.links)]
