"""Forms of coding rounds."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sluitend.apps.coding.actions.rounds import TITLE_LENGTH
from sluitend.apps.coding.dividing import FEWEST_TOGETHER
from sluitend.apps.coding.models import Unit
from sluitend.apps.coding.queries import CodeNode, flat
from sluitend.apps.people.models import User

Choices = list[tuple[int, str]]


def _ticks(label: Any, help_text: Any = "", *, required: bool = True) -> forms.TypedMultipleChoiceField:
    return forms.TypedMultipleChoiceField(
        label=label, help_text=help_text, coerce=int, required=required, widget=forms.CheckboxSelectMultiple
    )


def _offer(field: forms.Field, choices: Choices) -> None:
    assert isinstance(field, forms.TypedMultipleChoiceField)
    field.choices = choices


class RoundForm(forms.Form):
    """What a round is called and how it goes."""

    title = forms.CharField(label=_("Title"), max_length=TITLE_LENGTH)
    is_blind = forms.BooleanField(
        label=_("Code blind"),
        required=False,
        initial=True,
        help_text=_("Until the round is closed, coders see nothing of what others do in these texts."),
    )
    unit = forms.ChoiceField(
        label=_("Compare by"),
        choices=Unit.choices,
        initial=Unit.SENTENCE,
        help_text=_("Into what a text is cut when coders are compared. The figures always name it."),
    )
    codes = _ticks(
        _("Codes"),
        _("Tick nothing to use the whole codebook. What falls under a ticked code counts too."),
        required=False,
    )

    def __init__(self, *args: Any, nodes: Iterable[CodeNode], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self.fields["codes"], [(node.code.pk, node.path) for node in flat(nodes)])


class DivisionForm(forms.Form):
    """Who codes in a round, how much of it by more than one, and by how many."""

    coders = _ticks(_("Coders"))
    share = forms.IntegerField(
        label=_("Percentage of the texts coded by more than one"),
        min_value=0,
        max_value=100,
        initial=100,
        help_text=_("Which ones is drawn by chance. Each text can be changed afterwards."),
    )
    together = forms.IntegerField(
        label=_("Coders of such a text"),
        min_value=FEWEST_TOGETHER,
        initial=FEWEST_TOGETHER,
        help_text=_("Two, three, or as many as you tick. Every two coders get about as many texts together."),
    )

    def __init__(self, *args: Any, people: Iterable[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self.fields["coders"], [(one.pk, one.name) for one in people])


class PlanForm(DivisionForm, RoundForm):
    """A new round, with its texts and its coders."""

    field_order = ("title", "texts", "coders", "share", "together", "is_blind", "unit", "codes")

    texts = _ticks(_("Texts"))

    def __init__(self, *args: Any, texts: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self.fields["texts"], texts)
