"""Form fields and widgets that Django lacks, and how a bound field is shown.

Rooms write plain Django forms; ``{% field form.name %}`` and ``{% form_fields form %}`` dress them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.forms.boundfield import BoundField, BoundWidget
from django.forms.utils import flatatt
from django.utils.html import format_html
from django.utils.safestring import SafeString


class DateInput(forms.DateInput):
    """The browser's own date field, which shows dates in the reader's language and sends ISO dates."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class DateField(forms.DateField):
    """A date, by the browser's own date field."""

    widget = DateInput


class MultipleFileInput(forms.ClearableFileInput):
    """A file field that takes many files."""

    allow_multiple_selected = True


class MultipleFileField(forms.FileField):
    """Many files at once; cleans to a list of uploaded files, empty when none were needed or given."""

    widget = MultipleFileInput

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[Any]]:
        """Clean each file as a FileField does."""
        files: Sequence[Any] = data if isinstance(data, list | tuple) and data else [data or None]
        return [file for file in (super(MultipleFileField, self).clean(one, initial) for one in files) if file]


CLASSES: dict[type[forms.Widget], str] = {
    forms.Textarea: "utrecht-textarea",  # its --html-textarea is red as soon as a required one is empty
    forms.Select: "utrecht-select utrecht-select--html-select",
    forms.CheckboxInput: "utrecht-checkbox utrecht-checkbox--html-input",
    forms.RadioSelect: "utrecht-radio-button utrecht-radio-button--html-input",
    forms.CheckboxSelectMultiple: "utrecht-checkbox utrecht-checkbox--html-input",
    forms.FileInput: "s-file",
}
TEXTBOX = "utrecht-textbox utrecht-textbox--html-input"
TEMPLATES: dict[type[forms.Widget], str] = {
    forms.RadioSelect: "web/forms/choices.html",
    forms.CheckboxSelectMultiple: "web/forms/choices.html",
    forms.CheckboxInput: "web/forms/checkbox.html",
}


def _nearest(table: dict[type[forms.Widget], str], widget: forms.Widget, default: str) -> str:
    """The value of the widget's class or of its nearest ancestor in the table."""
    return next((table[kind] for kind in type(widget).__mro__ if kind in table), default)


def template_of(bound: BoundField) -> str:
    """The template that shows this field with its label, help and errors."""
    return _nearest(TEMPLATES, bound.field.widget, "web/forms/field.html")


def control(bound: BoundField) -> SafeString:
    """The widget itself, dressed for the design system; Django adds aria-describedby and aria-invalid."""
    return bound.as_widget(attrs={"class": _classes(bound)})


@dataclass(frozen=True, slots=True)
class Option:
    """A radio button or checkbox of a set, with a label of its own."""

    id: str
    control: SafeString
    label: str


def choices(bound: BoundField) -> list[Option]:
    """Those of a set. Written without a template each: a conclusion may have hundreds of findings to choose from."""
    bound.field.widget.attrs["class"] = _classes(bound)
    return [_option(one) for one in bound.subwidgets]


def _option(one: BoundWidget) -> Option:
    data = one.data
    control = format_html(
        '<input type="{}" name="{}" value="{}"{}>', data["type"], data["name"], data["value"], flatatt(data["attrs"])
    )
    return Option(data["attrs"].get("id", ""), control, one.choice_label)


def _classes(bound: BoundField) -> str:
    block, *rest = _nearest(CLASSES, bound.field.widget, TEXTBOX).split()
    invalid = [f"{block}--invalid"] if bound.errors else []
    return " ".join([block, *rest, *invalid, bound.field.widget.attrs.get("class", "")]).strip()


def target_of(bound: BoundField) -> str:
    """The id that a link in the error summary jumps to: the control, or the first choice of a set."""
    return f"{bound.auto_id}_0" if bound.use_fieldset else str(bound.id_for_label or bound.auto_id)
