"""The kind of a source decides what may be quoted from it."""

from __future__ import annotations

from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _


class SourceKind(models.TextChoices):
    DOCUMENT = "document", _("document")
    TRANSCRIPT = "transcript", _("transcript")
    INTERVIEW_REPORT = "interview_report", _("interview report (paraphrase)")
    CASE_FILE_SCORE = "case_file_score", _("case-file score")
    CASE_RECONSTRUCTION = "case_reconstruction", _("case reconstruction")
    SENSE_MAKING = "sense_making", _("sense-making session")
    EXPERT_NOTE = "expert_note", _("expert note")
    SURVEY_ANSWERS = "survey_answers", _("open answers of a questionnaire")


class ApprovalState(models.TextChoices):
    """Of an interview report: it is a paraphrase, and counts once the respondent has approved it."""

    NOT_NEEDED = "not_needed", _("not needed")
    DRAFT = "draft", _("draft")
    SENT = "sent", _("sent to the respondent")
    CORRECTED = "corrected", _("corrected by the respondent")
    APPROVED = "approved", _("approved by the respondent")


class Quoting(StrEnum):
    """What may be taken over from a source."""

    VERBATIM = "verbatim"  # as a quote
    PARAPHRASE = "paraphrase"  # as "according to the approved report", never as somebody's words
    NEVER = "never"  # only in one's own words, or as a figure


QUOTING: dict[str, Quoting] = {
    SourceKind.DOCUMENT: Quoting.VERBATIM,
    SourceKind.TRANSCRIPT: Quoting.VERBATIM,
    SourceKind.EXPERT_NOTE: Quoting.VERBATIM,
    SourceKind.SURVEY_ANSWERS: Quoting.VERBATIM,
    SourceKind.INTERVIEW_REPORT: Quoting.PARAPHRASE,
    SourceKind.SENSE_MAKING: Quoting.PARAPHRASE,
    SourceKind.CASE_FILE_SCORE: Quoting.NEVER,
    SourceKind.CASE_RECONSTRUCTION: Quoting.NEVER,
}


def quoting_of(kind: str, approval: str) -> Quoting:
    """What may be taken over; an interview report only once its respondent has approved it."""
    quoting = QUOTING[kind]
    if kind == SourceKind.INTERVIEW_REPORT and approval != ApprovalState.APPROVED:
        return Quoting.NEVER
    return quoting
