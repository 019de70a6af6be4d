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
    "findings.unknown_stance": _("Choose whether the fragment supports, contradicts or nuances the finding."),
    "findings.no_such_fragment": _("There is no fragment %(label)s in this evaluation. Check the number."),
}

# Lines of a destruction statement.
DESTROYED: Mapping[str, str | Promise] = {
    "findings.notes": _("notes beside the passages as evidence"),
    "findings.links": _("places in findings, left empty and marked as withdrawn"),
}

AUDIT: Mapping[str, str | Promise] = {
    "findings.finding_added": _("finding added"),
    "findings.finding_changed": _("finding changed"),
    "findings.finding_deleted": _("finding deleted"),
    "findings.evidence_linked": _("evidence linked to a finding"),
    "findings.evidence_changed": _("stance or note of evidence changed"),
    "findings.evidence_unlinked": _("evidence taken off a finding"),
    "findings.conclusion_written": _("conclusion written"),
    "findings.conclusion_changed": _("conclusion changed"),
    "findings.conclusion_deleted": _("conclusion deleted"),
    "findings.recommendation_added": _("recommendation added"),
    "findings.recommendation_changed": _("recommendation changed"),
    "findings.recommendation_deleted": _("recommendation deleted"),
}


def register() -> None:
    wording.register(SENTENCES)
