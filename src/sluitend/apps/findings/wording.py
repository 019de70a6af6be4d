"""The sentences of this room's errors, and its audit actions in words."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sluitend.web import wording

SENTENCES: Mapping[str, str | Promise] = {
    "findings.title_missing": _("Write the sentence itself: that is what people will read."),
    "findings.other_evaluation": _("This belongs to another evaluation. Choose something from this one."),
    "findings.changed_meanwhile": _(
        "Somebody changed this while you were writing. Your text is still here; look at what stands now and save again."
    ),
    "findings.finding_in_use": _(
        "A conclusion rests on this finding: %(conclusions)s. Take the finding out of it first, then delete."
    ),
    "findings.conclusion_in_use": _(
        "A recommendation rests on this conclusion: %(recommendations)s. Take it out there first, then delete."
    ),
    "findings.question_has_conclusion": _("%(question)s has a conclusion already. Change that one."),
    "findings.answer_or_reason": _("Write either the answer or the reason why there is none; not both."),
    "findings.judgement_needs_criterion": _("A judgement needs the criterion that it is based on. Choose one."),
    "findings.unknown_stance": _("Choose whether it supports, contradicts or nuances the finding."),
    "findings.merge_in_itself": _("A finding cannot be merged with itself. Choose another one."),
    "findings.merged_already": _("This finding was merged with another one meanwhile. Look at the list again."),
    "findings.merge_undone": _("This merge was undone already."),
    "findings.nothing_to_split": _("Tick at least one piece of evidence that goes to the new finding."),
    "findings.confidence_needs_reason": _("Write why you are this sure of it: the reason stands in the report."),
    "findings.concern_needs_why": _("Write a sentence with every concern that you mark as minor, moderate or serious."),
    "findings.unknown_confidence": _("Choose one of the levels that are listed."),
    "findings.agreement_needs_reason": _("Write why you judge it like this: the reason stands in the report."),
    "findings.unknown_judgement": _("Choose whether the agreement was kept, kept in part, not kept, or not known."),
    "findings.phase_frozen": _("The state at the end of “%(phase)s” was frozen already. Discard that one first."),
    "findings.result_not_done": _("%(label)s shows nothing (yet), so it cannot be evidence. Choose a finished result."),
    "findings.not_newer": _("%(newer)s does not ask the same again as %(older)s. Look at the finding again."),
    "findings.no_such_fragment": _("There is no fragment %(label)s in this evaluation. Check the number."),
}

# Lines of a destruction statement.
DESTROYED: Mapping[str, str | Promise] = {
    "findings.notes": _("notes beside the passages as evidence"),
    "findings.links": _("places in findings, left empty and marked as withdrawn"),
    "findings.history": _("earlier wordings of findings, merged findings, and phases as they were frozen"),
}

AUDIT: Mapping[str, str | Promise] = {
    "findings.finding_added": _("finding added"),
    "findings.finding_changed": _("finding changed"),
    "findings.finding_deleted": _("finding deleted"),
    "findings.findings_merged": _("two findings merged"),
    "findings.merge_undone": _("merging of findings undone"),
    "findings.finding_split": _("finding split"),
    "findings.confidence_judged": _("confidence in a finding judged"),
    "findings.logbook_tied": _("logbook entry tied to a finding"),
    "findings.logbook_untied": _("logbook entry taken off a finding"),
    "findings.agreement_judged": _("judged whether an agreement was kept"),
    "findings.agreement_placed": _("passage named in which an agreement is written"),
    "findings.agreement_linked": _("passages linked to an agreement"),
    "findings.agreement_unlinked": _("passage taken off an agreement"),
    "findings.phase_frozen": _("state at the end of a phase frozen"),
    "findings.snapshot_discarded": _("frozen state of a phase discarded"),
    "findings.evidence_linked": _("evidence linked to a finding"),
    "findings.evidence_taken_over": _("evidence taken over from a file of another tool"),
    "findings.evidence_changed": _("stance or note of evidence changed"),
    "findings.evidence_unlinked": _("evidence taken off a finding"),
    "findings.result_linked": _("result linked to a finding"),
    "findings.result_changed": _("stance or words of a result as evidence changed"),
    "findings.result_unlinked": _("result taken off a finding"),
    "findings.conclusion_written": _("conclusion written"),
    "findings.conclusion_changed": _("conclusion changed"),
    "findings.conclusion_deleted": _("conclusion deleted"),
    "findings.recommendation_added": _("recommendation added"),
    "findings.recommendation_changed": _("recommendation changed"),
    "findings.recommendation_deleted": _("recommendation deleted"),
}


def register() -> None:
    wording.register(SENTENCES)
