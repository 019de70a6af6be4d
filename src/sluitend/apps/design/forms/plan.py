"""Whom, where, when and how, and what is evaluated."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sluitend.apps.design.actions import Plan
from sluitend.apps.design.forms.base import LinesField, Revised, Versioned, of, reason_field
from sluitend.apps.design.models import (
    EvaluatedObjectVersion,
    Level,
    MatrixCell,
    Method,
    Perspective,
    Phase,
    Place,
    Topic,
)
from sluitend.apps.design.queries import QuestionLine


class PerspectiveForm(forms.Form):
    """A group to hear."""

    name = of(Perspective, "name")
    description = of(Perspective, "description", rows=3)
    is_client = of(Perspective, "is_client")
    levels = forms.MultipleChoiceField(
        label=_("Levels"),
        choices=Level.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Only when this group is heard per level."),
    )


class ChangePerspectiveForm(PerspectiveForm, Revised):
    """A group that stands already."""


class TopicForm(forms.Form):
    """An item of a topic list."""

    text = of(Topic, "text")
    prompts = LinesField(
        label=_("Questions to ask"),
        help_text=_("One open question on each line."),
        widget=forms.Textarea({"rows": 5}),
        required=False,
    )
    questions = forms.MultipleChoiceField(
        label=_("Belongs to these questions"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, questions: Sequence[QuestionLine], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(line.label, f"{line.label} {line.text}") for line in questions]
        self.fields["questions"].choices = choices  # type: ignore[attr-defined]


class ChangeTopicForm(TopicForm, Revised):
    """An item that stands already."""


class PlacesForm(forms.Form):
    """Places by name."""

    names = LinesField(label=_("Names"), help_text=_("One on each line."), widget=forms.Textarea({"rows": 6}))
    kind = of(Place, "kind")
    parent = forms.ModelChoiceField(label=_("Lies in"), queryset=Place.objects.none(), required=False)

    def __init__(self, *args: Any, places: QuerySet[Place], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].queryset = places  # type: ignore[attr-defined]

    def clean_names(self) -> list[str]:
        names: list[str] = self.cleaned_data["names"]
        if any(len(name) > 120 for name in names):
            raise forms.ValidationError(_("A name may have 120 characters at most."))
        return names


class PlaceForm(Revised):
    """One place."""

    name = of(Place, "name")
    kind = of(Place, "kind")
    parent = forms.ModelChoiceField(label=_("Lies in"), queryset=Place.objects.none(), required=False)

    def __init__(self, *args: Any, places: QuerySet[Place], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].queryset = places  # type: ignore[attr-defined]


class TakeRegionForm(forms.Form):
    """A region of the register, for one product."""

    membership = forms.ChoiceField(label=_("Region and product"))

    def __init__(self, *args: Any, choices: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["membership"].choices = list(choices)  # type: ignore[attr-defined]


class PhaseForm(forms.Form):
    """A phase."""

    name = of(Phase, "name")
    kind = of(Phase, "kind")
    weeks = of(Phase, "weeks", max_value=520)
    starts = of(Phase, "starts")
    ends = of(Phase, "ends")


class ChangePhaseForm(PhaseForm, Revised):
    """A phase that stands already."""


class PlanPhasesForm(forms.Form):
    """From when the phases follow each other."""

    starts = of(Phase, "starts", required=True)


class MethodForm(forms.Form):
    """A way of gathering evidence."""

    name = of(Method, "name")
    kind = of(Method, "kind")
    note = of(Method, "note", rows=3)


class ChangeMethodForm(MethodForm, Revised):
    """A method that stands already."""


class _Version(forms.Form):
    name = of(EvaluatedObjectVersion, "name")
    description = of(EvaluatedObjectVersion, "description", rows=4)
    scope = of(EvaluatedObjectVersion, "scope", rows=6)
    starts = of(EvaluatedObjectVersion, "starts", label=_("In force from"), initial=timezone.localdate)


class DescribeVersionForm(_Version, Revised):
    """A version, described better."""

    object_name = forms.CharField(label=_("Evaluated object"), max_length=200)
    field_order = ("object_name",)


class NewVersionForm(_Version, Versioned):
    """The object became another one."""

    reason = reason_field()


EACH = "each"


class PlanForm(forms.Form):
    """One line of a matrix cell; without a number the line is left out."""

    method = forms.ModelChoiceField(
        label=_("Method"), queryset=Method.objects.none(), required=False, empty_label=_("choose")
    )
    level = forms.ChoiceField(label=_("Level"), required=False, choices=[("", _("any")), *Level.choices])
    where = forms.ChoiceField(label=_("Where"), required=False)
    planned = of(MatrixCell, "planned", label=_("How many"), required=False, max_value=9999)

    def __init__(self, *args: Any, methods: QuerySet[Method], places: Sequence[Place], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.places = {str(place.pk): place for place in places}
        self.fields["method"].queryset = methods  # type: ignore[attr-defined]
        where = [("", _("anywhere")), (EACH, _("each place")), *((key, one.name) for key, one in self.places.items())]
        self.fields["where"].choices = where  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("planned") and not data.get("method"):
            self.add_error("method", _("Choose a method."))
        return data

    def plan(self) -> Plan | None:
        """The line, or None when it plans nothing."""
        data = self.cleaned_data
        if not data.get("planned"):
            return None
        where = data["where"]
        return Plan(data["method"], data["planned"], data["level"], self.places.get(where), where == EACH)


PlanFormSet = forms.formset_factory(PlanForm, extra=2, max_num=40)


def initial_plans(cells: Iterable[MatrixCell]) -> list[dict[str, Any]]:
    """What stands planned, as the form's first values."""
    return [
        {
            "method": cell.method,
            "level": cell.level,
            "where": EACH if cell.per_place else str(cell.place_id or ""),
            "planned": cell.planned,
        }
        for cell in cells
    ]
