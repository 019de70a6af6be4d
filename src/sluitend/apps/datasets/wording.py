"""The sentences of this room: errors, remarks of the report, refusals, the audit trail."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sluitend.apps.datasets.models import DatasetVersion
from sluitend.apps.fieldwork import hooks as fieldwork_hooks
from sluitend.apps.people import audit_words
from sluitend.engines.chain.remarks import Code, Level
from sluitend.engines.disclosure.kinds import Kind
from sluitend.errors import InputError
from sluitend.web import wording

Words = dict[str, "str | Promise"]

SENTENCES: Words = {
    "datasets.field_needed": _("Fill in a title, where the data come from, and by what right they are used."),
    "datasets.retention_past": _("Choose a day after today until which the data are kept."),
    "datasets.removed": _("The data of D%(number)s were destroyed. Add the file as a new dataset."),
    "datasets.version_open": _(
        "A delivery of D%(number)s still waits for a decision. Accept or refuse that one first."
    ),
    "datasets.duplicate": _("This file is in this evaluation already, as D%(number)s. It was not added again."),
    "datasets.unsupported": _("An event log comes as csv, csv.gz, xlsx, Parquet, xes or xes.gz. Choose such a file."),
    "datasets.too_big": _(
        "This file has %(megabytes)s MB; at most %(most)s MB can be added. Deliver it as Parquet or csv.gz, or split "
        "it by period."
    ),
    "datasets.reading_failed": _("The file could not be read by a fault of ours. Ask who manages Sluitend to look."),
    "datasets.not_waiting": _("This delivery does not wait for a decision any more. See what became of it."),
    "datasets.no_case_column": _("Choose which column holds the case."),
    "datasets.no_activity_column": _("Choose which column holds the activity: what happened."),
    "datasets.no_time_column": _("Choose which column holds the date or time at which it happened."),
    "datasets.role_twice": _(
        "Two columns are said to hold the same. Only attributes may be more than one: choose one column for the case, "
        "the activity, the time, who did it and when it was recorded."
    ),
    "datasets.unknown_column": _("A chosen column is not in this file. Choose again."),
    "datasets.too_many_words": _("Give at most %(most)s words that mean “not known”."),
    "datasets.no_reason": _("Say why this may pass."),
    "datasets.no_such_error": _("The report has no such error. See the report as it is now."),
    "datasets.errors_left": _(
        "The report still has errors that nobody decided on (%(count)s). Let each pass with a reason, or refuse the "
        "delivery and mend the file."
    ),
    "datasets.unknown_reason": _("Choose one of the reasons."),
    "events.no_names": _(
        "The first row of this file has data instead of names of columns. Give every column a name in row 1, and look "
        "whether this is the right file."
    ),
    "events.too_many_columns": _("This file has %(found)s columns; at most %(most)s can be read. Leave some out."),
    "events.nothing_left": _(
        "None of the %(rows)s rows has a case, an activity and a date that exists. Choose the columns again."
    ),
    "events.column_gone": _("A chosen column is not in this file. Choose again."),
    "events.registered_unclear": _(
        "The dates on which events were recorded are written in different ways. Write them all in one way, or leave "
        "that column out."
    ),
}
REFUSED = _(
    "The file was destroyed: such data do not come in here. Let whoever keeps them run “sluitend prepare” on their own "
    "machine, which replaces numbers of cases by keys and takes out what tells who somebody is; then add what that "
    "gives."
)
IDENTIFYING: Words = {
    Kind.BSN: _("Column %(place)s holds citizen service numbers (BSN)."),
    Kind.NAME: _("Column %(place)s holds names of people."),
    Kind.BIRTH_DATE: _("Column %(place)s holds dates of birth."),
    Kind.ADDRESS: _("Column %(place)s holds addresses."),
    Kind.POSTCODE: _("Column %(place)s holds postcodes."),
    Kind.PLACE: _("Column %(place)s holds places smaller than a municipality."),
    Kind.EMAIL: _("Column %(place)s holds e-mail addresses."),
    Kind.PHONE: _("Column %(place)s holds telephone numbers."),
    Kind.IBAN: _("Column %(place)s holds bank account numbers."),
    Kind.FREE_TEXT: _("Column %(place)s holds remarks, in which anything can stand."),
}
LEVELS: Words = {Level.ERROR: _("error"), Level.WARNING: _("warning"), Level.NOTE: _("remark")}
# What is wrong, and how to mend it.
REMARKS: dict[str, tuple[str | Promise, str | Promise]] = {
    Code.NO_CASE: (_("no case"), _("Fill in the case, or take the row out.")),
    Code.NO_ACTIVITY: (_("no activity"), _("Fill in what happened, or take the row out.")),
    Code.NO_TIME: (_("no date"), _("Fill in the date, or take the row out.")),
    Code.BAD_TIME: (_("a date that does not exist"), _("Write dates as 2026-03-31 or 31-03-2026.")),
    Code.FUTURE_TIME: (
        _("a date that still has to come"),
        _("Correct the date; leave planned events out of the export."),
    ),
    Code.TWICE: (
        _("the same as an earlier row in every column that you chose"),
        _("Take double rows out, or choose a column by which they differ."),
    ),
    Code.BEFORE: (_("recorded before it happened"), _("Look which of the two dates is wrong.")),
    Code.UNKNOWN_WORD: (
        _("a word that means “not known”"),
        _("Name this word under “Words that mean not known”, so that it does not count as a value."),
    ),
    Code.NEW_VALUE: (
        _("a value that the version in use does not have"),
        _("Look whether it is a new code or a mistake."),
    ),
    Code.SPELLED_ALIKE: (
        _("differs from another value only in capitals or spaces"),
        _("Write it in one way, or they count as two."),
    ),
    Code.GAP: (_("months without any event"), _("Look whether a month is missing from the export.")),
    Code.FAR_OFF: (_("far from all the others"), _("Look whether it is right; a mistyped year is common.")),
    Code.MANY_EVENTS: (
        _("cases with far more events than the others"),
        _("Look whether cases were put together under one number."),
    ),
    Code.SAME_TIME: (
        _("at the same moment as another event of the case"),
        _("They are taken in the order of the rows. Sort the export, or give times with it."),
    ),
    Code.RECOGNISABLE: (
        _("cases that share all their attributes with fewer than nine others"),
        _(
            "Who knows these things of somebody finds the case. It helps most to make this attribute coarser, or to "
            "leave it out."
        ),
    ),
    Code.ONLY_COURSE: (
        _("cases whose order of activities is no other’s"),
        _("Who knows the course of a case finds it. Keep the data within the team, and group activities."),
    ),
    Code.NO_RESOURCE: (
        _("not known who did it"),
        _("Fill in who did it where you can: an unknown one breaks a handover."),
    ),
}
LEFT_OUT = _("These rows are no events: they stay out of analyses, also when you let this pass.")
COUNTED = _("These rows count in analyses when you let this pass.")
ROLES: Words = {
    "case": _("case"),
    "activity": _("activity (what happened)"),
    "time": _("date or time"),
    "resource": _("who did it"),
    "registered": _("when it was recorded"),
    "attribute": _("attribute of the case"),
    "leave_out": _("leave out"),
}
AUDIT: Words = {
    "datasets.added": _("dataset added"),
    "datasets.changed": _("details of a dataset changed"),
    "datasets.uploaded": _("file of a dataset received"),
    "datasets.read": _("columns of a dataset read"),
    "datasets.mapped": _("columns of a dataset named"),
    "datasets.checked": _("rows of a dataset checked"),
    "datasets.not_prepared": _("rows of a dataset could not be checked"),
    "datasets.waived": _("error in a dataset let pass"),
    "datasets.waiver_taken_back": _("error in a dataset not let pass after all"),
    "datasets.accepted": _("dataset accepted, file destroyed"),
    "datasets.refused": _("file of a dataset refused and destroyed"),
    "datasets.removed": _("data of a dataset destroyed"),
    "datasets.forgotten": _("data of a dataset destroyed again"),
}
DESTROYED: Words = {
    "datasets.removed_file": _("the file of this delivery of a dataset"),
    "datasets.removed_data": _("the events of this delivery of a dataset"),
}


def register() -> None:
    """Called once, from AppConfig.ready()."""
    wording.register(SENTENCES)
    audit_words.register(AUDIT)
    fieldwork_hooks.line_words.update(DESTROYED)


def refusal_of(version: DatasetVersion) -> str:
    """Why the worker refused a version or could not go on, and how to mend it; empty when it did not."""
    if not version.refusal_code:
        return ""
    if version.refusal_code == "datasets.identifying":
        found = [entry.partition(":") for entry in str(version.refusal_data["found"]).split(",")]
        columns = [str(IDENTIFYING[kind]) % {"place": place} for place, _colon, kind in found]
        return " ".join([*columns, str(REFUSED)])
    return wording.sentence(InputError(version.refusal_code, **version.refusal_data))


def column_of(column: str, mapping: dict[str, object]) -> str:
    """What a remark's column is called in the file; of the whole row: that."""
    return str(mapping.get(column) or column) if column else str(_("whole row"))
