"""Forms of what a delivery is made of, and of what leaves it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sluitend.apps.datasets.actions.exporting import Format


class ObjectsForm(forms.Form):
    """Of which objects the cases are made."""

    case = forms.ChoiceField(label=_("The case is"), help_text=_("Every object of this type becomes a case."))
    family = forms.ChoiceField(
        label=_("The family is"),
        required=False,
        help_text=_("Goes along as an attribute of the case, so that siblings can be counted as one family."),
    )
    resource = forms.ChoiceField(label=_("Who did it is"), required=False)

    def __init__(self, objects: dict[str, Any], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        types = [(name, name) for name in objects["types"]]
        for name, one in self.fields.items():
            one.choices = types if name == "case" else [("", _("none")), *types]  # type: ignore[attr-defined]
            one.initial = objects.get(name, "")


class ExportForm(forms.Form):
    """As what events are taken along."""

    to = forms.ChoiceField(
        label=_("As"),
        widget=forms.RadioSelect,
        initial=Format.XES,
        choices=[
            (Format.XES, _("XES: a log of cases, for programs such as ProM, Disco and pm4py")),
            (Format.OCEL, _("OCEL 2.0 (JSON): cases and families as objects")),
        ],
    )
    family = forms.ChoiceField(
        label=_("Attribute that names the family"),
        required=False,
        help_text=_("Only for OCEL: families become objects, to which cases belong."),
    )

    def __init__(self, attributes: list[str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["family"].choices = [("", _("none")), *((name, name) for name in attributes)]  # type: ignore[attr-defined]

    def asked(self) -> dict[str, Any]:
        """As `actions.export_events` takes it; a log of cases has no families."""
        to = Format(self.cleaned_data["to"])
        return {"to": to, "family": self.cleaned_data["family"] if to is Format.OCEL else ""}
