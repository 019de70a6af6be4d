"""What one coder sees of the others' work: the one place that decides it, for pages, answers and live changes alike.

While a round is open and blind, everybody sees in its texts only their own codings, memos and fragments. The exception
is who leads the evaluation and codes nothing in that round. What the whole team sees, or what is computed and kept,
goes by ``settled_codings``: without the texts of open blind rounds, whoever asks.

All of it is decided within the query that it narrows, so that it costs no query of its own.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet

from sluitend.apps.coding import hooks
from sluitend.apps.coding.models import Coding, CodingRound, Fragment, Memo, RoundAssignment, RoundState, RoundText
from sluitend.apps.design.models import Evaluation, Membership
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action, Role, is_allowed
from sluitend.apps.sources.models import Source
from sluitend.errors import InputError

Sources = QuerySet[RoundText, Any]


def visible_codings(user: User, evaluation: Evaluation | int) -> QuerySet[Coding]:
    """The codings that this member of the team may see."""
    return seen_codings(user, Coding.objects.filter(fragment__evaluation=evaluation))


def settled_codings(evaluation: Evaluation | int) -> QuerySet[Coding]:
    """The codings that stand for everybody: none of texts that are being coded blind."""
    return settled(Coding.objects.filter(fragment__evaluation=evaluation))


def visible_fragments(user: User, evaluation: Evaluation | int) -> QuerySet[Fragment]:
    """The fragments that this member of the team may see: of texts coded blind only those with something of them."""
    return seen_fragments(user, Fragment.objects.filter(evaluation=evaluation))


def settled_fragments(evaluation: Evaluation | int) -> QuerySet[Fragment]:
    """The fragments that stand for everybody: none of texts that are being coded blind."""
    return Fragment.objects.filter(evaluation=evaluation).exclude(version__source__in=blind_sources())


def visible_memos(user: User, evaluation: Evaluation | int) -> QuerySet[Memo]:
    """The memos that this member of the team may see; those about codes are everybody's."""
    return seen_memos(user, Memo.objects.filter(evaluation=evaluation))


def texts_left_out(evaluation: Evaluation | int) -> int:
    """How many texts are being coded blind: what was counted over settled codings says how many it left out."""
    texts = RoundText.objects.filter(_OPEN, round__evaluation=evaluation)
    return texts.order_by().values("version__source").distinct().count()


def is_blind(source: Source | int) -> bool:
    """Whether a text is being coded blind now."""
    return RoundText.objects.filter(_OPEN, version__source=source).exists()


def sees_only_own(user: User, source: Source | int) -> bool:
    """Whether this user sees only their own work in a text now."""
    return _closed_to(user).filter(version__source=source).exists()


def refuse_while_blind(sources: Iterable[int]) -> None:
    """For what would show the whole team which passages somebody chose; ``sources`` are ids.

    Raises InputError("coding.blind_text") with the number of the round.
    """
    found = RoundText.objects.filter(_OPEN, version__source__in=list(sources)).select_related("round").first()
    if found is not None:
        raise InputError("coding.blind_text", round=found.round.number)


def refuse_to_coder(user: User, evaluation: Evaluation | int) -> None:
    """For what would show this user the work of others as a whole, while they code blind.

    Raises InputError("coding.blind_round") with the number of the round.
    """
    found = _closed_to(user).filter(round__evaluation=evaluation).select_related("round").first()
    if found is not None:
        raise InputError("coding.blind_round", round=found.round.number)


def refuse_in_blind_round(evaluation: Evaluation | int) -> None:
    """For what would recode everybody's work at once, while a round of the evaluation is open and blind.

    Raises InputError("coding.blind_round") with the number of the round.
    """
    found = CodingRound.objects.filter(evaluation=evaluation, is_blind=True, state=RoundState.OPEN).first()
    if found is not None:
        raise InputError("coding.blind_round", round=found.number)


