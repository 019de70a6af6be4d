"""What `--format sarif` writes, held against the objects of SARIF 2.1.0.

The source is the standard (OASIS, *Static Analysis Results Interchange Format Version 2.1.0*) with its JSON schema
`sarif-schema-2.1.0.json`: every object is closed, so a property that the schema does not name is an error. Below stands
what the schema says of the objects that we write: which properties there may be, of what kind, and which there must be.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.utils import translation

from sluitend.apps.people.models import User
from sluitend.apps.reporting import checker
from sluitend.apps.reporting.actions.waiving import waive
from tests.reporting.conftest import Chain, make_question

REASON = "De vraag verviel na het eerste gesprek (fictief)."

Kind = Callable[[Any], bool]


def text(value: Any) -> bool:
    return isinstance(value, str)


def uri(value: Any) -> bool:
    return text(value) and value.startswith("https://")


def place(value: Any) -> bool:
    return isinstance(value, int) and value >= -1


def bag(value: Any) -> bool:
    """Anything that the tool wants to tell; only `tags` has a meaning, which we do not use."""
    return isinstance(value, dict) and "tags" not in value


def texts(value: Any) -> bool:
    return isinstance(value, dict) and all(map(text, value.values()))


def one_of(*values: str) -> Kind:
    return lambda value: value in values


def language(value: Any) -> bool:
    return text(value) and re.fullmatch("[a-zA-Z]{2}(-[a-zA-Z]{2})?", value) is not None


LEVEL = one_of("none", "note", "warning", "error")
# By object: a property is of a kind, an object (its name) or a list of objects; "!" before it: it must be there.
OBJECTS: dict[str, dict[str, Kind | str | list[str]]] = {
    "log": {"$schema": uri, "!version": one_of("2.1.0"), "!runs": ["run"]},
    "run": {
        "!tool": "tool",
        "language": language,
        "columnKind": one_of("utf16CodeUnits", "unicodeCodePoints"),
        "results": ["result"],
    },
    "tool": {"!driver": "toolComponent"},
    "toolComponent": {"!name": text, "version": text, "rules": ["reportingDescriptor"]},
    "reportingDescriptor": {
        "!id": text,
        "shortDescription": "message string",
        "fullDescription": "message string",
        "help": "message string",
        "defaultConfiguration": "reportingConfiguration",
        "properties": bag,
    },
    "message string": {"!text": text},
    "reportingConfiguration": {"level": LEVEL},
    "result": {
        "ruleId": text,
        "ruleIndex": place,
        "level": LEVEL,
        "!message": "message string",
        "locations": ["location"],
        "partialFingerprints": texts,
        "suppressions": ["suppression"],
    },
    "location": {"logicalLocations": ["logicalLocation"]},
    "logicalLocation": {"name": text, "fullyQualifiedName": text, "kind": text, "properties": bag},
    "suppression": {
        "!kind": one_of("inSource", "external"),
        "status": one_of("accepted", "underReview", "rejected"),
        "justification": text,
    },
}


def faults(name: str, value: Any, where: str) -> Iterator[str]:
    """Every place that is not as the standard has it."""
    if not isinstance(value, dict):
        yield f"{where}: not an object"
        return
    known = {key.lstrip("!"): kind for key, kind in OBJECTS[name].items()}
    yield from (f"{where}.{key}: missing" for key in OBJECTS[name] if key[0] == "!" and key[1:] not in value)
    for key, inside in value.items():
        if key not in known:
            yield f"{where}.{key}: not in the standard"
        else:
            yield from _within(known[key], inside, f"{where}.{key}")


def _within(kind: Kind | str | list[str], value: Any, where: str) -> Iterator[str]:
    if isinstance(kind, str):
        yield from faults(kind, value, where)
    elif isinstance(kind, list):
        rows = value if isinstance(value, list) else [None]
        for number, row in enumerate(rows):
            yield from faults(kind[0], row, f"{where}[{number}]")
    elif not kind(value):
        yield f"{where}: {value!r}"


@pytest.fixture
def told(chain: Chain, leader: User) -> dict[str, Any]:
    """With problems of all three kinds of severity, of which one was set aside."""
    label = make_question(chain.evaluation, leader, "V2", "En wat levert het op? (fictief)").label
    waive(actor=leader, evaluation=chain.evaluation, rule="V01", key=label, reason=REASON)
    chain.write(leader, "[[F1]] en [[B9]]. Alles is anoniem.")
    found: dict[str, Any] = json.loads(checker.as_sarif(checker.check(leader, chain.evaluation)))
    return found


def test_every_object_is_one_of_the_standard(told: dict[str, Any]) -> None:
    assert list(faults("log", told, "log")) == []
    assert {one["level"] for one in told["runs"][0]["results"]} == {"error", "warning", "note"}


@pytest.mark.parametrize(
    ("path", "change"),
    [
        (("runs", 0, "results", 0), {"message": {}}),
        (("runs", 0, "results", 0), {"level": "fatal"}),
        (("runs", 0, "results", 0), {"rule": "B01"}),
        (("runs", 0, "tool", "driver"), {"name": None}),
        ((), {"version": "2.0.0"}),
    ],
)
def test_what_is_not_of_the_standard_is_noticed(told: dict[str, Any], path: tuple[Any, ...], change: Any) -> None:
    target: Any = told
    for step in path:
        target = target[step]
    target |= change

    assert len(list(faults("log", told, "log"))) == 1


def test_rules_and_results_belong_together(told: dict[str, Any]) -> None:
    (run,) = told["runs"]
    rules = run["tool"]["driver"]["rules"]

    assert len({one["id"] for one in rules}) == len(rules)
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
    keys = [tuple(one["partialFingerprints"].values()) for one in run["results"]]
    assert len(set(keys)) == len(keys)  # else a reader takes two problems for one


def test_all_results_say_whether_they_were_set_aside(told: dict[str, Any]) -> None:
    """Section 3.27.23: of all results in a run, or of none."""
    rows = [one.get("suppressions") for one in told["runs"][0]["results"]]

    assert None not in rows
    assert [row for row in rows if row] == [[{"kind": "external", "status": "accepted", "justification": REASON}]]


@pytest.mark.parametrize("code", ["nl", "en"])
def test_it_says_in_which_language_it_speaks(code: str, chain: Chain, leader: User) -> None:
    with translation.override(code):
        told = json.loads(checker.as_sarif(checker.check(leader, chain.evaluation)))

    assert told["runs"][0]["language"] == code
