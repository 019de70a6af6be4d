"""Decisions go along when codes are merged, and with a corrected text: with their passage, or with their words.

A decision whose passage waits for a person waits with it, in the older text; it is no part of the consensus until then.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable, Sequence

from django.db.models import QuerySet

from sluitend.apps.coding.actions import tree
from sluitend.apps.coding.models import Code, Coding, CodingRound, ConsensusDecision, Fragment, FragmentMove
from sluitend.apps.coding.queries.blindness import settled
from sluitend.apps.fieldwork.destruction import Destruction
from sluitend.apps.fieldwork.models import Respondent
from sluitend.apps.people.models import User
from sluitend.apps.sources.aligning import Aligner
from sluitend.apps.sources.models import SourceVersion
from sluitend.errors import InputError

REASONS = "coding.reasons"
_AT_ONCE = 500
_TO = ("fragment__start", "fragment__end")
_SPOT = ("round", "version", "start", "end")
_CONTENT = ("applies", "reason", "decided_by", "decided_at", "from_codings")


def take_along(actor: User, before: SourceVersion, after: SourceVersion, aligner: Aligner) -> None:
    """For ``sources.hooks.version_published``, after the fragments went along. A few queries for each older text."""
    older = SourceVersion.objects.filter(source=after.source_id, number__lt=after.number, text__isnull=False)
    decided = ConsensusDecision.objects.filter(version__source=after.source_id).order_by().values("version")
    for version in older.filter(pk__in=decided).only("pk", "text").order_by("pk"):
        moves = FragmentMove.objects.filter(version=version, fragment__version=after).order_by("pk")
        ways = {(start, end): to for start, end, *to in moves.values_list("start", "end", *_TO)}
        rows = ConsensusDecision.objects.filter(version=version)
        _put(((one, ways.get((one.start, one.end)) or _words_way(one, version, after, aligner)) for one in rows), after)


def follow(fragment: Fragment, version_id: int, start: int, end: int) -> None:
    """A person placed this fragment, which stood at [start, end) of that version: what was decided of it goes along."""
    rows = ConsensusDecision.objects.filter(version=version_id, start=start, end=end, applies=True)
    _put(((one, (fragment.start, fragment.end)) for one in rows), fragment.version)


def hand_over(code: Code, into: Code) -> list[int]:
    """What was decided about a code that became another; not where the same was decided about that one already."""
    there = set(ConsensusDecision.objects.filter(code=into).values_list(*_SPOT))
    rows = ConsensusDecision.objects.filter(code=code).values_list("pk", *_SPOT)
    ids = [pk for pk, *spot in rows if tuple(spot) not in there]
    ConsensusDecision.objects.filter(pk__in=ids).update(code=into)
    return ids


def hand_back(ids: Collection[int], code: Code, into: Code) -> None:
    """The same in the other direction, when the codes are taken apart again."""
    there = set(ConsensusDecision.objects.filter(code=code).values_list(*_SPOT))
    rows = ConsensusDecision.objects.filter(pk__in=ids, code=into).values_list("pk", *_SPOT)
    ConsensusDecision.objects.filter(pk__in=[pk for pk, *spot in rows if tuple(spot) not in there]).update(code=code)


def let_hold(code: Code, into: Code) -> list[list[int]]:
    """Where it was decided of the same passage that ``code`` holds and ``into`` does not, what becomes of them holds.

    The two decisions change places; gives the pairs, for ``exchange``. After ``hand_over``: the others have gone along.
    """
    denied = {tuple(spot): pk for pk, *spot in _decided(into, applies=False)}
    pairs = [[pk, denied[tuple(spot)]] for pk, *spot in _decided(code, applies=True) if tuple(spot) in denied]
    exchange(pairs)
    return pairs


def exchange(pairs: Collection[list[int]]) -> None:
    """Of each two decisions, as far as they are there: what was decided, by whom and why."""
    rows = ConsensusDecision.objects.in_bulk([pk for pair in pairs for pk in pair])
    for one, other in ((rows[one], rows[other]) for one, other in pairs if one in rows and other in rows):
        for name in _CONTENT:
            mine, theirs = getattr(one, name), getattr(other, name)
            setattr(one, name, theirs)
            setattr(other, name, mine)
    ConsensusDecision.objects.bulk_update(rows.values(), _CONTENT)


def widen_rounds(code: Code, into: Code) -> list[int]:
    """Rounds about a code are about the one that it became: their ids, where that is new.

    Not those that were adjudicated: for these there is ``stay_decided``.
    """
    rounds = CodingRound.objects.filter(codes=code, adjudicated_at=None).exclude(codes=into)
    for one in (found := list(rounds)):
        one.codes.add(into)
    return [one.pk for one in found]


def sources_of(codings: QuerySet[Coding]) -> set[int]:
    """The ids of the sources in which these stand; not of what is coded blind, so that no refusal tells of it."""
    return set(settled(codings).order_by().values_list("fragment__version__source", flat=True).distinct())


def stay_decided(sources: Collection[int], before: set[int], after: set[int], by: Code) -> list[int]:
    """For codings in these sources that go elsewhere in the codebook: what adjudicated rounds decided stands for them.

    `before` and `after` are their codes with all above them, `by` is the code through which such a round is about them
    from now on: the ids of the rounds that were not about it. Raises InputError("coding.decided_of_one") where that one
    was given in the same texts without a decision, or where codings come under what was decided without them.
    """
    rounds = CodingRound.objects.filter(evaluation=by.evaluation_id, adjudicated_at__isnull=False)
    widened = []
    for one in rounds.prefetch_related("codes"):
        scope = {code.pk for code in one.codes.all()}
        was, will = bool(scope & before), bool(scope & after)
        if was == will:
            continue
        if was and (by.pk in before or not _is_given(one, by)):
            one.codes.add(by)
            widened.append(one.pk)
        elif one.texts.filter(version__source__in=sources).exists():
            raise InputError("coding.decided_of_one", round=one.number)
    return widened


def put_below(code: Code, parent: Code | None) -> None:
    """Not saved yet. Rounds whose decisions are complete stay about the code, with all below it, where they were."""
    sources = sources_of(Coding.objects.filter(code__in=tree.family(code)))
    stay_decided(sources, tree.lineage(code), {code.pk} | tree.lineage(parent), code)
    code.parent = parent


def narrow_rounds(ids: Collection[int], into: Code) -> None:
    """The same in the other direction; an adjudicated round stays about a code that is given in its texts."""
    rounds = CodingRound.objects.filter(pk__in=ids)
    into.rounds.remove(*(one for one in rounds if one.adjudicated_at is None or not _is_given(one, into)))


def _is_given(one: CodingRound, code: Code) -> bool:
    sources = one.texts.order_by().values("version__source")
    return Coding.objects.filter(code__in=tree.family(code), fragment__version__source__in=sources).exists()


def _decided(code: Code, *, applies: bool) -> Iterable[tuple[int, ...]]:
    return ConsensusDecision.objects.filter(code=code, applies=applies).values_list("pk", *_SPOT)


def _words_way(
    decision: ConsensusDecision, version: SourceVersion, after: SourceVersion, aligner: Aligner
) -> Sequence[int] | None:
    """Of what does not hold there is no passage: it goes along with its words, when these did not change."""
    if decision.applies:
        return None
    placed = aligner.between(version, after).unchanged(decision.start, decision.end)
    return (placed.start, placed.end) if placed else None


def _put(wanted: Iterable[tuple[ConsensusDecision, Sequence[int] | None]], after: SourceVersion) -> None:
    """Unless the same was decided there already: then the older one stays where it was."""
    there = set(ConsensusDecision.objects.filter(version=after).values_list("round", "code", "start", "end"))
    moved = []
    for decision, span in wanted:
        if span is None or (place := (decision.round_id, decision.code_id, span[0], span[1])) in there:
            continue
        there.add(place)
        decision.version, (decision.start, decision.end) = after, span
        moved.append(decision)
    ConsensusDecision.objects.bulk_update(moved, ["version", "start", "end"], batch_size=_AT_ONCE)


def forget_reasons(actor: User | None, respondent: Respondent | None, destruction: Destruction) -> None:
    """For ``fieldwork.hooks.withdrawn``: a reason may repeat what was said; that the code holds or not stays."""
    for version_id, spans in destruction.texts.items():
        rows = ConsensusDecision.objects.filter(version=version_id).exclude(reason="")
        ordered = sorted(spans)
        ends = [end for _start, end in ordered]
        touched = [
            pk
            for pk, start, end in rows.values_list("pk", "start", "end")
            if not ordered or ((at := bisect_right(ends, start)) < len(ordered) and ordered[at][0] < end)
        ]
        destruction.note(REASONS, count=_empty(rows.filter(pk__in=touched)))


def forget_in(version: SourceVersion) -> None:
    """For ``sources.hooks.version_destroyed``: its words are about to go."""
    _empty(ConsensusDecision.objects.filter(version=version))


def _empty(rows: QuerySet[ConsensusDecision]) -> int:
    return rows.update(reason="")
