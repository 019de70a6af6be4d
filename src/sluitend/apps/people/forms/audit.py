"""Filtering the audit trail; design uses it for one evaluation."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sluitend.apps.people import queries
from sluitend.apps.people.audit_words import words_for
from sluitend.apps.people.models import User
from sluitend.web.forms import DateField


class AuditFilterForm(forms.Form):
    """A GET form: `AuditFilterForm(request.GET, evaluation_id=…, user=…)`, then `.wanted()`."""

    since = DateField(label=_("From"), required=False)
    until = DateField(label=_("Until"), required=False)
    actor = forms.TypedChoiceField(label=_("Who"), required=False, coerce=int, empty_value=None)
    action = forms.ChoiceField(label=_("What"), required=False)

    def __init__(self, *args: Any, evaluation_id: int | None, user: User | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        everybody, everything = [("", _("everybody"))], [("", _("everything"))]
        actions = [(action, words_for(action)) for action in queries.actions_in(evaluation_id, user)]
        self.fields["actor"].choices = everybody + queries.actors_in(evaluation_id, user)  # type: ignore[attr-defined]
        self.fields["action"].choices = everything + sorted(actions, key=lambda pair: pair[1])  # type: ignore[attr-defined]

    def wanted(self) -> queries.AuditFilter:
        """What was asked for; a field that is not right is left out, and says so on the page."""
        self.is_valid()
        data = self.cleaned_data
        return queries.AuditFilter(
            since=data.get("since"),
            until=data.get("until"),
            actor_id=data.get("actor"),
            action=data.get("action", ""),
        )
