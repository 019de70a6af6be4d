"""The guide tells of every command, option, setting, key and rule, and its links and pictures are there."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from sluitend import cli
from sluitend.apps.reporting.checker.running import RULES

ROOT = Path(__file__).parents[2]
GUIDE = ROOT / "docs" / "gebruikersgids"
PAGES = [*sorted(GUIDE.glob("*.md")), ROOT / "README.md", ROOT / "README.nl.md"]
TEST_SETTINGS = {"SLUITEND_TESTING", "SLUITEND_TEST_FOLDER"}  # only in settings_test.py


def part(name: str) -> str:
    return (GUIDE / name).read_text("utf-8")


def commands(parser: argparse.ArgumentParser, name: str = "") -> Iterator[tuple[str, argparse.ArgumentParser]]:
    """Every parser by its words, such as "import documents"."""
    yield name, parser
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for word, below in action.choices.items():
                yield from commands(below, f"{name} {word}".strip())


COMMANDS = dict(commands(cli._parser()))


@pytest.mark.parametrize("name", [name for name in COMMANDS if name])
def test_every_command_has_its_section_with_an_example_and_all_its_options(name: str) -> None:
    sections = re.split(r"^## ", part("7-opdrachtregel.md"), flags=re.M)
    section = next((text for text in sections if text.startswith(f"{name.split()[0]}\n")), "")
    options = {word for action in COMMANDS[name]._actions for word in action.option_strings if word.startswith("--")}

    assert re.search(rf"^sluitend (--as \S+ )?{name}\b", section, re.M)
    assert {option for option in options - {"--help"} if f"* `{option}`" not in section} == set()


def test_the_options_before_a_command_are_explained() -> None:
    options = {word for action in COMMANDS[""]._actions for word in action.option_strings}

    assert options == {"-h", "--help", "--as"}
    assert "sluitend --as " in part("7-opdrachtregel.md")
    assert "sluitend --help" in part("7-opdrachtregel.md")


def test_every_template_is_named() -> None:
    assert [key for key in cli.TEMPLATES if f"`{key}`" not in part("7-opdrachtregel.md")] == []


def test_every_setting_from_the_environment_is_in_the_table_and_no_other() -> None:
    source = "\n".join(path.read_text("utf-8") for path in (ROOT / "src" / "sluitend").rglob("*.py"))
    used = set(re.findall(r"\b(SLUITEND_[A-Z_]+|DATABASE_URL)\b", source)) - TEST_SETTINGS
    rows = re.findall(r"^\| `([A-Z_]+)` \|", part("8-beheer.md"), re.M)

    assert sorted(rows) == sorted(used)


def test_every_rule_of_the_checker_is_in_the_table_and_no_other() -> None:
    rows = re.findall(r"^\| ([A-Z]\d\d) \|", part("6-rapport.md"), re.M)

    assert sorted(rows) == sorted(rule.code for rule in RULES)


def test_every_key_of_the_help_dialog_is_in_the_table() -> None:
    dialog = ROOT / "src/sluitend/apps/coding/templates/coding/workbench/help.html"
    keys = set(re.findall(r"<kbd>([^<{]+)</kbd>", dialog.read_text("utf-8")))
    table = "\n".join(line for line in part("4-coderen.md").splitlines() if line.startswith("| "))

    assert {key for key in keys | {"e"} if f"`{key}`" not in table} == set()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_and_pictures_lead_somewhere_and_pictures_have_words(page: Path) -> None:
    links = re.findall(r"(!?)\[([^\]]*)\]\(([^)\s]+)\)", page.read_text("utf-8"))
    inside = [link for link in links if not re.match(r"[a-z]+:", link[2])]

    assert inside
    assert [target for _, _, target in inside if not _exists(page, target)] == []
    assert [target for picture, words, target in inside if picture and len(words) < 20] == []


def _exists(page: Path, target: str) -> bool:
    name, _, heading = target.partition("#")
    file = (page.parent / name) if name else page
    named = re.findall(r"^#+ (.+)$", file.read_text("utf-8"), re.M) if file.exists() and heading else []
    return file.exists() and (not heading or heading in [_anchor(one) for one in named])


def _anchor(heading: str) -> str:
    """As whoever shows Markdown makes it: small letters, without signs, a dash for a space."""
    return re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-")


def test_pictures_are_small_and_each_is_used() -> None:
    pictures = list((ROOT / "docs" / "images").glob("*.png"))
    text = "\n".join(page.read_text("utf-8") for page in PAGES)

    assert pictures
    assert [picture.name for picture in pictures if picture.stat().st_size >= 150_000] == []
    assert [picture.name for picture in pictures if f"images/{picture.name}" not in text] == []


def test_an_unknown_user_or_no_evaluation_is_said_in_a_sentence(db: None, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["--as", "niemand@waterrijk.invalid", "check"]) == 1
    assert cli.main(["check"]) == 1

    assert capsys.readouterr().err.splitlines() == [
        "Niemand heeft hier het e-mailadres niemand@waterrijk.invalid. Controleer het adres achter --as.",
        "U doet nog niet mee aan een evaluatie. Begin er een met: sluitend new --template keten TITEL",
    ]
