"""What the consent of respondents is worth today."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from sluitend.apps.design.access import check
from sluitend.apps.design.models import Evaluation
from sluitend.apps.fieldwork.models import AgeGroup, Consent, ConsentState, Respondent
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action

WARN_BEFORE = timedelta(days=30)


def sufficient(age_group: str, *, by_self: bool, by_parent: bool) -> bool:
    """Whether those who consented are those who have to.

    Under 12 the parent or guardian, from 12 to 15 the young person as well, from 16 the person alone: the ages of the
    Dutch law on medical treatment (art. 7:447 and 7:450 BW), which research with children follows.
    """
    match age_group:
        case AgeGroup.CHILD:
            return by_parent
        case AgeGroup.TWELVE:
            return by_self and by_parent
    return by_self


def newest_consents(respondent_ids: Collection[int]) -> dict[int, Consent]:
    """The consent that counts, by respondent; for a caller that has checked who asks. One query."""
    rows = Consent.objects.filter(respondent__in=respondent_ids).select_related("respondent").order_by("id")
    return {row.respondent_id: row for row in rows}


def consents_of(respondent_ids: Collection[int]) -> dict[int, ConsentState]:
    """What their consent is worth today, for a caller that has checked who asks. Two queries."""
    newest = newest_consents(respondent_ids)
    gone = Respondent.objects.filter(pk__in=respondent_ids, withdrawn_at__isnull=False)
    withdrawn = set(gone.values_list("pk", flat=True))
    today = timezone.localdate()
    return {pk: ConsentState.WITHDRAWN if pk in withdrawn else _state(newest.get(pk), today) for pk in respondent_ids}


def _state(consent: Consent | None, today: date) -> ConsentState:
    if consent is None:
        return ConsentState.MISSING
    if consent.withdrawn_at is not None:
        return ConsentState.WITHDRAWN
    if consent.retain_until < today:
        return ConsentState.EXPIRED
    given = sufficient(consent.respondent.age_group, by_self=consent.by_self, by_parent=consent.by_parent)
    return ConsentState.VALID if given else ConsentState.MISSING


def quoting_agreed(respondent_ids: Collection[int]) -> dict[int, bool | None]:
    """Whether they agreed to being quoted; None where nothing was recorded. The caller has checked who asks."""
    newest = newest_consents(respondent_ids)
    return {pk: newest[pk].quoting if pk in newest else None for pk in respondent_ids}


def recording_refused(respondent_ids: Collection[int]) -> set[int]:
    """Ids of those who consented, and not to being recorded. The caller has checked who asks. One query."""
    return {pk for pk, consent in newest_consents(respondent_ids).items() if not consent.recording}


def consents_for(user: User, respondent: Respondent) -> QuerySet[Consent]:
    """All that somebody agreed to, the newest first. Raises NotFound, NotAllowed."""
    check(user, respondent.evaluation, Action.VIEW_FIELDWORK)
    return respondent.consents.select_related("letter", "recorded_by")


def due_for_destruction(today: date) -> list[Respondent]:
    """Whose material is past its retention date. No user: the date was agreed with the respondent."""
    return [one.respondent for one in _ending(Respondent.objects.all(), today - timedelta(days=1))]


def expiring_for(user: User, evaluation: Evaluation, today: date) -> list[Consent]:
    """Consents of which the retention date comes within a month. Raises NotFound, NotAllowed."""
    check(user, evaluation, Action.VIEW_FIELDWORK)
    return _ending(evaluation.respondents.all(), today + WARN_BEFORE)


def _ending(respondents: QuerySet[Respondent], last: date) -> list[Consent]:
    """The newest consents that end on this day or before, the first to end first."""
    known = respondents.filter(Q(consents__retain_until__lte=last), emptied_at__isnull=True)
    newest = newest_consents(set(known.values_list("pk", flat=True)))
    return sorted((one for one in newest.values() if one.retain_until <= last), key=lambda one: one.retain_until)


def somebody_consented(evaluation: Evaluation) -> bool:
    """Whether a respondent of this evaluation gave consent; for the design, which should stand by then. One query."""
    return Consent.objects.filter(respondent__evaluation=evaluation).exists()