def refuse_who_saw(round_: CodingRound, people: Iterable[int]) -> None:
    """For who joins a round that is open and blind after having seen everything in it: who leads and codes nothing.

    ``people`` are ids. Raises InputError("coding.saw_the_round") with the number of the round and who it is.
    """
    if not (round_.is_blind and round_.state == RoundState.OPEN):
        return
    codes = Exists(RoundAssignment.objects.filter(text__round=round_, coder=OuterRef("user")))
    leading = Membership.objects.filter(evaluation=round_.evaluation_id, role__in=_LEADERS, user__in=list(people))
    if found := leading.exclude(codes).select_related("user").first():
        raise InputError("coding.saw_the_round", round=round_.number, coder=found.user.name)


def seen_codings(user: User, codings: QuerySet[Coding]) -> QuerySet[Coding]:
    """Those among them that the user may see."""
    return codings.filter(Q(coder=user) | ~Q(fragment__version__source__in=closed_to(user)))


def settled(codings: QuerySet[Coding]) -> QuerySet[Coding]:
    """Those among them that stand for everybody."""
    return codings.exclude(fragment__version__source__in=blind_sources())


def seen_fragments(user: User, fragments: QuerySet[Fragment]) -> QuerySet[Fragment]:
    """Those among them that the user may see."""
    return fragments.filter(_seen(user))


def seen_or_used(user: User, fragments: QuerySet[Fragment]) -> list[Fragment]:
    """Those that the user may see; in a text that is coded blind also those that findings rest on: these are known."""
    every = list(fragments.annotate(is_seen=ExpressionWrapper(_seen(user), BooleanField())))
    hidden = [one.pk for one in every if not one.is_seen]
    used = hooks.marks_of(every[0].evaluation_id, hidden) if hidden else {}
    return [one for one in every if one.is_seen or one.pk in used]


def seen_memos(user: User, memos: QuerySet[Memo]) -> QuerySet[Memo]:
    """Those among them that the user may see."""
    beside = Q(fragment__isnull=False, fragment__version__source__in=closed_to(user))
    at_text = Q(source__isnull=False, source__in=closed_to(user))
    return memos.filter(Q(author=user) | ~(beside | at_text))


def events_not_yet_known(user: User) -> Q:
    """Of audit events (``people.queries.withheld``): what others do with texts since a round that the user codes blind.

    Somebody who leads reads the trail; of who also codes it would tell how far the others are.
    """
    since = Q(round__evaluation=OuterRef("evaluation_id"), round__opened_at__lte=OuterRef("at"))
    blind = Exists(_closed_to(user).filter(since))
    of_others = ~Q(actor_id=user.pk) | Q(actor_id=None)
    return Q(blind) & (Q(action__in=TELLING) & of_others | Q(action="coding.taken_along"))


def closed_to(user: User) -> Sources:
    """The sources in which this user sees only their own work, as a subquery."""
    return _closed_to(user).values("version__source")


def blind_sources() -> Sources:
    """The sources that are being coded blind, as a subquery."""
    return RoundText.objects.filter(_OPEN).order_by().values("version__source")


# Actions that say where somebody codes, or how much.
TELLING = (
    *(f"coding.{what}" for what in ("code_applied", "code_removed", "fragment_ensured", "fragment_dropped")),
    *(f"coding.memo_{what}" for what in ("written", "changed", "deleted")),
    *("coding.step_undone", "coding.step_redone", "sources.opened"),
)

_OPEN = Q(round__is_blind=True, round__state=RoundState.OPEN)
_LEADERS = [role for role in Role if is_allowed(role, Action.PLAN_ROUNDS)]


def _seen(user: User) -> Q:
    """Of fragments: the condition that this user may see them."""
    coded = Exists(Coding.objects.filter(fragment=OuterRef("pk"), coder=user))
    noted = Exists(Memo.objects.filter(fragment=OuterRef("pk"), author=user))
    return ~Q(version__source__in=closed_to(user)) | Q(coded) | Q(noted)


def _closed_to(user: User) -> QuerySet[RoundText]:
    leads = Exists(Membership.objects.filter(evaluation=OuterRef("round__evaluation"), user=user, role__in=_LEADERS))
    codes = Exists(RoundAssignment.objects.filter(text__round=OuterRef("round"), coder=user))
    return RoundText.objects.filter(_OPEN).filter(~leads | codes).order_by()
