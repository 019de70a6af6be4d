"""The bodies around the evaluation, their meetings and what came of them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sluitend.apps.design.forms.base import Revised, SuggestInput, of
from sluitend.apps.design.models import Body, BodyAction, BodyMember, Decision, Meeting
from sluitend.apps.people import queries as people_queries
from sluitend.apps.people.models import User


class BodyForm(forms.Form):
    """A body and its mandate."""

    name = of(Body, "name")
    kind = of(Body, "kind")
    mandate = of(
        Body, "mandate", rows=4, help_text=_("What it decides, about what it advises, and how often it meets.")
    )


class ChangeBodyForm(BodyForm, Revised):
    """A body that stands already."""


class SeatForm(forms.Form):
    """Who sits in a body."""

    name_or_function = of(
        BodyMember,
        "name_or_function",
        help_text=_("Preferably the function, such as “policy officer youth”: the plan names no persons then."),
    )
    organisation = forms.CharField(label=_("Organisation"), required=False, max_length=200)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = people_queries.organisations_for(user).values_list("name", flat=True)
        self.fields["organisation"].widget = SuggestInput(names)


class MeetingForm(forms.Form):
    """A meeting."""

    date = of(Meeting, "date", initial=timezone.localdate)
    subject = of(Meeting, "subject")
    notes = of(Meeting, "notes", rows=5, help_text=_("Write no names of children, parents or professionals."))


class ChangeMeetingForm(MeetingForm, Revised):
    """A meeting that stands already."""


class DecisionForm(forms.Form):
    """What was decided."""

    text = of(Decision, "text", rows=3)
    in_logbook = forms.BooleanField(label=_("Put it in the logbook too"), required=False)


class BodyActionForm(forms.Form):
    """What somebody will do."""

    text = of(BodyAction, "text")
    owner = of(BodyAction, "owner", help_text=_("The function or the organisation."))
    due_on = of(BodyAction, "due_on")


class ChangeBodyActionForm(BodyActionForm, Revised):
    """An action that stands already."""

    done_on = of(BodyAction, "done_on", help_text=_("Leave empty while it has not been done."))
