"""What the pages of this room share: their addresses, and asking before something is deleted."""

from __future__ import annotations

from collections.abc import Callable

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sluitend.apps.design.models import Evaluation
from sluitend.apps.design.views.shared import Editing, edit, posted
from sluitend.apps.findings.models import Finding, Recommendation
from sluitend.web.registry import Text

Crumb = tuple[Text, str]

FORM = "findings/form.html"


def findings_crumb(evaluation: Evaluation) -> Crumb:
    return _("Findings"), reverse("findings:list", args=[evaluation.pk])


def conclusions_crumb(evaluation: Evaluation) -> Crumb:
    return _("Conclusions"), reverse("findings:conclusions", args=[evaluation.pk])


def recommendations_crumb(evaluation: Evaluation) -> Crumb:
    return _("Recommendations"), reverse("findings:recommendations", args=[evaluation.pk])


def finding_crumb(finding: Finding) -> tuple[str, str]:
    """Its label and its address."""
    return str(finding), reverse("findings:finding", args=[finding.evaluation_id, finding.number])


def conclusion_crumb(evaluation: Evaluation, label: str) -> tuple[str, str]:
    """The question's label, and the address of its answer."""
    return label, reverse("findings:conclusion", args=[evaluation.pk, label])


def recommendation_crumb(found: Recommendation) -> tuple[str, str]:
    """Its label and its address."""
    return str(found), reverse("findings:recommendation", args=[found.evaluation_id, found.number])


def confirm_delete(
    request: HttpRequest, evaluation: Evaluation, *, what: Text, delete: Callable[[], None], path: tuple[Crumb, Crumb]
) -> HttpResponse:
    """Ask, and then delete; what still rests on the object is told in one sentence. `path`: its list, and itself."""
    (_list_name, onward), (label, back) = path
    editing = Editing(
        title=_("Delete %(label)s") % {"label": label},
        lead=what,
        back=onward,
        save=lambda data: delete(),
        done=_("%(label)s was deleted.") % {"label": label},
        submit=_("Delete"),
        danger=True,
        path=path,
        template=FORM,
        context={"cancel": back},
    )
    return edit(request, evaluation, forms.Form(posted(request)), editing)
