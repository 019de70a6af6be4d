"""The only place that reads sources across a permission boundary."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from sluitend.apps.design.access import check, may, require
from sluitend.apps.design.models import Evaluation
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action, is_allowed
from sluitend.apps.sources import seals
from sluitend.apps.sources.models import (
    AnswerPlan,
    Correction,
    Quoting,
    Source,
    SourceVersion,
    Upload,
    UploadState,
    quoting_of,
)
from sluitend.apps.sources.speakers import (
    SpeakerRow,
    SpeakerView,
    TurnIndex,
    speaker_at,
    speaker_rows_for,
    speakers_by_number,
    speakers_for,
    speakers_in,
    speakers_numbered,
    speakers_of,
    turn_index,
)
from sluitend.digits import whole
from sluitend.errors import NotFound
from sluitend.web.registry import Reference

__all__ = [  # the rest is defined here
    "SpeakerRow",
    "SpeakerView",
    "TurnIndex",
    "speaker_at",
    "speaker_rows_for",
    "speakers_by_number",
    "speakers_for",
    "speakers_in",
    "speakers_numbered",
    "speakers_of",
    "turn_index",
]

_LINKS = ("organisation", "perspective", "place", "phase", "method", "object_version")
RESULTS_SHOWN = 300


def sources_for(user: User, evaluation: Evaluation) -> QuerySet[Source]:
    """The sources that the user may know of: all for the team, the public documents for a reader.

    With `length` (code points) and `released_at` of the newest version. Raises NotFound, NotAllowed.
    """
    role = check(user, evaluation, Action.VIEW_PUBLIC_SOURCE)
    newest = SourceVersion.objects.filter(source=OuterRef("pk")).order_by("-number")
    rows = Source.objects.filter(evaluation=evaluation).select_related(*_LINKS)
    if not is_allowed(role, Action.VIEW_SOURCES):
        rows = rows.filter(is_public=True)
    return rows.annotate(
        length=Subquery(newest.values("length")[:1]), released_at=Subquery(newest.values("released_at")[:1])
    )


def source_for(user: User, evaluation: Evaluation, number: int) -> Source:
    """The source S<number>. Raises NotFound, NotAllowed."""
    source = sources_for(user, evaluation).select_related("evaluation", "original").filter(number=number).first()
    if source is None:
        raise NotFound("source")
    return source


def versions_of(source: Source) -> QuerySet[SourceVersion]:
    """All versions without their texts, newest first."""
    versions = source.versions.select_related("created_by", "released_by").order_by("-number")
    return versions.defer("text", "sealed_text", "blocks", "turns")


def version_text(version: SourceVersion) -> str:
    """The text of a version whose source the caller was allowed to open; opens the seal of an unreleased one.

    Raises sealed.SealBroken.
    """
    if version.sealed_text is None:
        return version.text or ""
    return seals.open_text(version.source, version.number, version.sealed_text)


def correction_for(user: User, source: Source) -> Correction:
    """What this user wants to make of the text. Raises NotFound, NotAllowed."""
    require(user, source.evaluation_id, Action.EDIT_SOURCE)
    found = source.corrections.select_related("source", "version__source").filter(created_by=user).first()
    if found is None:
        raise NotFound("correction")
    return found


def corrected_words(correction: Correction) -> tuple[str, list[str] | None]:
    """Text, and labels when it was read anew: for a caller that was given the correction. Raises sealed.SealBroken."""
    return seals.open_correction(correction.source, correction.sealed_text)


def version_before(version: SourceVersion) -> SourceVersion | None:
    """The version that this one took the place of."""
    older = version.source.versions.select_related("source").filter(number__lt=version.number)
    return older.order_by("-number").first()


@dataclass(frozen=True, slots=True)
class UploadResult:
    """One line of the list of what happened to one's files."""

    upload: Upload
    name: str  # empty when it was cleared, or taken over by its source
    title: str  # of the source that it became

    @property
    def is_busy(self) -> bool:
        return self.upload.state in (UploadState.WAITING, UploadState.READING)


def answer_plan_for(user: User, evaluation: Evaluation, upload_id: int) -> AnswerPlan:
    """The user's own table that waits for its columns to be named. Raises NotFound, NotAllowed."""
    check(user, evaluation, Action.ADD_SOURCE)
    rows = AnswerPlan.objects.select_related("upload__evaluation")
    mine = rows.filter(upload__evaluation=evaluation, upload__uploaded_by=user, upload__state=UploadState.MAPPING)
    found = mine.filter(upload=upload_id).first()
    if found is None:
        raise NotFound("upload")
    return found


def upload_results_for(user: User, evaluation: Evaluation) -> list[UploadResult]:
    """The user's own uploads that were not cleared, newest first. Raises NotFound, NotAllowed."""
    check(user, evaluation, Action.ADD_SOURCE)
    mine = Upload.objects.filter(evaluation=evaluation, uploaded_by=user, cleared_at__isnull=True)
    # Of a deleted source there is nothing to show.
    shown = mine.exclude(Q(state=UploadState.ACCEPTED) & Q(source__isnull=True)).select_related("source")
    return [_result(upload) for upload in shown[:RESULTS_SHOWN]]


def _result(upload: Upload) -> UploadResult:
    title = seals.title_of(upload.source) if upload.source is not None else ""
    return UploadResult(upload, seals.name_of(upload), title)


@dataclass(frozen=True, slots=True)
class Totals:
    """How many sources the user may know of, and how many of them may be coded."""

    total: int
    released: int


def totals_for(user: User, evaluation: Evaluation) -> Totals:
    """Raises NotFound, NotAllowed."""
    counted = sources_for(user, evaluation).aggregate(total=Count("pk"), released=Count("released_at"))
    return Totals(counted["total"], counted["released"])


def released_by_evaluation_for(user: User, evaluations: Iterable[Evaluation]) -> dict[int, int]:
    """How many sources may be coded, by evaluation; zero where the user is not in the team. One query."""
    listed = list(evaluations)
    team = [one.pk for one in listed if may(user, one, Action.VIEW_SOURCES)]
    released = Source.objects.filter(evaluation_id__in=team, versions__released_at__isnull=False)
    counted = released.values("evaluation_id").annotate(count=Count("pk", distinct=True))
    found = dict(counted.values_list("evaluation_id", "count"))
    return {one.pk: found.get(one.pk, 0) for one in listed}


def quoting(source: Source) -> Quoting:
    """What may be taken over from this source."""
    return quoting_of(source.kind, source.approval)


@dataclass(frozen=True, slots=True)
class SourceReference:
    """A source as the evidence chain shows it."""

    title: str
    url: str


def resolve(user: User, evaluation: Evaluation, number: str) -> SourceReference:
    """For web.registry: title and address of S<number>. Raises NotFound, NotAllowed."""
    from django.urls import reverse

    if (found := whole(number)) is None:  # sources have no sub-numbers
        raise NotFound("source")
    source = source_for(user, evaluation, found)
    return SourceReference(seals.title_of(source), reverse("sources:source", args=[evaluation.pk, source.number]))


def down_links(user: User, evaluation: Evaluation, number: str) -> list[Reference]:
    """For web.registry: what rests on S<number>, as lower rooms tell."""
    from sluitend.apps.sources import hooks

    return [reference for rests in hooks.rests_on for reference in rests(user, evaluation, number)]
