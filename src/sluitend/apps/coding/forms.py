"""Forms of the codebook."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sluitend.apps.coding.actions.codebook import NAME_LENGTH, TEXTS
from sluitend.apps.coding.models import Code
from sluitend.apps.coding.queries import CodeNode

# The hues of frontend/src/theme/codes.css, in words: who cannot see a colour chooses one as well.
COLOURS = {
    1: _("teal"),
    2: _("purple"),
    3: _("rust"),
    4: _("blue"),
    5: _("ochre"),
    6: _("pink"),
    7: _("green"),
    8: _("brown"),
    9: _("indigo"),
    10: _("red"),
    11: _("olive"),
    12: _("grey"),
}


class RulesForm(forms.Form):
    """A code with its rules for applying it."""

    name = forms.CharField(label=_("Name"), max_length=NAME_LENGTH)
    definition = forms.CharField(label=_("What it means"), required=False, widget=forms.Textarea({"rows": 2}))
    include = forms.CharField(label=_("Use it when"), required=False, widget=forms.Textarea({"rows": 2}))
    exclude = forms.CharField(label=_("Do not use it when"), required=False, widget=forms.Textarea({"rows": 2}))
    example = forms.CharField(
        label=_("Example"),
        required=False,
        help_text=_("A passage to which it certainly applies, without names."),
        widget=forms.Textarea({"rows": 2}),
    )
    colour = forms.TypedChoiceField(
        label=_("Colour"),
        coerce=int,
        empty_value=None,
        required=False,
        choices=[("", _("choose for me")), *COLOURS.items()],
    )


class PlaceForm(forms.Form):
    """Where a code stands in the tree."""

    parent = forms.TypedChoiceField(label=_("Falls under"), coerce=int, empty_value=None, required=False)

    def __init__(self, *args: Any, nodes: Iterable[CodeNode], itself: Code | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["parent"]
        assert isinstance(field, forms.TypedChoiceField)
        places = [(node.code.pk, node.path) for node in _without(nodes, itself)]
        field.choices = [("", _("nothing: it stands at the top")), *places]


class NewCodeForm(PlaceForm, RulesForm):
    """A code with its place and its rules."""

    field_order = ("name", "parent", "definition", "include", "exclude", "example", "colour")


def initial_of(code: Code) -> dict[str, object]:
    """What the form starts from when a code is changed."""
    return {"name": code.name, "colour": code.colour, **{field: getattr(code, field) for field in TEXTS}}


def _without(nodes: Iterable[CodeNode], itself: Code | None) -> Iterator[CodeNode]:
    """The tree without a code and all below it: it cannot stand below itself."""
    for node in nodes:
        if itself is None or node.code.pk != itself.pk:
            yield node
            yield from _without(node.children, itself)


class MemoForm(forms.Form):
    """A thought."""

    use_required_attribute = False  # an empty field beside a page to read is no mistake

    text = forms.CharField(label=_("Memo"), widget=forms.Textarea({"rows": 3}))
