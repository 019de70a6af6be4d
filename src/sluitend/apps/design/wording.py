"""The sentences of this room's errors, and its audit events in words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sluitend.apps.people import audit_words
from sluitend.web import wording

SENTENCES: dict[str, wording.Sentence] = {
    "design.already_member": _("%(name)s is a member of this evaluation already. Change the role in the list."),
    "design.body_has_met": _("This body has met already. It stays, so that its decisions can be found."),
    "design.changed_meanwhile": _(
        "Somebody else changed this while you were writing. Nothing you typed is lost: compare, and save again."
    ),
    "design.date_before": _("The date lies before the start of the wording that stands now. Choose a later date."),
    "design.decision_in_logbook": _("This decision stands in the logbook already."),
    "design.ends_before_start": _("The end date lies before the start date. Correct one of the two."),
    "design.framework_empty": _("There is no criterion yet. Add one before you fix the framework."),
    "design.framework_locked": _("The assessment framework has been fixed already. Go back and look at the page."),
    "design.in_use": _("This cannot be removed: sources or other parts still refer to it. Change those first."),
    "design.last_leader": _("An evaluation always has a project leader. Make somebody else project leader first."),
    "design.meeting_has_outcomes": _("This meeting has decisions or actions. Remove those first."),
    "design.name_taken": _("There is already a “%(name)s” here. Choose another name."),
    "design.no_questions": _(
        "This evaluation asks no questions any more, and a template needs a main question. Add or restore one first."
    ),
    "design.object_order": _(
        "The versions follow each other in time. Choose a date after the version before and before the next one."
    ),
    "design.organisation_unknown": _(
        "“%(name)s” is not in the register. Choose a name from the list, or ask who keeps the register to add it."
    ),
    "design.parent_dropped": _(
        "Question %(label)s, of which this is a part, has been dropped. Restore that one first."
    ),
    "design.plan_place": _("A line is either for each place or for one place. Choose one of the two."),
    "design.plan_twice": _("Two lines have the same method, level and place. Put them together in one line."),
    "design.question_has_parts": _("Question %(label)s has sub-questions. Drop those first."),
    "design.question_too_deep": _("Question %(label)s is a part of a part already. Add the question one level higher."),
    "design.reason_needed": _("Write in one sentence why this changes. The reason appears in the logbook."),
    "design.template_key_taken": _(
        "There is a template with the key “%(key)s” already. Give this one another key, or remove the other one first."
    ),
    "design.template_unknown": _("There is no template “%(key)s”. Choose one of these: %(known)s."),
    "design.title_missing": _("The title is empty. Give the evaluation a title."),
    "design.wording_same": _("The wording is the same as it was. Change it, or go back."),
    "formats.template_invalid": _("The template is not right (%(where)s, %(problem)s). Ask who installed the product."),
}

AUDIT_WORDS: dict[str, audit_words.Words] = {
    "design.evaluation_created": _("evaluation begun"),
    "design.evaluation_changed": _("general data changed"),
    "design.status_changed": _("status changed"),
    "design.question_added": _("question added"),
    "design.question_reworded": _("question reworded"),
    "design.question_explained": _("explanation of a question changed"),
    "design.question_dropped": _("question dropped"),
    "design.question_restored": _("question restored"),
    "design.criterion_added": _("criterion added"),
    "design.criterion_changed": _("criterion changed"),
    "design.criterion_dropped": _("criterion dropped"),
    "design.criterion_restored": _("criterion restored"),
    "design.perspective_added": _("perspective added"),
    "design.perspective_changed": _("perspective changed"),
    "design.perspective_deleted": _("perspective removed"),
    "design.topic_added": _("topic added"),
    "design.topic_changed": _("topic changed"),
    "design.topic_deleted": _("topic removed"),
    "design.places_added": _("places added"),
    "design.places_taken_over": _("places taken over from the register"),
    "design.place_changed": _("place changed"),
    "design.place_deleted": _("place removed"),
    "design.phase_added": _("phase added"),
    "design.phase_changed": _("phase changed"),
    "design.phase_deleted": _("phase removed"),
    "design.phases_planned": _("phases planned"),
    "design.method_added": _("method added"),
    "design.method_changed": _("method changed"),
    "design.method_deleted": _("method removed"),
    "design.matrix_changed": _("matrix changed"),
    "design.order_changed": _("order changed"),
    "design.object_renamed": _("evaluated object renamed"),
    "design.object_described": _("evaluated object described"),
    "design.object_changed": _("new version of the evaluated object"),
    "design.framework_locked": _("assessment framework fixed"),
    "design.agreements_added": _("agreements added"),
    "design.agreement_changed": _("agreement changed"),
    "design.agreement_deleted": _("agreement removed"),
    "design.body_added": _("body added"),
    "design.body_changed": _("body changed"),
    "design.body_deleted": _("body removed"),
    "design.body_member_added": _("member of a body added"),
    "design.body_member_removed": _("member of a body removed"),
    "design.meeting_added": _("meeting added"),
    "design.meeting_changed": _("meeting changed"),
    "design.meeting_deleted": _("meeting removed"),
    "design.decision_added": _("decision added"),
    "design.decision_deleted": _("decision removed"),
    "design.body_action_added": _("action of a body added"),
    "design.body_action_changed": _("action of a body changed"),
    "design.logbook_added": _("logbook entry added"),
    "design.logbook_changed": _("logbook entry changed"),
    "design.member_added": _("member added"),
    "design.member_joined": _("member joined by invitation"),
    "design.member_role_changed": _("role of a member changed"),
    "design.member_removed": _("member removed"),
    "design.template_saved": _("template saved"),
    "design.template_deleted": _("template removed"),
    "design.audit_exported": _("audit trail exported"),
}


def register() -> None:
    wording.register(SENTENCES)
    audit_words.register(AUDIT_WORDS)
