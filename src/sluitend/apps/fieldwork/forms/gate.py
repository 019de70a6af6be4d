"""One line of the start gate."""

from __future__ import annotations

from django import forms

from sluitend.apps.design.forms.base import Revised, of
from sluitend.apps.fieldwork.models import GateItem


class GateForm(Revised):
    """Done with date and reference, not needed with a reason, or open."""

    state = of(GateItem, "state", widget=forms.RadioSelect)
    date = of(GateItem, "date")
    reference = of(GateItem, "reference")
    reason = of(GateItem, "reason", rows=3)
