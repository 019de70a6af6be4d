"""Which cases to look at: a form whose answers stand in the address, so that a page can be bookmarked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from sluitend.apps.analyses.actions.cases import Choice
from sluitend.apps.analyses.kit.parameters import Vocabulary
from sluitend.apps.datasets.models import DatasetVersion
from sluitend.digits import whole
from sluitend.web.forms import DateField

ALL = ("", _("all"))


class DeliveryForm(forms.Form):
    """Which delivery of which dataset, asked first: what can be chosen depends on it."""

    delivery = forms.ChoiceField(label=_("Dataset"))

    def __init__(self, versions: Sequence[DatasetVersion], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["delivery"].choices = [(name_of(one), _told(one)) for one in versions]  # type: ignore[attr-defined]


def name_of(version: DatasetVersion) -> str:
    """A delivery in an address: D1.2"""
    return f"{version.dataset}.{version.number}"


def _told(version: DatasetVersion) -> str:
    delivery = _("delivery %(number)s") % {"number": version.number}
    return f"{version.dataset}: {version.dataset.title} ({delivery})"


class CasesForm(forms.Form):
    """Which cases of the delivery."""

    delivery = forms.CharField(widget=forms.HiddenInput)
    only = forms.ChoiceField(label=_("Attribute"), required=False)
    involved = forms.ChoiceField(label=_("Organisation involved"), required=False)
    activity = forms.ChoiceField(label=_("With this activity"), required=False)
    variant = forms.ChoiceField(label=_("With this sequence of activities"), required=False)
    since = DateField(label=_("Begun from"), required=False)
    until = DateField(label=_("Begun until and including"), required=False)

    def __init__(self, vocabulary: Vocabulary, variants: Sequence[dict[str, Any]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: dict[str, list[tuple[str, Any]]] = {
            "only": [(value, value) for value in vocabulary.values],
            "involved": [(name, name) for name in vocabulary.organisations],
            "activity": [(name, name) for name in vocabulary.activities],
            "variant": [(str(one["variant"]), _sequence(one)) for one in variants],
        }
        for name, given in choices.items():
            self.fields[name].choices = [ALL, *given]  # type: ignore[attr-defined]


def choice_of(given: QueryDict) -> Choice:
    """What an address asks for; what cannot be is refused where it is looked up."""
    one_of = {name: list(filter(None, [given.get(name)])) for name in ("only", "involved")}
    days = {name: given.get(name) or None for name in ("since", "until")}
    return Choice(one_of | days, given.get("activity") or None, whole(given.get("variant", "")))


def page_of(given: QueryDict) -> int:
    """Which page is asked, from 1 on."""
    return whole(given.get("page", "")) or 1


def _sequence(variant: dict[str, Any]) -> str:
    names = " → ".join(variant["activities"])
    told = names if len(names) <= 90 else f"{names[:89]}…"
    return f"{told} ({variant['cases']})"
