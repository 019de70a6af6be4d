from __future__ import annotations

import datetime

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.html import Element, parse_html
from django.utils.datastructures import MultiValueDict

from sluitend.web.forms import DateField, MultipleFileField
from sluitend.web.style_page import StyleForm
from sluitend.web.templatetags import sluitend as tags
from sluitend.web.templatetags.sluitend import error_summary, field


class Example(forms.Form):
    name = forms.CharField(label="Naam", help_text="Zoals in het contract.")
    note = forms.CharField(label="Toelichting", required=False, widget=forms.Textarea)
    level = forms.ChoiceField(
        label="Niveau", choices=[("a", "Ambtelijk"), ("b", "Bestuurlijk")], widget=forms.RadioSelect
    )
    day = DateField(label="Datum", required=False, initial=datetime.date(2026, 3, 12))
    agreed = forms.BooleanField(label="Akkoord")
    token = forms.CharField(widget=forms.HiddenInput, required=False)


def elements(html: str, name: str) -> list[dict[str, str]]:
    """Attributes of the elements of this name, in order."""
    found: list[dict[str, str]] = []

    def walk(node: object) -> None:
        if isinstance(node, Element):
            if node.name == name:
                found.append({key: value or "" for key, value in node.attributes})
            for child in node.children:
                walk(child)

    walk(parse_html(f"<div>{html}</div>"))
    return found


def test_field_ties_help_and_error_to_the_control() -> None:
    html = field(Example({})["name"])

    control = elements(html, "input")[0]
    ids = {element["id"] for element in elements(html, "div") if "id" in element}
    assert control["aria-invalid"] == "true"
    assert set(control["aria-describedby"].split()) == ids == {"id_name_helptext", "id_name_error"}
    assert elements(html, "label")[0]["for"] == control["id"] == "id_name"
    assert "Dit veld is verplicht." in html


def test_field_without_error_has_no_sign_of_one() -> None:
    html = field(Example()["name"])

    assert "invalid" not in html
    assert elements(html, "input")[0]["aria-describedby"] == "id_name_helptext"


def test_optional_fields_say_so_except_in_filters() -> None:
    note = Example()["note"]

    assert "(niet verplicht)" in field(note)
    assert "(niet verplicht)" not in field(note, mark_optional=False)
    assert "(niet verplicht)" not in field(Example()["name"])


def test_set_of_choices_is_a_fieldset_with_a_legend_and_a_label_each() -> None:
    html = field(Example({})["level"])

    radios = elements(html, "input")
    assert [radio["type"] for radio in radios] == ["radio", "radio"]
    assert [label["for"] for label in elements(html, "label")] == [radio["id"] for radio in radios]
    assert elements(html, "fieldset")[0]["aria-describedby"] == "id_level_error"
    assert len(elements(html, "legend")) == 1


def test_date_is_sent_and_shown_in_iso() -> None:
    control = elements(field(Example()["day"]), "input")[0]

    assert (control["type"], control["value"]) == ("date", "2026-03-12")
    assert Example({"day": "2026-03-12"})["day"].field.clean("2026-03-12") == datetime.date(2026, 3, 12)


def test_hidden_field_is_only_hidden() -> None:
    assert elements(field(Example()["token"]), "label") == []


def test_error_summary_links_to_every_wrong_field() -> None:
    form = Example({})
    html = tags.render_to_string("web/forms/error_summary.html", error_summary(form))

    assert [link["href"] for link in elements(html, "a")] == ["#id_name", "#id_level_0", "#id_agreed"]
    assert "data-focus-on-load" in html


def test_error_summary_is_empty_without_errors() -> None:
    assert tags.render_to_string("web/forms/error_summary.html", error_summary(Example())).strip() == ""


def test_what_somebody_typed_is_escaped() -> None:
    html = field(Example({"name": "<script>"})["name"])

    assert "<script>" not in html


class Files(forms.Form):
    files = MultipleFileField(label="Bestanden")


def test_many_files_are_cleaned_one_by_one() -> None:
    given = [SimpleUploadedFile(name, b"tekst") for name in ("a.txt", "b.txt")]
    form = Files({}, MultiValueDict({"files": given}))

    assert form.is_valid()
    assert form.cleaned_data["files"] == given


@pytest.mark.parametrize("given", [[], [SimpleUploadedFile("leeg.txt", b"")]])
def test_no_file_and_an_empty_file_are_refused(given: list[SimpleUploadedFile]) -> None:
    assert not Files({}, MultiValueDict({"files": given})).is_valid()


def test_a_field_of_which_one_of_several_is_needed_is_not_called_optional() -> None:
    form = StyleForm()
    form.fields["notes"].one_of = True

    html = str(field(form["notes"]))

    assert "niet verplicht" not in html
    assert "niet verplicht" in str(field(form["day"]))
