"""A control and a list of choices read the same as Django's own templates give them."""

from __future__ import annotations

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates

from sluitend.web.renderer import Renderer

CHOICES = [
    ("", "kies <iets>"),
    (1, 'een & "twee"'),
    ("a'b", "drie"),
    ("Groep <b>", [(2, "vier"), (3, "vijf")]),
]


@pytest.mark.parametrize("widget", [forms.Select, forms.SelectMultiple, forms.NullBooleanSelect])
def test_a_list_of_choices_is_written_as_django_writes_it(widget: type[forms.Select]) -> None:
    attrs = {"id": "id_x", "required": True, "disabled": False, "data-x": '<">&'}
    found = widget(attrs=attrs)
    if widget is not forms.NullBooleanSelect:
        found.choices = CHOICES
    value = [2, ""] if widget is forms.SelectMultiple else 2

    assert found.render("naam", value, renderer=Renderer()) == found.render("naam", value, renderer=DjangoTemplates())


@pytest.mark.parametrize("value", [None, "", 0, 'een <b>"twee"</b>\n& drie'])
@pytest.mark.parametrize(
    "widget",
    [
        forms.TextInput,
        forms.NumberInput,
        forms.EmailInput,
        forms.HiddenInput,
        forms.PasswordInput,
        forms.DateInput,
        forms.SearchInput,
        forms.CheckboxInput,
        forms.FileInput,
        forms.Textarea,
    ],
)
def test_a_control_is_written_as_django_writes_it(widget: type[forms.Widget], value: object) -> None:
    found = widget(attrs={"id": "id_x", "required": True, "disabled": False, "data-x": '<">&'})

    assert found.render("naam", value, renderer=Renderer()) == found.render("naam", value, renderer=DjangoTemplates())
