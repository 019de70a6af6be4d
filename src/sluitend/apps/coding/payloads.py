"""What the workbench in the browser gets: plain data, whose keys are written as JavaScript writes them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from sluitend.apps.coding import hooks
from sluitend.apps.coding.models import Coding, CodingStep, Fragment, Memo, QuoteRelease
from sluitend.apps.coding.opaque_ids import CODING, MEMO
from sluitend.apps.coding.queries import blindness, codebook_for, flat
from sluitend.apps.coding.queries.consensus import consensus_codes
from sluitend.apps.coding.queries.live import mark_of
from sluitend.apps.design.models import Evaluation
from sluitend.apps.people.models import User
from sluitend.apps.sources.models import Source, SourceVersion, quoting_of
from sluitend.web.opaque import all_opaque

Data = dict[str, Any]

# Name in the payload -> URL name and how many numbers come after evaluation and source; each stands as 0.
URLS: dict[str, tuple[str, int]] = {
    "codings": ("codings", 0),
    "coding": ("coding", 1),
    "memos": ("memos", 0),
    "memo": ("memo", 1),
    "fragments": ("fragments", 0),
    "marked": ("marked", 1),
    "textMemos": ("text_memos", 0),
    "quote": ("quote", 1),
    "undo": ("undo", 0),
    "redo": ("redo", 0),
    "codes": ("codes", 0),
    "live": ("live", 0),
}


def source_data(source: Source, version: SourceVersion) -> Data:
    """The source, and what may be quoted from it."""
    return {
        "number": source.number,
        "title": source.title,
        "kind": source.kind,
        "quoting": quoting_of(source.kind, source.approval).value,
        "public": source.is_public,
        "version": version.number,
        "mark": mark_of(version.text_sha256),
        "length": version.length,
    }


def codes_data(user: User, evaluation: Evaluation, *, keep: Iterable[int] = ()) -> list[Data]:
    """The codebook from top to bottom; ``keep`` are codes on the text that were archived since."""
    return [
        {
            "id": node.code.pk,
            "name": node.code.name,
            "path": node.path,
            "parent": node.code.parent_id,
            "colour": node.code.colour,
            "definition": node.code.definition,
            "include": node.code.include,
            "exclude": node.code.exclude,
            "example": node.code.example,
            "count": node.codings,
            "archived": node.code.archived_at is not None,
        }
        for node in flat(codebook_for(user, evaluation, keep=keep))
    ]


def fragments_data(user: User, version_ids: Iterable[int], *, numbers: Collection[int] | None = None) -> list[Data]:
    """The fragments of these versions, or those of these numbers, in the order of the text. Seven queries at most.

    ``consensus`` are the codes that hold by consensus: nobody's own work.
    """
    fragments = blindness.seen_fragments(user, Fragment.objects.filter(version__in=version_ids))
    if numbers is not None:
        fragments = fragments.filter(number__in=numbers)
    rows = list(
        fragments.order_by("start", "end").values_list(
            "pk", "number", "start", "end", "evaluation_id", "version__source__is_public", "version_id"
        )
    )
    codings, memos = _codings(user, fragments), _memos(user, fragments)
    released = set(QuoteRelease.objects.filter(fragment__in=fragments).values_list("fragment_id", flat=True))
    consensus = consensus_codes(user, {row[6] for row in rows}) if rows else {}
    marks = hooks.marks_of(rows[0][4], [row[0] for row in rows]) if rows else {}
    return [
        {
            "number": number,
            "start": start,
            "end": end,
            "codings": codings.get(pk, []),
            "consensus": consensus.get((version, start, end), []),
            "memos": memos.get(pk, []),
            "quoteReleased": is_public or pk in released,
            "marks": marks.get(pk, []),
        }
        for pk, number, start, end, _, is_public, version in rows
    ]


def bare_fragment_data(fragment: Fragment) -> Data:
    """The place of a fragment alone: what a reader gets who follows a reference into a public document."""
    place = {"number": fragment.number, "start": fragment.start, "end": fragment.end}
    return {**place, "codings": [], "consensus": [], "memos": [], "quoteReleased": True, "marks": []}


def text_memos_data(user: User, source: Source) -> list[Data]:
    """The memos at the text as a whole."""
    memos = blindness.seen_memos(user, Memo.objects.filter(source=source))
    rows = list(memos.values_list("pk", "text", "author_id", "author__name"))
    return [
        {"id": word, "text": text, "author": name, "mine": author == user.pk}
        for word, (_pk, text, author, name) in zip(_words(MEMO, rows), rows, strict=True)
    ]


def _words(kind: str, rows: Collection[tuple[Any, ...]]) -> list[str]:
    return all_opaque(kind, [row[0] for row in rows])


def _codings(user: User, fragments: QuerySet[Fragment]) -> dict[int, list[Data]]:
    seen = blindness.seen_codings(user, Coding.objects.filter(fragment__in=fragments))
    rows = list(seen.values_list("pk", "fragment_id", "code_id", "coder_id", "coder__name", "suggested"))
    found: dict[int, list[Data]] = {}
    own = user.pk  # the request's user is looked up at every use
    for word, (_pk, fragment_id, code_id, coder_id, name, origin) in zip(_words(CODING, rows), rows, strict=True):
        coding = {"id": word, "code": code_id, "coder": name, "mine": coder_id == own}
        coding["suggested"] = origin is not None
        found.setdefault(fragment_id, []).append(coding)
    return found


def _memos(user: User, fragments: QuerySet[Fragment]) -> dict[int, list[Data]]:
    seen = blindness.seen_memos(user, Memo.objects.filter(fragment__in=fragments))
    rows = list(seen.values_list("pk", "fragment_id", "text", "author_id", "author__name"))
    found: dict[int, list[Data]] = {}
    for word, (_pk, fragment_id, text, author_id, name) in zip(_words(MEMO, rows), rows, strict=True):
        memo = {"id": word, "text": text, "author": name, "mine": author_id == user.pk}
        found.setdefault(fragment_id, []).append(memo)
    return found


def history_data(user: User, version: SourceVersion) -> Data:
    """Whether this user can undo, and do again, in this text."""
    undone = CodingStep.objects.filter(user=user, version=version).values_list("undone_at", flat=True)
    kinds = {moment is not None for moment in undone}
    return {"canUndo": False in kinds, "canRedo": True in kinds}


def actions_data(evaluation: Evaluation) -> list[Data]:
    """What rooms below can do with a fragment; 0 in ``?fragment=F0`` stands for its number."""
    return [
        {
            "key": action.key,
            "label": str(action.label),
            "shortcut": action.shortcut,
            "url": reverse(action.url_name, args=[evaluation.pk]) + "?fragment=F0",
        }
        for action in hooks.fragment_actions
    ]


def urls_data(source: Source) -> dict[str, str]:
    """The addresses of the API, with 0 where a number comes."""
    place = [source.evaluation_id, source.number]
    return {key: reverse(f"coding:{name}", args=[*place, *[0] * zeros]) for key, (name, zeros) in URLS.items()}
