"""The forms of the table of norms."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sluitend.apps.analyses.models import NormVersion
from sluitend.apps.analyses.norm_table import CONTENT
from sluitend.apps.design.forms.base import LinesField, Versioned, of
from sluitend.web.forms import DateField

_ACTIVITIES = _("Names of activities as the data have them, one on each line.")


_OF_ITSELF = _("Only where the term begins with what must itself be put on record. One activity on each line.")


def _activities(label: Any, *, required: bool = True, help_text: Any = _ACTIVITIES) -> LinesField:
    lines = forms.Textarea({"rows": 2})
    return LinesField(label=label, help_text=help_text, required=required, widget=lines)


def _reason() -> forms.CharField:
    return forms.CharField(
        label=_("Reason"),
        help_text=_("One sentence. The table keeps it with the norm."),
        widget=forms.Textarea({"rows": 2}),
    )


class NormForm(forms.Form):
    """A norm, and why it is put into the table."""

    title = of(NormVersion, "title")
    addressee = of(NormVersion, "addressee")
    trigger = _activities(_("The term begins with"))
    trigger_at = of(NormVersion, "trigger_at", initial="first")
    answer = _activities(_("The answer is"))
    answered_on = of(NormVersion, "answered_on", initial="day")
    breaks = _activities(_("An answer has no use any more after"), required=False)
    counts_from = _activities(
        _("The term begins at the earliest when this was put on record"), required=False, help_text=_OF_ITSELF
    )
    unsure_after = _activities(_("What seems late has no verdict after"), required=False, help_text=_OF_ITSELF)
    term = of(NormVersion, "term", max_value=10_000)
    unit = of(NormVersion, "unit", initial="working_days")
    extends = of(
        NormVersion,
        "extends",
        help_text=_("For terms of a law, in days or weeks (Algemene termijnenwet, article 1)."),
    )
    good_friday = of(NormVersion, "good_friday", help_text=_("Only with working days."))
    liberation_day = of(NormVersion, "liberation_day", help_text=_("Only with working days."))
    closed = LinesField(
        label=_("Closed days"),
        help_text=_("Only with working days. A day or a range on each line, with the reason: %(example)s")
        % {"example": "24-12-2026 t/m 31-12-2026: kerstsluiting."},
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )
    kind = of(NormVersion, "kind", initial="agreement")
    source = of(NormVersion, "source")
    place = of(NormVersion, "place", help_text=_("Article, paragraph or rule."))
    url = of(NormVersion, "url", assume_scheme="https")
    checked = of(NormVersion, "checked", help_text=_("Tick this when somebody read the norm there."))
    found_in = of(
        NormVersion,
        "found_in",
        help_text=_("Which data tell when the term begins and when the answer came. Without it there is no verdict."),
    )
    valid_from = of(NormVersion, "valid_from", help_text=_("Terms that begin on this day or later."))
    valid_until = of(NormVersion, "valid_until", help_text=_("Terms that begin on this day or later are left out."))
    reason = _reason()

    def content(self) -> dict[str, Any]:
        """What the norm says, as the actions take it."""
        return {name: self.cleaned_data[name] for name in CONTENT}


class ChangeNormForm(NormForm, Versioned):
    """A norm that stands in the table."""


class EndNormForm(Versioned):
    """From when on it holds no longer, and why."""

    valid_until = DateField(label=_("Holds no longer from"), help_text=_("What began before is still held against it."))
    reason = _reason()
