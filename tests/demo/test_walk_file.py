"""The walk as it is written, before anything is carried out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from sluitend.demo.build import WALK
from sluitend.demo.final_walk import read_final
from sluitend.demo.gather import DOCUMENTS


@pytest.fixture(scope="module")
def walk() -> dict[str, Any]:
    return dict(yaml.safe_load(WALK.read_text("utf-8")))


def texts(walk: dict[str, Any]) -> list[str]:
    return [(DOCUMENTS / entry["file"]).read_text("utf-8") for entry in walk["sources"]]


def test_every_quote_stands_once_in_its_document(walk: dict[str, Any]) -> None:
    documents = texts(walk)

    counts = {key: documents[one["source"] - 1].count(one["quote"]) for key, one in walk["fragments"].items()}

    assert set(counts.values()) == {1}, counts


def test_nothing_is_quoted_from_what_is_not_released(walk: dict[str, Any]) -> None:
    closed = {number for number, one in enumerate(walk["sources"], 1) if one.get("released") is False}

    assert closed
    assert not [key for key, one in walk["fragments"].items() if one["source"] in closed]


def test_everybody_and_everything_is_labelled_fictitious(walk: dict[str, Any]) -> None:
    names = [one["name"] for one in (*walk["people"], *walk["organisations"], *walk["region"]["municipalities"])]

    assert [name for name in (*names, walk["title"], walk["region"]["name"]) if "(fictief)" not in name] == []
    assert [file.name for file in sorted(Path(DOCUMENTS).iterdir()) if "fictief" not in file.read_text("utf-8")] == []


def test_every_document_is_in_a_walk(walk: dict[str, Any]) -> None:
    taken = {one["file"] for one in (*walk["sources"], *read_final()["documents"])}

    assert taken == {path.name for path in DOCUMENTS.iterdir()}


def test_every_reference_between_the_parts_exists(walk: dict[str, Any]) -> None:
    fragments, findings, conclusions = walk["fragments"], walk["findings"], walk["conclusions"]

    used = {evidence[0] for one in findings.values() for evidence in one["evidence"]}
    assert used <= set(fragments)
    assert {key for one in conclusions.values() for key in one["findings"]} <= set(findings)
    assert {label for one in walk["recommendations"].values() for label in one["conclusions"]} <= set(conclusions)
    assert set(walk["memos"]) <= set(fragments)
