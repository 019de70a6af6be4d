"""Coding rounds: planned, opened and closed by who leads; each coder says of each text when it is finished."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from django.db import transaction
from django.utils import timezone

from sluitend.apps.coding.actions import changes, telling
from sluitend.apps.coding.actions.numbering import kept_for
from sluitend.apps.coding.dividing import FEWEST_TOGETHER, divide
from sluitend.apps.coding.models import Code, CodingRound, RoundAssignment, RoundState, RoundText, Unit
from sluitend.apps.coding.queries.blindness import refuse_who_saw
from sluitend.apps.design.access import require
from sluitend.apps.design.models import Evaluation, Membership
from sluitend.apps.design.numbers import Numbered, next_number, next_numbers
from sluitend.apps.people.audit import record
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action, Role, is_allowed
from sluitend.apps.sources.models import SourceVersion
from sluitend.errors import InputError, NotFound

TITLE_LENGTH = 120


def plan_round(
    *,
    actor: User,
    evaluation: Evaluation,
    title: str,
    texts: Collection[SourceVersion],
    coders: Collection[User],
    unit: str = Unit.SENTENCE,
    is_blind: bool = True,
    codes: Collection[Code] = (),
    share: int = 100,
    together: int = FEWEST_TOGETHER,
    seed: int = 1,
) -> CodingRound:
    """Plan a round with a division of its texts over its coders; nobody is told until it is opened.

    Raises NotFound, NotAllowed, InputError("coding.round_title_empty"), ("coding.round_without_texts"),
    ("coding.round_without_coders"), ("coding.not_a_coder"), ("coding.too_few_coders"), ("coding.not_released") and
    ("coding.code_elsewhere").
    """
    require(actor, evaluation, Action.PLAN_ROUNDS)
    about = _about(title, unit, is_blind) | {"share": _share(share), "together": together, "seed": seed}
    _check_texts(evaluation, texts)
    _check_coders(evaluation, coders)
    _check_together(together, coders)
    _check_codes(evaluation, codes)
    with transaction.atomic():
        number = next_number(evaluation.pk, Numbered.ROUND)
        one = CodingRound.objects.create(evaluation=evaluation, number=number, created_by=actor, **about)
        one.codes.set(codes)
        rows = [RoundText.objects.create(round=one, version=version) for version in texts]
        _divide(one, rows, [coder.pk for coder in coders])
        told = {"texts": len(texts), "coders": len(coders), "blind": is_blind, "share": share, "together": together}
        _record(actor, "coding.round_planned", one, **told)
    return one


def change_round(
    *, actor: User, round_: CodingRound, title: str, unit: str, is_blind: bool, codes: Collection[Code]
) -> CodingRound:
    """Change what a planned round is called and how it goes.

    Raises NotFound, NotAllowed, InputError("coding.round_not_planned") and those of ``plan_round``.
    """
    require(actor, round_.evaluation_id, Action.PLAN_ROUNDS)
    about = _about(title, unit, is_blind)
    _check_codes(round_.evaluation, codes)
    with transaction.atomic():
        one = _held(round_, RoundState.PLANNED)
        for name, value in about.items():
            setattr(one, name, value)
        one.save(update_fields=[*about])
        one.codes.set(codes)
        _record(actor, "coding.round_changed", one, blind=is_blind)
    return one


def divide_again(
    *,
    actor: User,
    round_: CodingRound,
    coders: Collection[User],
    share: int,
    seed: int,
    together: int = FEWEST_TOGETHER,
) -> CodingRound:
    """Divide the texts of a planned round anew; what was changed by hand goes.

    Raises NotFound, NotAllowed, InputError("coding.round_not_planned") and those of ``plan_round``.
    """
    require(actor, round_.evaluation_id, Action.PLAN_ROUNDS)
    _check_coders(round_.evaluation, coders)
    _check_together(together, coders)
    with transaction.atomic():
        one = _held(round_, RoundState.PLANNED)
        one.share, one.together, one.seed = _share(share), together, seed
        one.save(update_fields=["share", "together", "seed"])
        RoundAssignment.objects.filter(text__round=one).delete()
        rows = list(RoundText.objects.filter(round=one).select_related("version"))
        _divide(one, rows, [coder.pk for coder in coders])
        _record(actor, "coding.round_divided", one, coders=len(coders), share=share, together=together, seed=seed)
    return one


def assign(*, actor: User, round_: CodingRound, coders: Mapping[int, Collection[int]]) -> CodingRound:
    """Say who codes which text of a round that is not closed: by the text's id the ids of its coders.

    A text that is not named keeps who it has. Raises NotFound, NotAllowed, InputError("coding.round_closed"),
    ("coding.text_without_coder"), ("coding.not_a_coder") and ("coding.saw_the_round").
    """
    require(actor, round_.evaluation_id, Action.PLAN_ROUNDS)
    if not all(coders.values()):
        raise InputError("coding.text_without_coder")
    people = {one for ids in coders.values() for one in ids}
    found = list(User.objects.filter(pk__in=people))
    if len(found) < len(people):
        raise NotFound("user")
    _check_coders(round_.evaluation, found)
    with transaction.atomic():
        one = _held(round_, RoundState.PLANNED, RoundState.OPEN)
        refuse_who_saw(one, people)
        texts = list(RoundText.objects.filter(round=one, pk__in=coders).select_related("version__source"))
        _lock(texts)
        for text in texts:
            _give(text, set(coders[text.pk]))
        _tell(one, texts)
        _record(actor, "coding.round_assigned", one, texts=len(coders), coders=len(people))
    return one


def open_round(*, actor: User, round_: CodingRound) -> CodingRound:
    """Let coders begin. In a blind round nobody sees from here on what others do in its texts.

    Raises NotFound, NotAllowed, InputError("coding.round_not_planned"), ("coding.text_without_coder") and
    ("coding.text_in_open_round").
    """
    require(actor, round_.evaluation_id, Action.PLAN_ROUNDS)
    with transaction.atomic():
        one = _held(round_, RoundState.PLANNED)
        texts = list(RoundText.objects.filter(round=one).select_related("version__source"))
        _lock(texts)
        _check_to_open(one, texts)
        if one.is_blind:
            coders = RoundAssignment.objects.filter(text__round=one).values("coder").distinct().order_by().count()
            one.numbers = kept_for(sum(text.version.length for text in texts), coders)
            one.numbers_from = next_numbers(one.evaluation_id, Numbered.FRAGMENT, one.numbers)[0]
        one.state, one.opened_at, one.opened_by = RoundState.OPEN, timezone.now(), actor
        one.save(update_fields=["state", "opened_at", "opened_by", "numbers", "numbers_from"])
        _tell(one, texts)
        _record(actor, "coding.round_opened", one, texts=len(texts), blind=one.is_blind)
    return one


def close_round(*, actor: User, round_: CodingRound) -> CodingRound:
    """End a round: from here on everybody sees everybody's work again.

    Raises NotFound, NotAllowed, InputError("coding.round_not_open").
    """
    require(actor, round_.evaluation_id, Action.PLAN_ROUNDS)
    with transaction.atomic():
        one = _held(round_, RoundState.OPEN)
        one.state, one.closed_at, one.closed_by = RoundState.CLOSED, timezone.now(), actor
        one.save(update_fields=["state", "closed_at", "closed_by"])
        texts = list(RoundText.objects.filter(round=one).select_related("version__source"))
        _lock(texts)
        _tell(one, texts)
        unfinished = RoundAssignment.objects.filter(text__round=one, finished_at=None).count()
        _record(actor, "coding.round_closed", one, unfinished=unfinished)
    return one


def delete_round(*, actor: User, round_: CodingRound) -> None:
    """Take away a round that was only planned. Raises NotFound, NotAllowed, InputError("coding.round_not_planned")."""
    require(actor, round_.evaluation_id, Action.PLAN_ROUNDS)
    with transaction.atomic():
        one = _held(round_, RoundState.PLANNED)
        _record(actor, "coding.round_deleted", one)
        one.delete()


def finish_text(*, actor: User, round_: CodingRound, source: int, is_finished: bool = True) -> RoundAssignment:
    """Say that one's own coding of S<source> is finished in this round, or after all is not.

    Raises NotFound, NotAllowed, InputError("coding.round_not_open").
    """
    require(actor, round_.evaluation_id, Action.CODE)
    with transaction.atomic():
        one = _held(round_, RoundState.OPEN)
        own = RoundAssignment.objects.filter(text__round=one, coder=actor, text__version__source__number=source).first()
        if own is None:
            raise NotFound("assignment")
        own.finished_at = timezone.now() if is_finished else None
        own.save(update_fields=["finished_at"])
        _record(actor, "coding.text_finished" if is_finished else "coding.text_reopened", one, source=source)
    return own


def coders_of(evaluation: Evaluation | int) -> list[User]:
    """Who may code in an evaluation, by name; for a caller that has checked who asks."""
    roles = [role for role in Role if is_allowed(role, Action.CODE)]
    ids = Membership.objects.filter(evaluation=evaluation, role__in=roles, user__is_active=True).values("user")
    return list(User.objects.filter(pk__in=ids).order_by("name", "pk"))


def _held(round_: CodingRound, *states: RoundState) -> CodingRound:
    """The round as it is now, locked, in one of these states."""
    one = CodingRound.objects.select_for_update(of=("self",)).get(pk=round_.pk)
    if one.state not in states:
        codes = {RoundState.PLANNED: "coding.round_not_planned", RoundState.OPEN: "coding.round_not_open"}
        raise InputError("coding.round_closed" if len(states) > 1 else codes[states[0]], round=one.number)
    return one


def _about(title: str, unit: str, is_blind: bool) -> dict[str, str | bool]:
    if not title.strip():
        raise InputError("coding.round_title_empty")
    if unit not in Unit.values:
        raise InputError("coding.bad_request")
    return {"title": title.strip()[:TITLE_LENGTH], "unit": unit, "is_blind": is_blind}


def _share(share: int) -> int:
    return min(100, max(0, share))


def _check_texts(evaluation: Evaluation, texts: Collection[SourceVersion]) -> None:
    if not texts:
        raise InputError("coding.round_without_texts")
    for version in texts:
        if version.source.evaluation_id != evaluation.pk:
            raise NotFound("source")
        changes.released_text(version)


def _check_coders(evaluation: Evaluation, coders: Iterable[User]) -> None:
    asked = list(coders)
    if not asked:
        raise InputError("coding.round_without_coders")
    may_code = {one.pk for one in coders_of(evaluation)}
    for coder in asked:
        if coder.pk not in may_code:
            raise InputError("coding.not_a_coder", coder=coder.name)


def _check_together(together: int, coders: Collection[User]) -> None:
    """Two may be asked of a coder alone: a round of one has nothing to divide."""
    if together < FEWEST_TOGETHER:
        raise InputError("coding.bad_request")
    if together > max(FEWEST_TOGETHER, len(coders)):
        raise InputError("coding.too_few_coders", together=together, coders=len(coders))


def _check_codes(evaluation: Evaluation, codes: Collection[Code]) -> None:
    if any(code.evaluation_id != evaluation.pk for code in codes):
        raise InputError("coding.code_elsewhere")


def _check_to_open(one: CodingRound, texts: Collection[RoundText]) -> None:
    """A text is in one open round at a time, and somebody codes it."""
    assigned = set(RoundAssignment.objects.filter(text__round=one).values_list("text", flat=True))
    if not texts or any(text.pk not in assigned for text in texts):
        raise InputError("coding.text_without_coder")
    sources = [text.version.source_id for text in texts]
    other = RoundText.objects.filter(round__state=RoundState.OPEN, version__source__in=sources)
    if there := other.select_related("round", "version__source").first():
        raise InputError("coding.text_in_open_round", source=there.version.source.number, round=there.round.number)


def _divide(one: CodingRound, rows: Collection[RoundText], coders: Collection[int]) -> None:
    division = divide({row.pk: row.version.length for row in rows}, list(coders), one.share, one.seed, one.together)
    RoundAssignment.objects.bulk_create(
        RoundAssignment(text_id=text, coder_id=coder) for text, chosen in division.items() for coder in chosen
    )


def _give(text: RoundText, coders: set[int]) -> None:
    """Who stays keeps having finished."""
    there = RoundAssignment.objects.filter(text=text)
    there.exclude(coder__in=coders).delete()
    new = coders - set(there.values_list("coder", flat=True))
    RoundAssignment.objects.bulk_create(RoundAssignment(text=text, coder_id=coder) for coder in sorted(new))


def _lock(texts: Iterable[RoundText]) -> None:
    """In one order, as everybody who holds several; before numbers are taken, as who codes does."""
    for source_id in sorted({text.version.source_id for text in texts}):
        changes.lock(source_id)


def _tell(one: CodingRound, texts: Iterable[RoundText]) -> None:
    """Who has one of these texts open reads it again: what they may see of it changed."""
    for text in texts:
        telling.tell_text(text.version.source)


def _record(actor: User, action: str, one: CodingRound, **data: int | bool) -> None:
    record(actor, action, one, evaluation=one.evaluation_id, round=one.number, **data)
