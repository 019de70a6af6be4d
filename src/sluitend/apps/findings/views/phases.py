"""Interim and final: what was held at the end of a phase, and what changed since."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from sluitend.apps.design.access import may
from sluitend.apps.design.models import Evaluation
from sluitend.apps.design.queries import phase_for
from sluitend.apps.design.views.shared import Editing, edit, evaluation_of, posted, user_of
from sluitend.apps.findings import actions, queries
from sluitend.apps.findings.forms import CompareForm, EmptyForm
from sluitend.apps.findings.queries import Compared, Snapshot
from sluitend.apps.findings.views.filtering import views_of
from sluitend.apps.findings.views.shared import FORM, Crumb
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action


def _crumb(evaluation: Evaluation) -> Crumb:
    return _("Interim and final"), reverse("findings:phases", args=[evaluation.pk])


@require_safe
def compare(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    """Two states per question: ?before= a phase that was frozen, ?after= a later one, by default how it stands now."""
    user = user_of(request)
    evaluation = evaluation_of(request, evaluation_id, Action.VIEW_FINDINGS)
    snapshots = queries.snapshots_for(user, evaluation)
    form = CompareForm(request.GET or None, snapshots=snapshots)
    context = {
        "evaluation": evaluation,
        "tabs": views_of(request, evaluation, "findings:phases"),
        "snapshots": snapshots,
        "filter_form": form if any(one.frozen for one in snapshots) else None,
        "compared": _compared(user, evaluation, snapshots, form),
        "may_freeze": may(user, evaluation, Action.FREEZE_PHASE),
    }
    return render(request, "findings/phases.html", context)


def _compared(user: User, evaluation: Evaluation, snapshots: list[Snapshot], form: CompareForm) -> Compared | None:
    frozen = {one.phase.pk: one.frozen for one in snapshots if one.frozen}
    if not frozen:
        return None
    before, after = form.chosen()
    return queries.comparison_for(
        user, evaluation, frozen.get(before or 0) or next(iter(frozen.values())), frozen.get(after or 0)
    )


@require_http_methods(["GET", "HEAD", "POST"])
def freeze(request: HttpRequest, evaluation_id: int, phase_id: int) -> HttpResponse:
    """Freeze the state now as that of a phase, after asking."""
    user = user_of(request)
    evaluation = evaluation_of(request, evaluation_id, Action.FREEZE_PHASE)
    phase = phase_for(user, evaluation, phase_id)
    editing = Editing(
        title=_("Freeze what is held now as “%(phase)s”") % {"phase": phase.name},
        lead=_(
            "Findings, conclusions and recommendations are kept as they are at this moment. You go on working as "
            "always; later you see what changed. No passages are copied."
        ),
        back=_crumb(evaluation)[1],
        save=lambda data: actions.freeze_phase(actor=user, phase=phase),
        done=_("The state is frozen."),
        submit=_("Freeze"),
        path=(_crumb(evaluation),),
        template=FORM,
    )
    return edit(request, evaluation, EmptyForm(posted(request)), editing)


@require_http_methods(["GET", "HEAD", "POST"])
def discard(request: HttpRequest, evaluation_id: int, phase_id: int) -> HttpResponse:
    """Throw a frozen state away, after asking."""
    user = user_of(request)
    evaluation = evaluation_of(request, evaluation_id, Action.FREEZE_PHASE)
    snapshot = queries.snapshot_for(user, evaluation, phase_id)
    editing = Editing(
        title=_("Discard what was frozen as “%(phase)s”") % {"phase": snapshot.phase.name},
        lead=_("You can then no longer see what was held at that moment. Findings and conclusions stay as they are."),
        back=_crumb(evaluation)[1],
        save=lambda data: actions.discard_snapshot(actor=user, snapshot=snapshot),
        done=_("The frozen state was discarded."),
        submit=_("Discard"),
        danger=True,
        path=(_crumb(evaluation),),
        template=FORM,
    )
    return edit(request, evaluation, EmptyForm(posted(request)), editing)
