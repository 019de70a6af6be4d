"""Fragments that wait for a person, because their words do not stand in the corrected text."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from sluitend.apps.coding import hooks
from sluitend.apps.coding.models import Fragment, ToPlace
from sluitend.apps.coding.queries.blindness import blind_sources, seen_fragments, visible_fragments
from sluitend.apps.coding.spans import surroundings, verified
from sluitend.apps.design.access import require
from sluitend.apps.design.differences import Piece, words_between
from sluitend.apps.design.models import Evaluation
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action
from sluitend.apps.sources.models import ReleaseGround, Source, SourceVersion
from sluitend.errors import NotFound

_TEXTS = ("text", "sealed_text", "blocks", "turns")
_HEAVY = [f"{version}__{field}" for version in ("fragment__version", "to_version") for field in _TEXTS]
_AROUND = 120


@dataclass(frozen=True, slots=True)
class Passage:
    """Words with what stands around them."""

    before: str
    words: str
    after: str

    @classmethod
    def of(cls, text: str, start: int, end: int) -> Passage:
        before, after = surroundings(text, start, end, _AROUND)
        return cls(before, text[start:end], after)


@dataclass(frozen=True, slots=True)
class WaitingLine:
    """A fragment that waits: what it was, and what is nearest now, if there is anything."""

    waiting: ToPlace
    was: Passage
    nearest: Passage | None
    pieces: list[Piece]  # the nearest with what changed
    marks: list[str]  # what rests on it


def waiting_for(user: User, evaluation: Evaluation) -> QuerySet[ToPlace]:
    """Source by source, in the order of the text. Raises NotFound, NotAllowed."""
    require(user, evaluation, Action.VIEW_CODING)
    waiting = ToPlace.objects.filter(fragment__in=visible_fragments(user, evaluation)).defer(*_HEAVY)
    rows = waiting.select_related("fragment__version__source", "to_version__source")
    return rows.order_by("fragment__version__source__number", "fragment__start", "fragment__end")


def waiting_lines(rows: Sequence[ToPlace]) -> list[WaitingLine]:
    """What a page shows of them, for a caller that has checked who asks; every text is read once.

    Raises InputError("coding.quote_changed").
    """
    if not rows:
        return []
    texts = _texts({one.fragment.version_id for one in rows} | {one.to_version_id for one in rows})
    marks = hooks.marks_of(rows[0].fragment.evaluation_id, [one.fragment_id for one in rows])
    return [_line(one, texts, marks.get(one.fragment_id, [])) for one in rows]


def one_waiting_for(user: User, evaluation: Evaluation, number: int) -> ToPlace:
    """F<number>, when it waits. Raises NotFound, NotAllowed."""
    found = waiting_for(user, evaluation).filter(fragment__number=number).first()
    if found is None:
        raise NotFound("fragment")
    return found


def waiting_in(source: Source, user: User | None = None) -> int:
    """How many wait in a source, for a caller that may see its coding: as this user sees them, or as everybody does."""
    fragments = Fragment.objects.filter(version__source=source)
    known = seen_fragments(user, fragments) if user else fragments.exclude(version__source__in=blind_sources())
    return ToPlace.objects.filter(fragment__in=known).count()


def fragments_on(version_id: int) -> int:
    """How many fragments need the text of a version (``sources.hooks.rests_on_version``)."""
    return Fragment.objects.filter(version=version_id, withdrawn_at__isnull=True).count()


def held_back_fragments(source: Source) -> list[int]:
    """Ids of the fragments in a text that was public and is held back now; the caller has checked who asks."""
    if source.is_public:
        return []
    known = Fragment.objects.exclude(version__source__in=blind_sources())
    held = known.filter(version__source=source, version__released_at__isnull=True)
    was_public = held.filter(version__release_ground=ReleaseGround.PUBLIC_DOCUMENT, withdrawn_at__isnull=True)
    return list(was_public.values_list("pk", flat=True))


def waiting_in_evaluation(evaluation: Evaluation) -> set[int]:
    """Ids of the fragments that wait, for a caller that has checked who asks."""
    return set(ToPlace.objects.filter(fragment__evaluation=evaluation).values_list("fragment_id", flat=True))


def _texts(version_ids: Collection[int]) -> dict[int, str]:
    rows = SourceVersion.objects.filter(pk__in=version_ids).values_list("pk", "text")
    return {pk: text or "" for pk, text in rows}


def _line(one: ToPlace, texts: dict[int, str], marks: list[str]) -> WaitingLine:
    fragment = one.fragment
    text = texts[fragment.version_id]
    verified(text, fragment.start, fragment.end, fragment.quote_sha256)
    was = Passage.of(text, fragment.start, fragment.end)
    if one.start is None or one.end is None:
        return WaitingLine(one, was, None, [], marks)
    nearest = Passage.of(texts[one.to_version_id], one.start, one.end)
    return WaitingLine(one, was, nearest, words_between(was.words, nearest.words), marks)
