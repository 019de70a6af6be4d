"""A changed letter is a new version: who consented to the old one did so to the old one."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from sluitend.apps.design.access import require
from sluitend.apps.design.models import Evaluation
from sluitend.apps.fieldwork.letter import FIELDS
from sluitend.apps.fieldwork.models import InformationLetter
from sluitend.apps.people.audit import record
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action
from sluitend.errors import InputError


def write_letter(
    *, actor: User, evaluation: Evaluation, text: str, fields: Mapping[str, str], seen: int
) -> InformationLetter:
    """Add a version; ``seen`` is the number of the version that the writer saw, 0 for none.

    Raises NotFound, NotAllowed, InputError("fieldwork.letter_empty" | "fieldwork.letter_same" |
    "design.changed_meanwhile").
    """
    require(actor, evaluation, Action.EDIT_FIELDWORK)
    kept = {name: fields.get(name, "").strip() for name in FIELDS}
    if not text.strip():
        raise InputError("fieldwork.letter_empty")
    with transaction.atomic():
        Evaluation.objects.select_for_update().get(pk=evaluation.pk)
        last = evaluation.letters.order_by("-number").first()
        if (last.number if last else 0) != seen:
            raise InputError("design.changed_meanwhile")
        if last and (last.text, last.fields) == (text.strip(), kept):
            raise InputError("fieldwork.letter_same")
        letter = InformationLetter.objects.create(
            evaluation=evaluation, number=seen + 1, text=text.strip(), fields=kept, created_by=actor
        )
        record(actor, "fieldwork.letter_written", letter, evaluation=evaluation.pk, version=letter.number)
    return letter
