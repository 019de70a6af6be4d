"""What the final measurement concludes, read from `final.yaml` and the files in `eindmeting/`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from sluitend.demo.hearing import FOLDER as INTERVIEWS
from sluitend.demo.hearing import read
from sluitend.demo.report_text import chapters

FINAL = Path(__file__).parent / "final.yaml"
FOLDER = Path(__file__).parent / "eindmeting"
ASKED = "Gevraagd, en geen antwoord."
COMPONENTS = ("methodological_limits", "coherence", "adequacy", "relevance")
Entry = dict[str, Any]
Row = tuple[str, int, str, str, str]  # key, number of the interview or document, quote, stance, note


def read_final() -> Entry:
    """The walk of the final measurement: what is written about the interviews, and what is left to try."""
    walk: Entry = yaml.safe_load(FINAL.read_text("utf-8"))
    return {**walk, **read_folder(FOLDER), "report": report_in(FOLDER, walk["subtitle"])}


def read_folder(folder: Path) -> Entry:
    """Design, findings, conclusions and recommendations as they are written in a folder."""
    why = _file(folder, "concerns")
    findings = {key: with_concerns(entry, why) for key, entry in _file(folder, "findings").items()}
    return {**_file(folder, "design"), **_file(folder, "conclusions"), "findings": findings}


def report_in(folder: Path, subtitle: str) -> Entry:
    """The report that is written in a folder."""
    statements = _file(folder, "statements")
    return {"subtitle": subtitle, "sections": chapters(folder / "report"), "statements": statements}


def _file(folder: Path, name: str) -> Entry:
    content: Entry = yaml.safe_load((folder / f"{name}.yaml").read_text("utf-8"))
    return content


def with_concerns(entry: Entry, why: Entry) -> Entry:
    """A finding whose components of confidence each have their sentence."""
    concerns = dict(zip(COMPONENTS, entry["cerqual"], strict=True))
    return {**entry, "concerns": {one: (level, why[one].get(level, "")) for one, level in concerns.items()}}


def evidence_of(truth: str, *, but: int, folder: Path = INTERVIEWS) -> list[Row]:
    """What was planted for a truth, but for one interview.

    Who was asked and had nothing to say supports a truth that tells of the silence.
    """
    found = []
    for interview in read("truths.yaml", folder)["interviews"]:
        mine = [stance for stance in interview["stances"] if stance["truth"] == truth]
        quotes = [(quote, stance["stance"]) for stance in mine for quote in stance["quotes"]]
        for place, (quote, stance) in enumerate(quotes, 1):
            key = f"{truth}-{interview['number']}" + (f"-{place}" if place > 1 else "")
            is_silent = stance == "silent"
            row = (key, interview["number"], quote, "supports" if is_silent else stance, ASKED if is_silent else "")
            if interview["number"] != but:
                found.append(row)
    return found


def evidence_for(entry: Entry, *, but: int, folder: Path = INTERVIEWS) -> list[Row]:
    """All that a finding rests on: what was planted for its truth, and what is named with it."""
    planted = evidence_of(entry["truth"], but=but, folder=folder) if "truth" in entry else []
    named = [(key, number, quote, stance, "".join(note)) for key, number, stance, quote, *note in entry["evidence"]]
    return [*planted, *named]
