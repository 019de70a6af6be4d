"""Who works on the evaluation."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sluitend.apps.design import actions, queries
from sluitend.apps.design.access import may
from sluitend.apps.design.forms import EmptyForm, MemberForm, RoleForm
from sluitend.apps.design.models import Evaluation
from sluitend.apps.design.views.shared import Crumb, Editing, crumbs, edit, evaluation_of, posted, user_of
from sluitend.apps.people import mail
from sluitend.apps.people.models import Invitation
from sluitend.apps.people.permissions import Action
from sluitend.errors import InputError
from sluitend.web.wording import sentence

MANAGE = Action.MANAGE_MEMBERS


def members(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    """The members with their roles; for the project leader, who has been invited and a form to add somebody."""
    evaluation = evaluation_of(request, evaluation_id)
    return _page(request, evaluation, MemberForm(initial={"role": "researcher"}))


def _page(request: HttpRequest, evaluation: Evaluation, form: MemberForm, **further: Any) -> HttpResponse:
    user = user_of(request)
    may_manage = may(user, evaluation, MANAGE)
    context = {
        "evaluation": evaluation,
        "crumbs": crumbs(evaluation, (_("Members"), "")),
        "members": queries.members_for(user, evaluation),
        "may_manage": may_manage,
        "invitations": queries.invitations_for(user, evaluation) if may_manage else [],
        "form": form,
    }
    return render(request, "design/members.html", {**context, **further})


def add_member(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    """Add somebody at once, or invite by e-mail; the link is shown when it could not be mailed."""
    evaluation = evaluation_of(request, evaluation_id, MANAGE)
    form = MemberForm(posted(request))
    if request.method != "POST" or not form.is_valid():
        return _page(request, evaluation, form)
    try:
        membership, invitation, token = actions.invite_member(
            actor=user_of(request), evaluation=evaluation, **form.cleaned_data
        )
    except InputError as error:
        form.add_error("email", sentence(error))
        return _page(request, evaluation, form)
    if membership is not None or invitation is None:
        messages.success(request, gettext("The member has been added."))
        return redirect("design:members", evaluation.pk)
    return _invited(request, evaluation, invitation, token)


def _invited(request: HttpRequest, evaluation: Evaluation, invitation: Invitation, token: str) -> HttpResponse:
    link = request.build_absolute_uri(reverse("people:invitation", args=[token]))
    if mail.send_invitation(invitation, link):
        messages.success(request, gettext("The invitation has been sent."))
        return redirect("design:members", evaluation.pk)
    context = {"invitation": invitation, "invitation_link": link}
    return _page(request, evaluation, MemberForm(initial={"role": "researcher"}), **context)


def _list(evaluation: Evaluation) -> Crumb:
    return _("Members"), reverse("design:members", args=[evaluation.pk])


def change_role(request: HttpRequest, evaluation_id: int, membership_id: int) -> HttpResponse:
    """Give a member another role."""
    evaluation = evaluation_of(request, evaluation_id, MANAGE)
    membership = queries.member_for(user_of(request), evaluation, membership_id)
    editing = Editing(
        title=_("Role of %(name)s") % {"name": membership.user},
        back=_list(evaluation)[1],
        save=lambda data: actions.change_role(actor=user_of(request), membership=membership, **data),
        done=_("The role is saved."),
        path=(_list(evaluation),),
    )
    return edit(request, evaluation, RoleForm(posted(request), initial={"role": membership.role}), editing)


def remove_member(request: HttpRequest, evaluation_id: int, membership_id: int) -> HttpResponse:
    """Take somebody's role away."""
    evaluation = evaluation_of(request, evaluation_id, MANAGE)
    membership = queries.member_for(user_of(request), evaluation, membership_id)
    own = membership.user_id == user_of(request).pk
    editing = Editing(
        title=_("Remove %(name)s") % {"name": membership.user},
        lead=_("This person can no longer open the evaluation. What they wrote stays."),
        back=reverse("design:home") if own else _list(evaluation)[1],
        save=lambda data: actions.remove_member(actor=user_of(request), membership=membership),
        done=_("The member has been removed."),
        submit=_("Remove"),
        danger=True,
        path=(_list(evaluation),),
    )
    return edit(request, evaluation, EmptyForm(posted(request)), editing)


def withdraw_invitation(request: HttpRequest, evaluation_id: int, invitation_id: int) -> HttpResponse:
    """Make an invitation useless."""
    evaluation = evaluation_of(request, evaluation_id, MANAGE)
    invitation = queries.invitation_for(user_of(request), evaluation, invitation_id)
    editing = Editing(
        title=_("Withdraw the invitation of %(email)s") % {"email": invitation.email},
        back=_list(evaluation)[1],
        save=lambda data: actions.withdraw_invitation(
            actor=user_of(request), evaluation=evaluation, invitation=invitation
        ),
        done=_("The invitation has been withdrawn."),
        submit=_("Withdraw"),
        danger=True,
        path=(_list(evaluation),),
    )
    return edit(request, evaluation, EmptyForm(posted(request)), editing)
