"""Evidence: what a fragment means for a finding, and which fragments."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sluitend.apps.coding.queries import CodeNode, flat
from sluitend.apps.findings.forms.base import Revised, offer, short
from sluitend.apps.findings.models import Stance

_LABEL = re.compile(r"[Ff]?(\d{1,9})")
MOST = 100  # fragments at once


class StanceForm(forms.Form):
    """What a fragment means for a finding."""

    stance = forms.ChoiceField(label=_("This passage"), choices=Stance.choices, initial=Stance.SUPPORTS)
    note = forms.CharField(label=_("Note"), required=False, widget=forms.Textarea(attrs={"rows": 2}))


class ChangeStanceForm(StanceForm, Revised):
    """What a fragment turns out to mean, with the revision that its author saw."""


class PickForm(StanceForm):
    """Fragments by their labels, typed or chosen."""

    labels = forms.CharField(label=_("Fragments"), help_text=_("For instance: F12, F14"))

    field_order = ["labels", "stance", "note"]

    def clean_labels(self) -> list[int]:
        """The numbers of the fragments."""
        words = re.split(r"[\s,;]+", self.cleaned_data["labels"].strip(" ,;"))
        found = [_LABEL.fullmatch(word) for word in words]
        if not all(found):
            raise forms.ValidationError(_("Write labels such as F12, with commas between them."))
        if len(found) > MOST:
            raise forms.ValidationError(_("Link at most %(most)s fragments at once.") % {"most": MOST})
        return [int(one[1]) for one in found if one]


class FragmentFilterForm(forms.Form):
    """Which fragments to choose from; a code brings those below it."""

    words = forms.CharField(label=_("Words in the passage"), required=False, widget=forms.SearchInput)
    code = forms.TypedChoiceField(label=_("Code"), required=False, coerce=int, empty_value=None)
    source = forms.TypedChoiceField(label=_("Source"), required=False, coerce=int, empty_value=None)

    def __init__(
        self, *args: Any, codebook: Iterable[CodeNode], sources: Iterable[tuple[int, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._nodes = {node.code.pk: node for node in flat(codebook)}
        codes = [(pk, f"{node.path} ({node.codings})") for pk, node in self._nodes.items()]
        offer(self, "code", [("", _("all codes")), *codes])
        offer(self, "source", [("", _("all sources")), *((number, short(title)) for number, title in sources)])

    def chosen(self) -> dict[str, Any]:
        """What `candidates_for` asks; a field that was filled in wrongly does not narrow the choice."""
        data = self.cleaned_data if self.is_valid() else getattr(self, "cleaned_data", {})
        node = self._nodes.get(data.get("code") or 0)
        codes = [one.code.pk for one in flat([node])] if node else []
        return {"codes": codes, "source": data.get("source"), "words": data.get("words", "")}
