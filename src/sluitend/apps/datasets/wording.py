"""The sentences of this room: errors, remarks of the report, refusals, the audit trail."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from sluitend.apps.datasets.models import DatasetVersion
from sluitend.apps.fieldwork import hooks as fieldwork_hooks
from sluitend.apps.people import audit_words
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
    "datasets.unsupported": _(
        "An event log comes as csv, csv.gz, xlsx, Parquet, xes, xes.gz, jsonocel or json (OCEL 2.0). Choose such a "
        "file."
    ),
    "datasets.unsupported_table": _("Such a table comes as csv, csv.gz, xlsx or Parquet. Choose such a file."),
    "datasets.too_big": _(
        "This file has %(megabytes)s MB; at most %(most)s MB can be added here. Use “sluitend import events” on the "
        "command line, or deliver it as Parquet or csv.gz."
    ),
    "datasets.messages_refused": _(
        "Messages with citizen service numbers do not come in here: let whoever keeps them run “sluitend prepare” on "
        "their own machine, or have the project leader record the legal ground, the DPIA and who holds the key."
    ),
    "datasets.not_key_holder": _("Only the person who holds the key brings messages in. Ask that person."),
    "datasets.unsupported_messages": _(
        "iJw and CORV messages come as zip or xml, records of CBS as csv, xlsx, txt or dat. Choose such a file."
    ),
    "datasets.no_schemas": _(
        "The folder with XSDs of this installation cannot be read. Ask who manages Sluitend to look at "
        "SLUITEND_SCHEMAS."
    ),
    "datasets.ground_needed": _("Fill in the legal ground and where the DPIA is."),
    "datasets.holder_no_member": _("Choose a member of this evaluation who may add data."),
    "datasets.holder_analyses": _(
        "This person analyses the data of this evaluation. Choose somebody else to hold the key."
    ),
    "datasets.key_holder": _(
        "You hold or held the key of this evaluation. Who holds the key analyses nothing here: ask a colleague."
    ),
    "datasets.unknown_role": _("A column cannot hold “%(name)s”. Choose one of: %(known)s."),
    "datasets.reading_failed": _("The file could not be read by a fault of ours. Ask who manages Sluitend to look."),
    "datasets.not_waiting": _("This delivery does not wait for a decision any more. See what became of it."),
    "datasets.no_case_column": _("Choose which column holds the case."),
    "datasets.no_activity_column": _("Choose which column holds the activity: what happened."),
    "datasets.no_time_column": _("Choose which column holds the date or time at which it happened."),
    "datasets.no_organisation_column": _("Choose which column holds the organisation that answers."),
    "datasets.no_about_column": _("Choose which column holds the organisation that the answer is about."),
    "datasets.no_intensity_column": _("Choose which column says how closely they work together."),
    "datasets.no_period_column": _("Choose which column holds the period."),
    "datasets.no_value_column": _("Choose which column holds the value."),
    "datasets.no_objects": _("Only a file with objects (OCEL 2.0) has types to choose from. Leave the choice out."),
    "datasets.unknown_object": _("Choose a type of object for the case. These types are there: %(found)s."),
    "datasets.object_twice": _("Case, family and who did it are objects of different types. Choose each type once."),
    "datasets.role_twice": _(
        "Two columns are said to hold the same. Only attributes may be more than one: choose one column for each of "
        "the others."
    ),
    "datasets.subregion_twice": _(
        "This file has an attribute “%(name)s” itself. Leave that column out, or do not ask for the subregion of the "
        "register."
    ),
    "datasets.unknown_column": _("A chosen column is not in this file. Choose again."),
    "datasets.too_many_words": _("Give at most %(most)s words that mean “not known”."),
    "datasets.no_reason": _("Say why this may pass."),
    "datasets.no_such_error": _("The report has no such error. See the report as it is now."),
    "datasets.errors_left": _(
        "The report still has errors that nobody decided on (%(count)s). Let each pass with a reason, or refuse the "
        "delivery and mend the file."
    ),
    "datasets.not_exportable": _(
        "Only events of a delivery that is in use can be taken along. Accept this delivery, or take the one in use."
    ),
    "datasets.unknown_reason": _("Choose one of the reasons."),
    "events.no_names": _(
        "The first row of this file has data instead of names of columns. Give every column a name in row 1, and look "
        "whether this is the right file."
    ),
    "events.too_many_columns": _("This file has %(found)s columns; at most %(most)s can be read. Leave some out."),
    "events.too_many_types": _(
        "This file has %(found)s types of objects; at most %(most)s can be read. Leave some out."
    ),
    "events.nothing_left": _(
        "None of the %(rows)s rows has a case, an activity and a date that exists. Choose the columns again."
    ),
    "events.no_rows_left": _("None of the %(rows)s rows can be used. Choose the columns again."),
    "events.too_many_rows": _(
        "This table has %(rows)s rows; at most %(most)s can be read. Take periods or groups together first."
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
IN_OBJECTS: Words = {
    Kind.BSN: _("citizen service numbers (BSN)"),
    Kind.NAME: _("names of people"),
    Kind.BIRTH_DATE: _("dates of birth"),
    Kind.ADDRESS: _("addresses"),
    Kind.POSTCODE: _("postcodes"),
    Kind.PLACE: _("places smaller than a municipality"),
    Kind.EMAIL: _("e-mail addresses"),
    Kind.PHONE: _("telephone numbers"),
    Kind.IBAN: _("bank account numbers"),
    Kind.FREE_TEXT: _("remarks, in which anything can stand"),
}
_PLACES: Words = {
    "oid": _("The ids of object type %(type)s are %(what)s."),
    "o": _("Attribute %(at)s of object type %(type)s holds %(what)s."),
    "eid": _("The ids of event type %(type)s are %(what)s."),
    "e": _("Attribute %(at)s of event type %(type)s holds %(what)s."),
}
ATTRIBUTE = _("attribute of the case")
LEAVE_OUT = _("leave out")
_SUBREGION = _("municipality, with its subregion for {}")  # {}: a product of the register
AUDIT: Words = {
    "datasets.added": _("dataset added"),
    "datasets.changed": _("details of a dataset changed"),
    "datasets.uploaded": _("file of a dataset received"),
    "datasets.read": _("columns of a dataset read"),
    "datasets.objects_chosen": _("types of objects of a dataset chosen"),
    "datasets.mapped": _("columns of a dataset named"),
    "datasets.checked": _("rows of a dataset checked"),
    "datasets.not_prepared": _("rows of a dataset could not be checked"),
    "datasets.waived": _("error in a dataset let pass"),
    "datasets.waiver_taken_back": _("error in a dataset not let pass after all"),
    "datasets.accepted": _("dataset accepted, file destroyed"),
    "datasets.refused": _("file of a dataset refused and destroyed"),
    "datasets.removed": _("data of a dataset destroyed"),
    "datasets.ground_recorded": _("legal ground for messages recorded"),
    "datasets.ground_ended": _("legal ground for messages ended"),
    "datasets.messages_keyed": _("messages keyed and destroyed"),
    "datasets.exported": _("exact events taken along as a file"),
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


def with_subregion(product: str) -> str | Promise:
    """An attribute that brings the subregion for a product along, as one of the choices for a column."""
    return format_lazy(_SUBREGION, product)


def refusal_of(version: DatasetVersion) -> str:
    """Why the worker refused a version or could not go on, and how to mend it; empty when it did not."""
    if not version.refusal_code:
        return ""
    if version.refusal_code == "datasets.identifying":
        found = [entry.partition(":") for entry in str(version.refusal_data["found"]).split(",")]
        columns = [str(IDENTIFYING[kind]) % {"place": place} for place, _colon, kind in found]
        return " ".join([*columns, str(REFUSED)])
    if version.refusal_code == "datasets.identifying_objects":
        entries = str(version.refusal_data["found"]).split(",")
        return " ".join([*map(_in_objects, entries), str(REFUSED)])
    return wording.sentence(InputError(version.refusal_code, **version.refusal_data))


def _in_objects(entry: str) -> str:
    """Of "o2.3:name": types and attributes count from 1, in the order of the file; 0 are the ids."""
    place, _colon, kind = entry.partition(":")
    number, _dot, at = place[1:].partition(".")
    words = _PLACES[f"{place[0]}id" if at == "0" else place[0]]
    return str(words) % {"type": number, "at": at, "what": IN_OBJECTS[kind]}
