"""The sentences of this room's errors, its audit events in words, and the lines of a statement."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sluitend.apps.fieldwork import hooks
from sluitend.apps.people import audit_words
from sluitend.web import wording

SENTENCES: dict[str, wording.Sentence] = {
    "fieldwork.asked_in_future": _("The date on which the respondent asked for it has yet to come. Correct the date."),
    "fieldwork.consent_of_both": _(
        "From 12 to 15 the young person and a parent or guardian have to consent, both. Tick both, or wait."
    ),
    "fieldwork.consent_of_parent": _(
        "For a child under 12 a parent or guardian has to consent. Tick that, or wait until there is consent."
    ),
    "fieldwork.consent_of_self": _("From 16 on the person has to consent. Tick that, or wait until there is consent."),
    "fieldwork.done_needs_proof": _("Give the date and say where the proof can be found, or leave the line open."),
    "fieldwork.given_in_future": _("The date of the consent has yet to come. Correct the date."),
    "fieldwork.kept_too_short": _("The retention date lies before the date of the consent. Correct one of the two."),
    "fieldwork.ledger_unwritable": _(
        "Nothing was destroyed, because it could not be written down in the key folder. Ask who manages the "
        "installation to make that folder writable, and try again."
    ),
    "fieldwork.letter_empty": _("The letter is empty. Write it, or go back."),
    "fieldwork.letter_same": _("The letter is the same as it was. Change it, or go back."),
    "fieldwork.line_unclear": _(
        "Line %(number)s is not clear. Write a name, an e-mail address and a function, separated by semicolons; "
        "leave out what you do not know. Nobody has been added."
    ),
    "fieldwork.list_empty": _("The list is empty. Write one person on each line."),
    "fieldwork.list_too_long": _(
        "The list has %(count)s lines; at most %(most)s go in at once. Nobody has been added: split the list."
    ),
    "fieldwork.no_purpose": _("Without consent to this evaluation nothing may be used. Tick that purpose, or wait."),
    "fieldwork.not_needed_needs_reason": _("Say why this is not needed, or leave the line open."),
    "fieldwork.nothing_chosen": _("Choose at least one source in which this respondent spoke."),
    "fieldwork.respondent_gone": _("Everything of R%(number)s has been destroyed. Nothing can be added or changed."),
    "fieldwork.unknown_value": _(
        "What you chose does not belong to this evaluation. Reload the page and choose again."
    ),
}

AUDIT_WORDS: dict[str, audit_words.Words] = {
    "fieldwork.respondent_added": _("respondent added"),
    "fieldwork.respondent_changed": _("details of a respondent changed"),
    "fieldwork.identity_opened": _("name of a respondent opened"),
    "fieldwork.identities_opened": _("names of respondents opened, to find them in a text"),
    "fieldwork.identity_changed": _("name or contact details of a respondent changed"),
    "fieldwork.consent_recorded": _("consent recorded"),
    "fieldwork.letter_written": _("new version of the information letter"),
    "fieldwork.gate_line_set": _("line of the start conditions filled in"),
    "fieldwork.destroyed": _("destroyed, with a statement"),
    "fieldwork.statement_downloaded": _("destruction statement downloaded"),
}

LINES = {"fieldwork.identity": _("name and contact details, with their key")}


def register() -> None:
    """Called once, from AppConfig.ready()."""
    wording.register(SENTENCES)
    audit_words.register(AUDIT_WORDS)
    hooks.line_words.update(LINES)
