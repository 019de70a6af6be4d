"""Rounds as who leads and who codes may see them: how far each coder says to be, never how much they coded."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from sluitend.apps.coding.models import CodingRound, RoundAssignment, RoundState, RoundText
from sluitend.apps.coding.queries.blindness import visible_codings
from sluitend.apps.design.access import check, may
from sluitend.apps.design.models import Evaluation
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action
from sluitend.apps.sources import seals
from sluitend.apps.sources.models import Source, SourceVersion
from sluitend.errors import NotFound


@dataclass(frozen=True, slots=True)
class RoundLine:
    """A round in the list; ``finished`` of ``assigned`` shares, of everybody for who leads, else the user's own."""

    round: CodingRound
    texts: int
    assigned: int
    finished: int


@dataclass(frozen=True, slots=True)
class CoderLine:
    """How far a coder says to be with a round."""

    coder: User
    assigned: int
    finished: int


@dataclass(frozen=True, slots=True)
class TextLine:
    """A text of a round with its coders; ``mine`` is the user's own share in it."""

    text: RoundText
    source: Source
    title: str
    shares: list[RoundAssignment] = field(default_factory=list)
    mine: RoundAssignment | None = None

    @property
    def coders(self) -> set[int]:
        return {one.coder_id for one in self.shares}


@dataclass(frozen=True, slots=True)
class RoundPage:
    """A round with what this user may see of it: who leads everything, a coder their own texts."""

    round: CodingRound
    leads: bool
    texts: list[TextLine]
    coders: list[CoderLine]

    @property
    def codes_here(self) -> bool:
        """Whether this user codes in the round."""
        return any(line.mine for line in self.texts)

    @property
    def unfinished(self) -> list[CoderLine]:
        return [one for one in self.coders if one.finished < one.assigned]


def rounds_for(user: User, evaluation: Evaluation) -> list[RoundLine]:
    """The rounds, the newest first; who does not lead sees those they code or coded in. Raises NotFound, NotAllowed."""
    check(user, evaluation, Action.VIEW_CODING)
    leads = may(user, evaluation, Action.PLAN_ROUNDS)
    whose = Q() if leads else Q(texts__assignments__coder=user)
    shares = Count("texts__assignments", filter=whose, distinct=True)
    done = Count("texts__assignments", filter=whose & Q(texts__assignments__finished_at__isnull=False), distinct=True)
    rows = CodingRound.objects.filter(evaluation=evaluation).order_by("-number")
    rows = rows.annotate(of_texts=Count("texts", distinct=True), of_shares=shares, of_finished=done)
    shown = rows if leads else [row for row in rows.exclude(state=RoundState.PLANNED) if row.of_shares]
    return [RoundLine(row, row.of_texts, row.of_shares, row.of_finished) for row in shown]


def round_for(user: User, evaluation: Evaluation, number: int, action: Action = Action.VIEW_CODING) -> CodingRound:
    """Round <number>; one that is planned only for who leads. Raises NotFound, NotAllowed."""
    check(user, evaluation, action)
    one = CodingRound.objects.filter(evaluation=evaluation, number=number).first()
    if one is None or (one.state == RoundState.PLANNED and not may(user, evaluation, Action.PLAN_ROUNDS)):
        raise NotFound("round")
    one.evaluation = evaluation
    return one


def round_page_for(user: User, one: CodingRound) -> RoundPage:
    """Texts and coders of a round; a fixed number of queries. Raises NotFound, NotAllowed."""
    check(user, one.evaluation, Action.VIEW_CODING)
    leads = may(user, one.evaluation, Action.PLAN_ROUNDS)
    shares = RoundAssignment.objects.filter(text__round=one).select_related("coder").order_by("coder__name", "pk")
    own = list(shares if leads else shares.filter(coder=user))
    by_text: dict[int, list[RoundAssignment]] = defaultdict(list)
    for share in own:
        by_text[share.text_id].append(share)
    texts = [_line(user, row, by_text[row.pk]) for row in _texts(one) if leads or row.pk in by_text]
    return RoundPage(one, leads, texts, _coders(own))


def work_for(user: User, evaluation: Evaluation) -> dict[int, RoundAssignment]:
    """By the id of a source the user's own share in it of an open round. One query. Raises NotFound, NotAllowed."""
    check(user, evaluation, Action.VIEW_CODING)
    rows = RoundAssignment.objects.filter(coder=user, text__round__evaluation=evaluation)
    found = rows.filter(text__round__state=RoundState.OPEN).select_related("text__round", "text__version")
    heavy = (f"text__version__{name}" for name in ("text", "sealed_text", "blocks", "turns"))
    return {one.text.version.source_id: one for one in found.defer(*heavy)}


def work_in(user: User, source: Source) -> RoundAssignment | None:
    """The user's own share in this source of an open round; one query. The caller may code it."""
    rows = RoundAssignment.objects.filter(coder=user, text__version__source=source, text__round__state=RoundState.OPEN)
    return rows.select_related("text__round").first()


def is_without_code(user: User, one: CodingRound, source: int) -> bool:
    """Whether this user has a share in S<source> of this round and gave no code in it; one query. The caller may code
    it.
    """
    shares = RoundAssignment.objects.filter(coder=user, text__round=one, text__version__source__number=source)
    own = visible_codings(user, one.evaluation_id).filter(coder=user, fragment__withdrawn_at__isnull=True)
    given = own.filter(fragment__version=OuterRef("text__version"))
    return shares.filter(~Exists(given)).exists()


def decided_in(source: Source) -> CodingRound | None:
    """The last round in which all was decided about this text: what is coded there now counts no more where the
    material is asked. One query; the caller may code it.
    """
    rounds = CodingRound.objects.filter(texts__version__source=source, adjudicated_at__isnull=False)
    return rounds.order_by("-adjudicated_at").first()


def texts_to_plan(evaluation: Evaluation) -> list[tuple[SourceVersion, str]]:
    """The newest released text of each source, with its title, for a caller that leads."""
    released = SourceVersion.objects.filter(
        source__evaluation=evaluation, released_at__isnull=False, text__isnull=False
    )
    standing = released.filter(source__withdrawn_at=None).order_by("source__number", "number")
    newest = {row.source_id: row for row in standing.select_related("source").defer("blocks", "turns", "sealed_text")}
    return [(row, seals.title_of(row.source)) for row in newest.values()]


def _texts(one: CodingRound) -> QuerySet[RoundText]:
    heavy = (f"version__{name}" for name in ("text", "sealed_text", "blocks", "turns"))
    return one.texts.select_related("version__source").defer(*heavy).order_by("version__source__number")


def _line(user: User, row: RoundText, shares: list[RoundAssignment]) -> TextLine:
    source = row.version.source
    mine = next((one for one in shares if one.coder_id == user.pk), None)
    return TextLine(row, source, seals.title_of(source), shares, mine)


def _coders(shares: Iterable[RoundAssignment]) -> list[CoderLine]:
    found: dict[int, list[RoundAssignment]] = defaultdict(list)
    for share in shares:
        found[share.coder_id].append(share)
    return [CoderLine(of[0].coder, len(of), sum(one.finished_at is not None for one in of)) for of in found.values()]
