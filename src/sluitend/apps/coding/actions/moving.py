"""When a text was corrected, its fragments go along with their words; what cannot be placed waits for a person.

Called in the transaction in which the corrected text becomes the one to read (``sources.hooks.version_published``).
"""

from __future__ import annotations

from collections.abc import Iterable

from sluitend.apps.coding.actions import changes
from sluitend.apps.coding.models import CodingStep, Fragment, FragmentMove, QuoteRelease, RoundText, ToPlace
from sluitend.apps.coding.queries.blindness import blind_sources
from sluitend.apps.people.audit import record
from sluitend.apps.people.models import User
from sluitend.apps.sources.aligning import Aligner
from sluitend.apps.sources.models import SourceVersion
from sluitend.engines.text.anchoring import Alignment, Changed, Placed

Span = tuple[int, int]


def take_along(actor: User, before: SourceVersion, after: SourceVersion, aligner: Aligner) -> None:
    """Move what stands in the corrected text word for word; the rest stays where it was, and is listed to be placed.

    A quote that was released for outside the team falls when its words changed.
    """
    changes.lock(after.source_id)
    moved = sum(_take_along_from(actor, version, after, aligner) for version in _older(before, after))
    _take_round_along(after)
    waiting = ToPlace.objects.filter(to_version=after)
    fallen, _rows = QuoteRelease.objects.filter(fragment__in=waiting.values("fragment")).delete()
    counts = {"moved": moved, "to_place": waiting.count(), "quotes_withdrawn": fallen}
    if any(counts.values()):
        source = after.source
        record(actor, "coding.taken_along", source, evaluation=source.evaluation_id, version=after.number, **counts)


def _take_round_along(after: SourceVersion) -> None:
    """A round is about the text that is read now."""
    RoundText.objects.filter(version__source=after.source_id).exclude(version=after).update(version=after)


def _older(before: SourceVersion, after: SourceVersion) -> Iterable[SourceVersion]:
    """The text that was read until now, and older ones in which fragments were left; not what was destroyed."""
    left = Fragment.objects.filter(version__source=after.source_id).exclude(version=after).values("version")
    versions = SourceVersion.objects.filter(source=after.source_id, number__lt=after.number, text__isnull=False)
    return versions.filter(pk__in=[before.pk, *left.values_list("version", flat=True)]).order_by("-number")


def _take_along_from(actor: User, old: SourceVersion, new: SourceVersion, aligner: Aligner) -> int:
    """How many fragments moved."""
    alignment = aligner.between(old, new)
    taken = set(Fragment.objects.filter(version=new).values_list("start", "end"))
    placed: list[Fragment] = []
    moves: list[FragmentMove] = []
    waiting: list[ToPlace] = []
    for fragment in Fragment.objects.filter(version=old):
        span = _span_of(alignment, fragment)
        if span is None or span in taken:
            if fragment.withdrawn_at is not None:
                continue  # its words are gone: it has no place to go to, and nobody to ask
            waiting.append(_to_place(alignment, fragment, new))
            continue
        moves.append(_move(actor, fragment, same_words=True))
        fragment.version, (fragment.start, fragment.end) = new, span
        placed.append(fragment)
    _save(placed, moves, waiting)
    ToPlace.objects.filter(fragment__version=new).delete()
    _take_steps_along(alignment, old, new, {one.fragment.number for one in waiting})
    return len(placed)


def _span_of(alignment: Alignment, piece: Fragment | CodingStep) -> Span | None:
    placed = alignment.unchanged(piece.start, piece.end)
    return (placed.start, placed.end) if placed else None


def _to_place(alignment: Alignment, fragment: Fragment, new: SourceVersion) -> ToPlace:
    match alignment.place(fragment.start, fragment.end):
        case Placed(start, end) | Changed(start, end):
            return ToPlace(fragment=fragment, to_version=new, start=start, end=end)
    return ToPlace(fragment=fragment, to_version=new)


def _move(actor: User, fragment: Fragment, *, same_words: bool) -> FragmentMove:
    """Where the fragment is, just before it goes."""
    place = {"version_id": fragment.version_id, "start": fragment.start, "end": fragment.end}
    return FragmentMove(fragment=fragment, same_words=same_words, moved_by=actor, **place)


def _save(placed: list[Fragment], moves: list[FragmentMove], waiting: list[ToPlace]) -> None:
    """Thousands at once: an upsert by primary key is several times quicker than an update by cases."""
    Fragment.objects.bulk_create(
        placed, update_conflicts=True, unique_fields=["id"], update_fields=["version", "start", "end"]
    )
    FragmentMove.objects.bulk_create(moves)
    ToPlace.objects.bulk_create(
        waiting, update_conflicts=True, unique_fields=["fragment"], update_fields=["to_version", "start", "end"]
    )


def _take_steps_along(alignment: Alignment, old: SourceVersion, new: SourceVersion, waiting: set[int]) -> None:
    """What can be undone goes along with its words; a step whose words changed can be undone no more.

    The steps of a fragment that waits wait with it.
    """
    kept: list[CodingStep] = []
    closed: list[int] = []
    for step in CodingStep.objects.filter(version=old).exclude(fragment_number__in=waiting):
        span = _span_of(alignment, step)
        if span is None:
            closed.append(step.pk)
            continue
        step.version, (step.start, step.end) = new, span
        kept.append(step)
    CodingStep.objects.bulk_create(
        kept, update_conflicts=True, unique_fields=["id"], update_fields=["version", "start", "end"]
    )
    CodingStep.objects.filter(pk__in=closed).delete()


def foretell(version: SourceVersion, alignment: Alignment) -> tuple[int, int]:
    """How many fragments would go along to the other text, and how many would wait (``would_go_along``).

    Of a text that is coded blind that is not told.
    """
    known = Fragment.objects.exclude(version__source__in=blind_sources())
    spans = known.filter(version=version).values_list("start", "end")
    moved = sum(alignment.unchanged(start, end) is not None for start, end in spans)
    return moved, len(spans) - moved


def forget_steps(version: SourceVersion) -> None:
    """The text is about to be destroyed: what could be undone in it holds memos about it (``version_destroyed``)."""
    CodingStep.objects.filter(version=version).delete()
