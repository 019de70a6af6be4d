"""What the pages of one evaluation share: where they stand, who looks, and the form page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sluitend.apps.design import queries
from sluitend.apps.design.access import may
from sluitend.apps.design.models import Evaluation, EvaluationStatus
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action
from sluitend.errors import InputError
from sluitend.web.registry import Text
from sluitend.web.wording import sentence

Crumb = tuple[Text, str]

SAVE = _("Save")

TABS: tuple[tuple[Text, str, Text], ...] = (
    (pgettext_lazy("tab", "Overview"), "design:setup", _("Check the design")),
    (_("Questions"), "design:questions", _("Questions")),
    (_("Perspectives"), "design:perspectives", _("Perspectives")),
    (_("Places"), "design:places", _("Places")),
    (_("Methods"), "design:methods", _("Methods")),
    (pgettext_lazy("tab", "Matrix"), "design:matrix", _("Evaluation matrix")),
    (pgettext_lazy("tab", "Framework"), "design:framework", _("Assessment framework")),
    (pgettext_lazy("tab", "Object"), "design:object", _("Evaluated object")),
    (_("Planning"), "design:phases", _("Planning")),
    (_("Agreements"), "design:agreements", _("Agreements")),
    (pgettext_lazy("tab", "Bodies"), "design:bodies", _("Bodies and meetings")),
)
"""Tab, address and heading of each part of the design."""


def user_of(request: HttpRequest) -> User:
    """Who is logged in; no page of this room is public."""
    user = request.user
    assert isinstance(user, User)
    return user


def evaluation_of(request: HttpRequest, evaluation_id: int, action: Action = Action.VIEW_EVALUATION) -> Evaluation:
    """The evaluation of this page, when the user may do this there."""
    return queries.evaluation_for(user_of(request), evaluation_id, action)


def is_preparing(evaluation: Evaluation) -> bool:
    return evaluation.status == EvaluationStatus.PREPARING


def crumbs(evaluation: Evaluation, *further: Crumb) -> list[Crumb]:
    """The path within the evaluation, whose name stands above it; a part's first page needs no path."""
    return list(further) if len(further) > 1 else []


def setup_page(request: HttpRequest, evaluation: Evaluation, url_name: str, context: Mapping[str, Any]) -> HttpResponse:
    """A tab of the design: `design:matrix` is shown by `design/matrix.html`."""
    heading = next(heading for _label, name, heading in TABS if name == url_name)
    base = {
        "evaluation": evaluation,
        "may_edit": may(user_of(request), evaluation, Action.EDIT_DESIGN),
        "preparing": is_preparing(evaluation),
        "heading": heading,
        "crumbs": crumbs(evaluation, (_("Design"), reverse("design:setup", args=[evaluation.pk])), (heading, "")),
        "tabs": [(label, reverse(name, args=[evaluation.pk]), name == url_name) for label, name, _heading in TABS],
    }
    return render(request, f"design/{url_name.split(':')[1]}.html", {**base, **context})


@dataclass(frozen=True)
class Editing:
    """A form page: its words, what saving does, and where it leads. `now` gives the values as they stand by now.

    `back` is where it came from, and where saving leads unless `further` makes an address of what was saved.
    """

    title: Text
    back: str
    save: Callable[[dict[str, Any]], object]
    done: Text
    submit: Text = SAVE
    lead: Text = ""
    danger: bool = False
    further: Callable[[Any], str] | None = None
    now: Callable[[], Mapping[str, Any]] | None = None
    path: tuple[Crumb, ...] = ()
    template: str = "design/form.html"
    context: Mapping[str, Any] = field(default_factory=dict)


def edit(request: HttpRequest, evaluation: Evaluation, form: forms.Form, editing: Editing) -> HttpResponse:
    """Show the form, or save it and go back. What somebody else wrote meanwhile is shown beside what was typed."""
    meanwhile: list[tuple[Text, str]] = []
    if request.method == "POST" and form.is_valid():
        try:
            saved = editing.save(dict(form.cleaned_data))
        except InputError as error:
            form.add_error(None, sentence(error))
            if error.code.endswith(".changed_meanwhile") and editing.now:
                meanwhile = _over_the_newest(form, editing.now())
        else:
            messages.success(request, str(editing.done))
            return redirect(editing.further(saved) if editing.further else editing.back)
    context = {"evaluation": evaluation, "form": form, "editing": editing, "meanwhile": meanwhile}
    path = crumbs(evaluation, *editing.path, (editing.title, ""))
    return render(request, editing.template, {**context, "crumbs": path, **editing.context})


def _over_the_newest(form: forms.Form, now: Mapping[str, Any]) -> list[tuple[Text, str]]:
    """Let the next try write over what stands now, and tell what that is where it differs from what was typed."""
    data = cast("QueryDict", form.data).copy()
    for name in {"revision", "seen"} & set(now):
        data[form.add_prefix(name)] = str(now[name])
    form.data = data
    return [
        (form.fields[name].label or name, _shown(form.fields[name], value))
        for name, value in now.items()
        if name in form.cleaned_data and not form.fields[name].widget.is_hidden and form.cleaned_data[name] != value
    ]


def _shown(field: forms.Field, value: Any) -> str:
    """What stands in the field, in words: of a choice its label."""
    labels = {str(key): label for key, label in getattr(field, "choices", ())}
    values = value if isinstance(value, list | tuple) else [value]
    words = ("" if one is None else str(one) for one in values)
    return "\n".join(str(labels.get(word, word)) for word in words) or "–"


def posted(request: HttpRequest) -> Any:
    """The data of a form that was sent; None shows it fresh."""
    return request.POST if request.method == "POST" else None


def values_of(row: Any, *names: str) -> dict[str, Any]:
    """Fields of a row as first values of a form."""
    return {name: getattr(row, name) for name in names}
