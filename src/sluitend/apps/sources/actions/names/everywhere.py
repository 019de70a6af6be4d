"""The same decision in the other texts of the evaluation, where it is still open.

A released text is never touched: its words stand in quotes and findings. It is named, so that somebody can correct it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import OuterRef, QuerySet, Subquery

from sluitend.apps.people.models import User
from sluitend.apps.sources import queries
from sluitend.apps.sources.actions.names.remembering import as_json, keep_step, record_step, sign
from sluitend.apps.sources.models import NameProposal, NameStep, ProposalState, Source, SourceVersion
from sluitend.engines.text.names.replacing import key, repeats
from sluitend.engines.text.names.tokens import fold

Words = tuple[str, ...]
Pair = tuple[NameProposal, NameProposal]  # what is open, and what was decided about the same words
VERB = "sources.names_decided"


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """What a step did in other texts, and the released ones ("S3") in which its words still stand."""

    texts: int = 0
    places: int = 0
    left: int = 0  # texts in which an undone decision stays, because somebody went on there
    released: tuple[str, ...] = ()


def hold(evaluation_id: int) -> None:
    """Keep every source of the evaluation for this transaction; always in the same order, so that nobody gets stuck."""
    rows = Source.objects.select_for_update().filter(evaluation=evaluation_id).order_by("pk")
    list(rows.values_list("pk", flat=True))


def decided_words(text: str, rows: Iterable[NameProposal]) -> dict[Words, NameProposal]:
    """By their words, what was decided."""
    return {key(text[row.start : row.end]): row for row in rows}


def decide_elsewhere(
    actor: User, version: SourceVersion, decided: Mapping[Words, NameProposal], step: NameStep
) -> Elsewhere:
    """Give open proposals with these words in other texts the same decision; in the transaction of the step."""
    texts = places = 0
    for other in _waiting(version):
        rows = _open_with(other, decided)
        if rows:
            _decide(actor, other, rows, step)
            texts, places = texts + 1, places + len(rows)
    return Elsewhere(texts, places)


def _newest(version: SourceVersion) -> QuerySet[SourceVersion]:
    """The newest text of every other source that is there."""
    last = SourceVersion.objects.filter(source=OuterRef("source")).order_by("-number").values("pk")[:1]
    rows = SourceVersion.objects.filter(pk=Subquery(last), destroyed_at__isnull=True, source__withdrawn_at__isnull=True)
    others = rows.filter(source__evaluation=version.source.evaluation_id).exclude(source=version.source_id)
    return others.select_related("source__evaluation").defer("blocks", "turns").order_by("source__number")


def _waiting(version: SourceVersion) -> Iterable[SourceVersion]:
    open_ones = NameProposal.objects.filter(state=ProposalState.OPEN).values("version")
    return _newest(version).filter(pk__in=open_ones, released_at__isnull=True).iterator(chunk_size=20)


def _open_with(version: SourceVersion, decided: Mapping[Words, NameProposal]) -> list[Pair]:
    """Open proposals with what was decided about their words."""
    text = queries.version_text(version)
    rows = version.name_proposals.filter(state=ProposalState.OPEN)
    return [(row, decided[words]) for row in rows if (words := key(text[row.start : row.end])) in decided]


def _decide(actor: User, version: SourceVersion, rows: Sequence[Pair], step: NameStep) -> None:
    before = [as_json(row) for row, _same in rows]
    for row, same in rows:
        row.kind, row.state, row.entry = same.kind, same.state, same.entry
        sign(row, actor)
    changed = [row for row, _same in rows]
    NameProposal.objects.bulk_update(changed, ["kind", "state", "entry", "decided_by", "decided_at"])
    keep_step(actor, version, before, led_by=step)
    record_step(actor, version, VERB, len(changed), changed[0].state)


def still_in_released(version: SourceVersion, words: Iterable[str]) -> tuple[str, ...]:
    """The sources ("S3") of which the text that is read has these words; public documents keep their names.

    For a caller who asked permission; outside a transaction, since it reads every text.
    """
    wanted = {key(one): one for one in words}
    read = SourceVersion.objects.filter(source=OuterRef("source"), released_at__isnull=False).order_by("-number")
    rows = SourceVersion.objects.filter(pk=Subquery(read.values("pk")[:1]), text__isnull=False, source__is_public=False)
    others = rows.filter(source__evaluation=version.source.evaluation_id).exclude(source=version.source_id)
    found = others.select_related("source").defer("blocks", "turns").order_by("source__number")
    return tuple(str(one.source) for one in found.iterator(chunk_size=20) if _has_any(one.text or "", wanted))


def _has_any(text: str, wanted: Mapping[Words, str]) -> bool:
    # Most texts have none of the words: then they need not be taken apart. No text stays in the cache of ``fold``.
    folded = fold.__wrapped__(text)
    return any(words[0] in folded and repeats(text, said) for words, said in wanted.items())
