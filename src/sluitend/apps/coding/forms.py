"""Forms of the codebook."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sluitend.apps.coding.actions.tree import NAME_LENGTH, TEXTS
from sluitend.apps.coding.models import Code
from sluitend.apps.coding.queries import CodeNode, flat

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
        _offer(self.fields["parent"], _("nothing: it stands at the top"), _without(nodes, itself))


class ChangeCodeForm(RulesForm):
    """A code's name and rules, over the revision that was read."""

    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def clean_revision(self) -> int:
        """Without one it counts as never read."""
        return self.cleaned_data["revision"] or 0


class MergeForm(forms.Form):
    """The code that another becomes part of."""

    into = forms.TypedChoiceField(label=_("Becomes part of"), coerce=int)

    def __init__(self, *args: Any, nodes: Iterable[CodeNode], itself: Code, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self.fields["into"], _("choose a code"), _without(nodes, itself))


class SplitForm(forms.Form):
    """Where the chosen passages go; which ones stands in the page's check boxes."""

    name = forms.CharField(label=_("Name of the new code"), max_length=NAME_LENGTH, required=False)
    into = forms.TypedChoiceField(label=_("Or a code that is there"), coerce=int, empty_value=None, required=False)
    fragments = forms.TypedMultipleChoiceField(coerce=int, required=False, widget=forms.MultipleHiddenInput)

    def __init__(
        self, *args: Any, nodes: Iterable[CodeNode], itself: Code, fragments: Mapping[int, int], **kwargs: Any
    ) -> None:
        """`fragments` are ids by number: a page shows no ids."""
        super().__init__(*args, **kwargs)
        others = (node for node in flat(nodes) if node.code.pk != itself.pk)
        _offer(self.fields["into"], _("none: a new code"), others)
        chosen = self.fields["fragments"]
        assert isinstance(chosen, forms.TypedMultipleChoiceField)
        chosen.choices = [(number, str(number)) for number in fragments]
        chosen.coerce = lambda number: fragments[int(number)]


class NewCodeForm(PlaceForm, RulesForm):
    """A code with its place and its rules."""

    field_order = ("name", "parent", "definition", "include", "exclude", "example", "colour")


def initial_of(code: Code) -> dict[str, object]:
    """What the form starts from when a code is changed."""
    texts = {field: getattr(code, field) for field in TEXTS}
    return {"name": code.name, "colour": code.colour, "revision": code.revision, **texts}


def _offer(field: forms.Field, none: Any, nodes: Iterable[CodeNode]) -> None:
    assert isinstance(field, forms.TypedChoiceField)
    field.choices = [("", none), *((node.code.pk, node.path) for node in nodes)]


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
