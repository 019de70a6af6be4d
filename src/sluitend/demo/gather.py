"""The demo's documents go in as everybody's do: quarantine, reading under limits, release."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sluitend.apps.design import queries as design
from sluitend.apps.design.models import Evaluation
from sluitend.apps.people import queries as people
from sluitend.apps.people.models import User
from sluitend.apps.sources import actions, queries
from sluitend.apps.sources.models import ReleaseGround, Source
from sluitend.demo.fieldwork import record_ground

DOCUMENTS = Path(__file__).parent / "documents"
Entry = dict[str, Any]


def gather_sources(actor: User, evaluation: Evaluation, entries: list[Entry], folder: Path = DOCUMENTS) -> list[Source]:
    """Take the documents in, in their order, and release those that are to be coded."""
    return [_gather(actor, evaluation, entry, folder) for entry in entries]


def _gather(actor: User, evaluation: Evaluation, entry: Entry, folder: Path) -> Source:
    (outcome,) = actions.import_paths(
        actor=actor,
        evaluation=evaluation,
        paths=[folder / entry["file"]],
        attributes=_attributes(actor, evaluation, entry),
    )
    if outcome.number is None:
        raise RuntimeError(f"{entry['file']} of the demo was refused")
    source = queries.source_for(actor, evaluation, outcome.number)
    if approval := entry.get("approval"):
        actions.set_approval(actor=actor, source=source, seen=source.approval, approval=approval)
    record_ground(actor, evaluation, source, entry)
    if not entry.get("public") and entry.get("released", True):
        version = source.versions.get()
        ground = ReleaseGround.NO_PERSONAL_DATA
        actions.release_version(actor=actor, version=version, ground=ground, title=entry["title"])
    return queries.source_for(actor, evaluation, outcome.number)


def _attributes(actor: User, evaluation: Evaluation, entry: Entry) -> dict[str, Any]:
    rows = {
        "perspective": design.perspectives_for(actor, evaluation),
        "place": design.places_for(actor, evaluation),
        "method": design.methods_for(actor, evaluation),
        "phase": design.phases_for(actor, evaluation),
        "organisation": people.organisations_for(actor),
    }
    named = {kind: choices.get(name=entry[kind]) for kind, choices in rows.items() if kind in entry}
    plain: dict[str, Any] = {key: entry[key] for key in ("kind", "date", "level") if key in entry}
    return {**plain, **named, "is_public": entry.get("public", False)}
