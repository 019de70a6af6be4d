"""What the final measurement concludes, read from `final.yaml` and the files in `eindmeting/`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from sluitend.demo.hearing import read
from sluitend.demo.report_text import chapters

FINAL = Path(__file__).parent / "final.yaml"
FOLDER = Path(__file__).parent / "eindmeting"
ASKED = "Gevraagd, en geen antwoord."
COMPONENTS = ("methodological_limits", "coherence", "adequacy", "relevance")
Entry = dict[str, Any]


def read_final() -> Entry:
    """The walk of the final measurement: what is written about the interviews, and what is left to try."""
    walk: Entry = yaml.safe_load(FINAL.read_text("utf-8"))
    report = {"subtitle": walk["subtitle"], "sections": chapters(FOLDER / "report"), "statements": _file("statements")}
    findings = {key: _with_concerns(entry) for key, entry in _file("findings").items()}
    return {**walk, **_file("design"), **_file("conclusions"), "findings": findings, "report": report}


def _file(name: str) -> Entry:
    content: Entry = yaml.safe_load((FOLDER / f"{name}.yaml").read_text("utf-8"))
    return content


def _with_concerns(entry: Entry) -> Entry:
    """A finding whose components of confidence each have their sentence."""
    why = _file("concerns")
    concerns = dict(zip(COMPONENTS, entry["cerqual"], strict=True))
    return {**entry, "concerns": {one: (level, why[one].get(level, "")) for one, level in concerns.items()}}


def evidence_of(truth: str, *, but: int) -> list[tuple[str, int, str, str, str]]:
    """What was planted for a truth, but for one interview: (key, number of the interview, quote, stance, note).

    Who was asked and had nothing to say supports a truth that tells of the silence.
    """
    found = []
    for interview in read("truths.yaml")["interviews"]:
        mine = [stance for stance in interview["stances"] if stance["truth"] == truth]
        quotes = [(quote, stance["stance"]) for stance in mine for quote in stance["quotes"]]
        for place, (quote, stance) in enumerate(quotes, 1):
            key = f"{truth}-{interview['number']}" + (f"-{place}" if place > 1 else "")
            is_silent = stance == "silent"
            row = (key, interview["number"], quote, "supports" if is_silent else stance, ASKED if is_silent else "")
            if interview["number"] != but:
                found.append(row)
    return found


def evidence_for(entry: Entry, *, but: int) -> list[tuple[str, int, str, str, str]]:
    """All that a finding rests on: what was planted for its truth, and what is named with it."""
    planted = evidence_of(entry["truth"], but=but) if "truth" in entry else []
    named = [(key, number, quote, stance, "".join(note)) for key, number, stance, quote, *note in entry["evidence"]]
    return [*planted, *named]
