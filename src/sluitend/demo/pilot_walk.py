"""The pilot of the demo as it is written in `pilot/`: two measurements, with what was held after the first."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sluitend.demo.final_walk import Row, evidence_for, read_folder, report_in, with_concerns
from sluitend.demo.hearing import read

FOLDER = Path(__file__).parent / "pilot"
INTERIM = "interim"
Entry = dict[str, Any]


def read_pilot() -> Entry:
    """The walk of the pilot."""
    walk = read_folder(FOLDER)
    return {**walk, "report": report_in(FOLDER, walk["subtitle"])}


def evidence(entry: Entry) -> list[Row]:
    """All that a finding rests on in the end."""
    return evidence_for(entry, but=0, folder=FOLDER)


def interim_numbers() -> set[int]:
    """The conversations of the interim measurement, and the documents that were there then."""
    interviews = read("truths.yaml", FOLDER)["interviews"]
    narrowed = read("truths.yaml", FOLDER)["narrowed_on"]
    documents = enumerate(read("design.yaml", FOLDER)["documents"], len(interviews) + 1)
    early = {number for number, one in documents if one["date"].year < narrowed.year}
    return early | {one["number"] for one in interviews if one["phase"] == "tussen"}


def interim_findings(walk: Entry) -> dict[str, Entry]:
    """The findings as they were held after the first measurement."""
    why = read("concerns.yaml", FOLDER)
    held = {key: entry for key, entry in walk["findings"].items() if INTERIM in entry}
    return {key: {"questions": entry["questions"], **with_concerns(entry[INTERIM], why)} for key, entry in held.items()}


def interim_conclusions(walk: Entry) -> dict[str, Entry]:
    """The answers as they were held after the first measurement."""
    return {label: entry[INTERIM] for label, entry in walk["conclusions"].items()}


def codings_of(walk: Entry) -> dict[int, list[Entry]]:
    """What the first researcher coded: every passage of an interview that a finding rests on, with its codes."""
    interviews = {one["number"] for one in read("truths.yaml", FOLDER)["interviews"]}
    found: dict[int, list[Entry]] = {number: [] for number in sorted(interviews)}
    for entry in walk["findings"].values():
        for _key, number, quote, _stance, _note in evidence(entry):
            if number in interviews:
                found[number].append({"codes": entry["codes"], "quote": quote})
    return found
