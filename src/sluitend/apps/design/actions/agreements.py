"""What parties agreed, taken over from the document in which it stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from sluitend.apps.design.access import require
from sluitend.apps.design.actions.changing import change, check_dates, remove
from sluitend.apps.design.models import Agreement, Evaluation, Place
from sluitend.apps.design.numbers import Numbered, next_number
from sluitend.apps.people.audit import record
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action


@dataclass(frozen=True, slots=True)
class Agreed:
    """One agreement as it is taken over: its words, and where it stands ("article 4")."""

    text: str
    article: str = ""


def add_agreements(
    *,
    actor: User,
    evaluation: Evaluation,
    agreed: Sequence[Agreed],
    parties: str = "",
    agreed_on: date | None = None,
    due_on: date | None = None,
    place: Place | None = None,
) -> list[Agreement]:
    """Add agreements of the same parties, dates and place, each with its own number.

    Raises InputError("design.ends_before_start").
    """
    require(actor, evaluation, Action.EDIT_DESIGN)
    check_dates(agreed_on, due_on)
    shared = {"parties": parties, "agreed_on": agreed_on, "due_on": due_on, "place": place}
    with transaction.atomic():
        made = Agreement.objects.bulk_create(
            Agreement(
                evaluation=evaluation,
                number=next_number(evaluation.pk, Numbered.AGREEMENT),
                text=one.text,
                article=one.article,
                **shared,
            )
            for one in agreed
        )
        record(actor, "design.agreements_added", evaluation, evaluation=evaluation.pk, added=len(made))
    return made


def change_agreement(
    *,
    actor: User,
    agreement: Agreement,
    revision: int,
    text: str,
    parties: str,
    article: str,
    agreed_on: date | None,
    due_on: date | None,
    place: Place | None,
) -> Agreement:
    """Correct an agreement. Raises InputError("design.ends_before_start" | "design.changed_meanwhile")."""
    require(actor, agreement.evaluation_id, Action.EDIT_DESIGN)
    check_dates(agreed_on, due_on)
    content = {"text": text, "parties": parties, "article": article}
    with transaction.atomic():
        change(agreement, revision=revision, agreed_on=agreed_on, due_on=due_on, place=place, **content)
        record(actor, "design.agreement_changed", agreement, evaluation=agreement.evaluation_id)
    return agreement


def delete_agreement(*, actor: User, agreement: Agreement) -> None:
    """Take an agreement away on which nothing rests; its number is not given again.

    Raises InputError("design.in_use").
    """
    require(actor, agreement.evaluation_id, Action.EDIT_DESIGN)
    with transaction.atomic():
        record(actor, "design.agreement_deleted", agreement, evaluation=agreement.evaluation_id)
        remove(agreement)
