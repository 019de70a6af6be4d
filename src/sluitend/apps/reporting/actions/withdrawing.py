"""Built reports with withdrawn words are destroyed, with their keys."""

from __future__ import annotations

from collections.abc import Collection
from functools import partial

from django.db import transaction
from django.utils import timezone

from sluitend.apps.fieldwork.destruction import Destruction
from sluitend.apps.fieldwork.models import Respondent
from sluitend.apps.people.models import User
from sluitend.apps.reporting.models import Build, BuildKind, DestroyReason, Section, SectionVersion
from sluitend.apps.reporting.queries.gather_account import parts_named
from sluitend.apps.reporting.queries.withdrawn import withdrawn_among
from sluitend.apps.sources import store

BUILDS = "reporting.builds"


def destroy_builds(actor: User | None, respondent: Respondent | None, destruction: Destruction) -> None:
    """For ``fieldwork.hooks.withdrawn``: rows now, files as soon as the transaction stands."""
    kept = list(Build.objects.filter(report__evaluation=destruction.evaluation_id).exclude(path=""))
    held = withdrawn_among(destruction.evaluation_id, kept)
    for build in (one for one in kept if one.pk in held):
        _destroy(build, destruction)


def destroy_with_parts(destruction: Destruction, parts: Collection[str]) -> None:
    """The files that may carry these parts of the account, when words in them were withdrawn.

    A file does not tell which annexes it has: it may have a part when the text names it now, or ever did.
    """
    if not parts:
        return
    evaluation = destruction.evaluation_id
    now = Section.objects.filter(report__evaluation=evaluation).values_list("markdown", flat=True)
    before = SectionVersion.objects.filter(section__report__evaluation=evaluation).values_list("markdown", flat=True)
    if not parts_named((*now, *before)).isdisjoint(parts):
        destroy_all(destruction)


def destroy_all(destruction: Destruction) -> None:
    """Every file that is made of the chapters: all but the plan."""
    kept = Build.objects.filter(report__evaluation=destruction.evaluation_id).exclude(path="")
    for build in kept.exclude(kind=BuildKind.PLAN):
        _destroy(build, destruction)


def _destroy(build: Build, destruction: Destruction) -> None:
    destruction.note(BUILDS, object=str(build.built_at.date()), sha256=build.sha256)
    transaction.on_commit(partial(store.remove, build.path))
    build.path, build.wrapped_key = "", None
    build.destroyed_at, build.destroyed_reason = timezone.now(), DestroyReason.QUOTE_WITHDRAWN
    build.save(update_fields=["path", "wrapped_key", "destroyed_at", "destroyed_reason"])
