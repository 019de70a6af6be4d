"""Which two states to lay side by side."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sluitend.apps.findings.forms.base import offer
from sluitend.apps.findings.queries import Snapshot


class EmptyForm(forms.Form):
    """Only asks whether."""


class CompareForm(forms.Form):
    """A phase that was frozen, and a later one or how it stands now."""

    before = forms.TypedChoiceField(label=_("From"), required=False, coerce=int, empty_value=None)
    after = forms.TypedChoiceField(label=_("To"), required=False, coerce=int, empty_value=None)

    def __init__(self, *args: Any, snapshots: Sequence[Snapshot], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        frozen = [(one.phase.pk, one.phase.name) for one in snapshots if one.frozen]
        offer(self, "before", frozen)
        offer(self, "after", [("", _("now")), *frozen])

    def chosen(self) -> tuple[int | None, int | None]:
        """The phases' ids; what was filled in wrongly counts as not chosen."""
        if not self.is_bound:
            return None, None
        self.is_valid()
        return self.cleaned_data.get("before"), self.cleaned_data.get("after")
