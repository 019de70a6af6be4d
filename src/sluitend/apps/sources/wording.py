"""The sentences of this room's errors: what is wrong, where, and how to mend it."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sluitend.apps.people import audit_words
from sluitend.apps.sources.models import Quoting, SourceKind
from sluitend.apps.sources.personal_data import Sign
from sluitend.web import wording

SENTENCES: dict[str, str | Promise] = {
    "sources.duplicate": _("This file is in this evaluation already, as S%(number)s. It was not added again."),
    "sources.duplicate_waiting": _("This file is being taken in already. It was not added again."),
    "sources.answers_dropped": _("Nobody said what the columns of this table hold, so it was destroyed. Add it again."),
    "sources.answers_no_question": _("Choose at least one column with answers to an open question."),
    "sources.answers_twice": _(
        "“%(first)s” and “%(second)s” are said to hold the same. Choose one of the two and leave the other out."
    ),
    "sources.answers_many_values": _(
        "“%(name)s” has more than %(most)s different values, or long ones, so it cannot divide the answers into "
        "groups. Leave it out, or say that it holds answers."
    ),
    "sources.answers_no_such_column": _("There is no column “%(name)s” in this table. Its columns are: %(columns)s."),
    "sources.answers_unknown_values": _(
        "In “%(column)s” stands what this evaluation does not know: %(values)s. Add it to the set-up first, or give "
        "--leave-empty."
    ),
    "sources.reading_failed": _(
        "Reading this file failed by a fault on our side. Nothing of it was kept. Add the file once more."
    ),
    "sources.no_such_path": _("“%(where)s” does not exist. Check the name of the file or folder."),
    "sources.unknown_attribute": _("A source has no attribute “%(name)s”. Leave it out."),
    "sources.unknown_value": _(
        "The value chosen for “%(name)s” does not exist in this evaluation. Reload the page and choose again."
    ),
    "sources.only_documents_are_public": _(
        "Only a document can be public. Choose the kind “document”, or leave “Public document” unticked."
    ),
    "sources.consent_expired": _(
        "%(source)s cannot be released: the retention date of %(who)s has passed. What they said has to be destroyed."
    ),
    "sources.consent_missing": _(
        "%(source)s cannot be released: there is no valid consent of %(who)s. Record it on the page of the respondent."
    ),
    "sources.consent_withdrawn": _(
        "%(source)s cannot be released: %(who)s withdrew. Destroy what they said on the page of the respondent."
    ),
    "sources.gate_open": _(
        "%(source)s cannot be released: not all start conditions are met (open: %(count)s). The project leader fills "
        "them in under Fieldwork."
    ),
    "sources.ground_needs_reason": _("Say why this ground holds and where that is written down."),
    "sources.no_ground": _(
        "%(source)s cannot be released: it is not recorded by what right it may be used. Record consent or another "
        "ground."
    ),
    "sources.no_respondents": _(
        "%(source)s cannot be released: it rests on consent, but nobody is named. Choose who speak in it."
    ),
    "sources.speakers_unknown": _(
        "%(source)s cannot be released: of some speakers it is not said which respondent they are (%(count)s). Say who "
        "they are, or that they ask the questions."
    ),
    "sources.withdrawn": _("S%(number)s was withdrawn and destroyed. Nothing can be added or changed."),
    "sources.withdrawn_words": _(
        "Words in this text were withdrawn after you began. Correct the present text, and leave “%(marker)s” wherever "
        "it stands."
    ),
    "sources.recording_not_agreed": _(
        "%(source)s is a transcript, and %(who)s did not agree to being recorded. It opens for coding once it is "
        "recorded, at the ground, what was decided about it."
    ),
    "sources.public_needs_reason": _(
        "Speakers were found in %(source)s. Say why this conversation is public before everybody can read it."
    ),
    "sources.comes_from_persons": _(
        "S%(number)s cannot become a public document: a ground is recorded for it, or it is said which respondents "
        "speak in it. If it is a public document after all, delete it and add the file again."
    ),
    "sources.no_title": _("Give the source a title."),
    "sources.changed_meanwhile": _(
        "Somebody else changed this source while you were working. Compare your values with the present ones below "
        "and save again."
    ),
    "sources.approval_changed": _(
        "Somebody else set the approval of S%(number)s while you were working. See what it is now, and choose again."
    ),
    "sources.speakers_changed": _(
        "Somebody else said who is who in this source while you were working, or its speakers changed. "
        "Compare your choices with the present ones and save again."
    ),
    "sources.interviewer_is_no_respondent": _(
        "“%(label)s” asks the questions and is a respondent as well. Choose one of the two."
    ),
    "sources.speaker_in_a_circle": _(
        "Two labels are each said to be the other. Choose for one of them that it is a speaker of its own."
    ),
    "sources.approval_of_reports_only": _("Only an interview report is approved by its respondent."),
    "sources.not_released": _(
        "S%(number)s has not been released yet. Read the text and release it first; then it can be coded."
    ),
    "sources.not_public": _("This source is not marked as a public document. State that it holds no personal data."),
    "sources.newer_version": _("There is a newer version of this text. Read that one and release it."),
    "sources.not_stated": _("Tick the statement if the text holds no personal data. Otherwise do not release it."),
    "sources.no_reason": _("Say why there is a new version of the text."),
    "sources.same_text": _("The new text is the same as the last version. Nothing was saved."),
    "sources.original_destroyed": _(
        "The original of S%(number)s has been destroyed. Its hash, its size and the reason were kept."
    ),
    "sources.corrected_meanwhile": _(
        "Somebody else made a new version of this text in the meantime. Correct that one; your correction is kept "
        "beside it until you drop it."
    ),
    "sources.text_destroyed": _("The text of version %(number)s has been destroyed already."),
    "sources.text_is_newest": _(
        "Version %(number)s is the text that is in use. Make a corrected version and release it first."
    ),
    "sources.text_in_use": _(
        "The text of version %(number)s cannot go yet, because fragments rest on it (%(count)s). "
        "Place them in the new text first, or let them lapse."
    ),
    "sources.in_use": _(
        "S%(number)s cannot be deleted, because fragments rest on it (%(count)s). "
        "Take these away in the coding screen first."
    ),
}

QUOTING: dict[str, str | Promise] = {
    Quoting.VERBATIM: _("Passages may be quoted word for word."),
    Quoting.PARAPHRASE: _("May be given as “according to the report”, never as somebody’s own words."),
    Quoting.NEVER: _("May not be quoted: use your own words, or a figure."),
}

WHY: dict[str, str | Promise] = {
    SourceKind.DOCUMENT: _("A document says what its author wrote."),
    SourceKind.TRANSCRIPT: _("A transcript holds what was said, word for word."),
    SourceKind.EXPERT_NOTE: _("An expert note is written and signed by its author."),
    SourceKind.SURVEY_ANSWERS: _("Open answers are people’s own words, given in writing and without a conversation."),
    SourceKind.INTERVIEW_REPORT: _(
        "An interview report is a summary in the interviewer’s words. It counts once the respondent has approved it."
    ),
    SourceKind.SENSE_MAKING: _("A sense-making session is a conversation of many; nobody’s words are taken apart."),
    SourceKind.CASE_FILE_SCORE: _("A case-file score says something about a child’s file. It counts in figures only."),
    SourceKind.CASE_RECONSTRUCTION: _("In a case reconstruction people are recognisable, even without their names."),
}

SIGNS: dict[str, str | Promise] = {
    Sign.BSN: _("looks like a citizen service number (BSN)"),
    Sign.IBAN: _("bank account number"),
    Sign.EMAIL: _("e-mail address"),
    Sign.PHONE: _("phone number"),
    Sign.BIRTH_DATE: _("date of birth"),
}

AUDIT: dict[str, str | Promise] = {
    "sources.uploaded": _("file received"),
    "sources.answers_planned": _("columns of a table of answers named"),
    "sources.upload_refused": _("file refused"),
    "sources.uploads_cleared": _("list of received files cleared"),
    "sources.source_added": _("source added"),
    "sources.source_changed": _("details of a source changed"),
    "sources.public_confirmed": _("confirmed that a conversation is public"),
    "sources.turned_confidential": _("public document turned out not to be one"),
    "sources.approval_set": _("approval of a report recorded"),
    "sources.speakers_changed": _("speakers of a source named"),
    "sources.opened": _("source opened"),
    "sources.ground_set": _("ground of a source recorded"),
    "sources.released": _("text released"),
    "sources.version_published": _("new version of a text added"),
    "sources.correction_kept": _("correction of a text prepared"),
    "sources.correction_dropped": _("correction of a text dropped"),
    "sources.text_destroyed": _("text of an older version destroyed"),
    "sources.original_downloaded": _("original downloaded"),
    "sources.original_destroyed": _("original destroyed"),
    "sources.source_deleted": _("source deleted"),
    "sources.withdrawn": _("what a respondent said destroyed"),
}


# Lines of a destruction statement.
DESTROYED: dict[str, str | Promise] = {
    "sources.source": _("the whole source, with its key, title and details"),
    "sources.text": _("the text of this version"),
    "sources.turns": _("what the respondent said in this version"),
    "sources.original": _("the original file"),
    "sources.removed_source": _("the whole source, removed by the team"),
    "sources.removed_text": _("the text of this version, removed by the team"),
    "sources.removed_file": _("the original file, removed by the team"),
    "sources.names": _("forms of the name on the list of names to take out"),
}


def register() -> None:
    """Called once, from AppConfig.ready()."""
    wording.register(SENTENCES)
    audit_words.register(AUDIT)
