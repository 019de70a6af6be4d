"""What the registered data change in the final measurement is there to be changed, and keeps what the product asks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
import yaml

from sluitend.apps.datasets.models import Dataset
from sluitend.demo import chain
from sluitend.demo.report_text import chapters

FOLDER = chain.FOLDER.parent / "eindmeting"
WORDS = chain.read("words")
_SMALL = re.compile(r"\b(?:[1-9]|één|twee|drie|vier|vijf|zes|zeven|acht|negen)\b", re.IGNORECASE)


def _read(name: str) -> Any:
    return yaml.safe_load((FOLDER / f"{name}.yaml").read_text("utf-8"))


def _changed() -> Iterator[tuple[str, str]]:
    """What is changed, and its text before."""
    design, statements, conclusions = _read("design"), _read("statements"), _read("conclusions")["conclusions"]
    texts = chapters(FOLDER / "report")
    pairs = [(changes, texts[title]) for title, changes in WORDS["chapters"].items()]
    pairs += [(changes, statements[key]) for key, changes in WORDS["statements"].items()]
    pairs += [(changes, design["methods"][name]) for name, changes in WORDS["methods"].items()]
    pairs += [(changes, design["agreements"][nr - 1]["reason"]) for nr, changes in WORDS["agreements"].items()]
    pairs += [(one.get("changes", ()), conclusions[label]["text"]) for label, one in WORDS["conclusions"].items()]
    return ((change["from"], text) for changes, text in pairs for change in changes)


@pytest.mark.parametrize(("words", "text"), list(_changed()))
def test_what_is_changed_stands_there_once(words: str, text: str) -> None:
    assert text.count(words) == 1


def test_what_practice_said_names_no_small_count() -> None:
    checked, told = chain.read("findings")["sample"].split(" (fictief). ")

    assert "twintig casussen" in checked
    assert not _SMALL.findall(told)


def test_the_questionnaire_is_asked_by_the_number_that_it_got() -> None:
    entry = {"analysis": "zeggen-en-doen", "parameters": {"questionnaire": "vragenlijst"}}

    asked = chain._with_number(entry, Dataset(number=3))

    assert asked["parameters"] == {"questionnaire": "D3"}
    assert chain.read("analyses")["zeggen"]["parameters"] == {"questionnaire": "vragenlijst"}
