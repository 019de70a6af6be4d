"""Somebody asks for it: the texts of an evaluation may be read for their meaning, by the model that is set now."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from sluitend.apps.coding.actions.meaning import keeping
from sluitend.apps.coding.models import Learning, MeaningUse, Suggestion, TextMeaning
from sluitend.apps.design.access import require
from sluitend.apps.design.models import Evaluation
from sluitend.apps.people.audit import record
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action
from sluitend.errors import InputError
from sluitend.work import embedding_host, runs


def start_reading(*, actor: User, evaluation: Evaluation) -> MeaningUse:
    """Have vectors made of all texts, now and when they change. Of a service outside this machine the leader decides.

    Raises NotFound, NotAllowed, InputError("work.meaning_missing").
    """
    leaves = embedding_host.leaves_machine()
    require(actor, evaluation, Action.SEND_TEXT_OUT if leaves else Action.CODE)
    name = embedding_host.model_name()
    if not name:
        raise InputError(embedding_host.MISSING)
    with transaction.atomic():
        begun = {"model_name": name, "leaves": leaves, "started_by": actor, "started_at": timezone.now()}
        use, _new = MeaningUse.objects.update_or_create(evaluation=evaluation, defaults=begun)
        runs.start(keeping.READ, {}, evaluation_id=evaluation.pk, requested_by_id=actor.pk)
        record(actor, "coding.meaning_started", use, evaluation=evaluation.pk, leaves=leaves)
    return use


def stop_reading(*, actor: User, evaluation: Evaluation) -> None:
    """Destroy all vectors of an evaluation, with what was suggested by them. Raises NotFound, NotAllowed."""
    require(actor, evaluation, Action.CODE)
    with transaction.atomic():
        use = MeaningUse.objects.filter(evaluation=evaluation).first()
        if use is None:
            return
        record(actor, "coding.meaning_stopped", use, evaluation=evaluation.pk)
        use.delete()
        keeping.forget(list(TextMeaning.objects.filter(evaluation=evaluation).values_list("version_id", flat=True)))
        Suggestion.objects.filter(evaluation=evaluation).delete()
        Learning.objects.filter(evaluation=evaluation).delete()
