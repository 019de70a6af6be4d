"""Translations without gettext on the machine."""

from __future__ import annotations

from gettext import GNUTranslations
from pathlib import Path

import pytest

from tools import messages

TEMPLATE = """\
{% load i18n %}
<div>
    <p title="{% translate "Save 100%" context "verb" %}">
  {% blocktranslate trimmed count n=z %}
     One {{ what }} in
     two lines
  {% plural %}
     {{ n }} of {{ what }}
  {% endblocktranslate %}
      {{ _("Filtered")|default:_("Default") }} it's (not closed
 </p>
{% field form.x label=_("Label") %}
</div>
"""


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A product with two rooms, a module outside of them and a template."""
    package = tmp_path / "sluitend"
    for room in ("web", "work", "apps/design"):
        (package / room).mkdir(parents=True)
        (package / room / "__init__.py").touch()
    templates = package / "apps" / "design" / "templates" / "design"
    templates.mkdir(parents=True)
    (templates / "page.html").write_text(TEMPLATE)
    (package / "cli.py").write_text('from x import gettext as _\n\nprint(_("Hello, %(name)s"))\n')
    return package


def catalogue(package: Path, room: str) -> Path:
    return package / room / messages.CATALOGUE


def translate(path: Path, msgid: str, *msgstr: str) -> None:
    catalog = messages.read(path)
    message = next(one for one in catalog if msgid in (one.id if isinstance(one.id, tuple) else (one.id,)))
    message.string = msgstr if message.pluralizable else msgstr[0]
    path.write_text(messages.text_of(catalog))


def faults(package: Path) -> list[str]:
    found = messages.check(package, messages.rooms(package))
    return [f"{problem.path.name}:{problem.line}: {problem.text}" for problem in found]


def test_update_finds_every_kind_of_string_and_puts_it_in_its_own_room(package: Path) -> None:
    messages.update(package, messages.rooms(package))

    design = {(one.context, one.id) for one in messages.read(catalogue(package, "apps/design")) if one.id}
    assert design == {
        ("verb", "Save 100%%"),
        (None, ("One %(what)s in two lines", "%(n)s of %(what)s")),
        (None, "Filtered"),
        (None, "Default"),
        (None, "Label"),
    }
    assert [one.id for one in messages.read(catalogue(package, "web")) if one.id] == ["Hello, %(name)s"]
    assert not catalogue(package, "work").exists()


def test_update_keeps_translations_drops_what_is_gone_and_writes_no_dates(package: Path) -> None:
    messages.update(package, messages.rooms(package))
    path = catalogue(package, "apps/design")
    translate(path, "Label", "Etiket")
    page = package / "apps" / "design" / "templates" / "design" / "page.html"
    page.write_text("\n\n{% translate 'Label' %}")

    messages.update(package, messages.rooms(package))

    assert [(one.id, one.string) for one in messages.read(path) if one.id] == [("Label", "Etiket")]
    text = path.read_text()
    assert "Date" not in text
    messages.update(package, messages.rooms(package))
    assert path.read_text() == text


def test_a_new_string_takes_the_translation_that_another_room_has(package: Path) -> None:
    messages.update(package, messages.rooms(package))
    translate(catalogue(package, "apps/design"), "Label", "Etiket")
    (package / "web" / "views.py").write_text('_("Label")')

    messages.update(package, ["web"])

    assert messages.read(catalogue(package, "web")).get("Label").string == "Etiket"


def test_check_names_file_and_line_of_what_is_not_translated(package: Path) -> None:
    messages.update(package, messages.rooms(package))

    assert faults(package) == [
        "page.html:10: no translation: 'Default'",
        "page.html:10: no translation: 'Filtered'",
        "page.html:12: no translation: 'Label'",
        "page.html:3: no translation: 'Save 100%%'",
        "page.html:4: no translation: 'One %(what)s in two lines'",
        "cli.py:3: no translation: 'Hello, %(name)s'",
    ]


def test_check_wants_the_placeholders_of_the_source(package: Path) -> None:
    messages.update(package, messages.rooms(package))
    translate(catalogue(package, "web"), "Hello, %(name)s", "Dag, %(naam)s")

    assert "cli.py:3: other placeholders in the translation: 'Hello, %(name)s'" in faults(package)


def test_check_wants_both_forms_and_lets_the_singular_leave_out_the_number(package: Path) -> None:
    messages.update(package, messages.rooms(package))
    path = catalogue(package, "apps/design")
    translate(path, "%(n)s of %(what)s", "Een %(what)s", "")
    assert "page.html:4: no translation: 'One %(what)s in two lines'" in faults(package)

    translate(path, "%(n)s of %(what)s", "Een %(what)s", "%(n)s van %(what)s")
    assert not [fault for fault in faults(package) if "page.html:4" in fault]


def test_check_refuses_what_is_fuzzy_or_not_yet_taken_up(package: Path) -> None:
    messages.update(package, messages.rooms(package))
    path = catalogue(package, "web")
    translate(path, "Hello, %(name)s", "Dag, %(name)s")
    path.write_text(path.read_text().replace("#, python-format", "#, fuzzy, python-format"))
    (package / "web" / "views.py").write_text('_("New")')

    found = faults(package)

    assert "cli.py:3: fuzzy translation: 'Hello, %(name)s'" in found
    assert "views.py:1: not in the catalogue: 'New'" in found
    assert "django.po:1: not up to date: run python -m tools.messages update" in found


def test_check_refuses_one_string_with_two_translations(package: Path) -> None:
    (package / "web" / "views.py").write_text('_("Label")')
    messages.update(package, messages.rooms(package))
    translate(catalogue(package, "web"), "Label", "Kenmerk")
    translate(catalogue(package, "apps/design"), "Label", "Etiket")

    assert any("'Label' is translated otherwise in web" in fault for fault in faults(package))


def test_compile_writes_what_gettext_reads(package: Path) -> None:
    messages.update(package, messages.rooms(package))
    translate(catalogue(package, "web"), "Hello, %(name)s", "Dag, %(name)s")

    messages.compile_catalogues(package, messages.rooms(package))

    with catalogue(package, "web").with_suffix(".mo").open("rb") as stream:
        assert GNUTranslations(stream).gettext("Hello, %(name)s") == "Dag, %(name)s"
