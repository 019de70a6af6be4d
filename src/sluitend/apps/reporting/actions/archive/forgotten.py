"""What was destroyed here does not come back from an archive that is older than that."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sluitend.apps.datasets.actions.ending import DATA as EVENTS
from sluitend.apps.datasets.actions.ending import FILE as EVENTS_FILE
from sluitend.apps.fieldwork import ledger
from sluitend.apps.reporting.actions.archive.leaving import Fields
from sluitend.errors import InputError


@dataclass(frozen=True)
class Forgotten:
    """From the ledger: who withdrew everything, and which texts and files went, by hash; of the team by name too."""

    people: frozenset[str]
    withdrawn: frozenset[str]
    removed: frozenset[tuple[str, str]]
    events: frozenset[tuple[str, str]]  # of datasets: the file of one in use was destroyed too, its events were not

    @classmethod
    def here(cls) -> Forgotten:
        entries = list(ledger.entries())
        found = [(entry.withdrawn, line) for entry in entries for line in entry.lines if line.sha256]
        lines = [(is_withdrawn, line) for is_withdrawn, line in found if line.kind not in (EVENTS, EVENTS_FILE)]
        return cls(
            frozenset(entry.respondent for entry in entries if entry.withdrawn and entry.whole and entry.respondent),
            frozenset(line.sha256 for is_withdrawn, line in lines if is_withdrawn),
            frozenset((line.object, line.sha256) for _is_withdrawn, line in lines),
            frozenset((line.object, line.sha256) for _is_withdrawn, line in found if line.kind == EVENTS),
        )

    def check(self, label: str, fields: Fields, source: str = "") -> None:
        """Raises InputError("reporting.archive_withdrawn") for a row with what was destroyed here since."""
        if label == "fieldwork.Respondent" and fields["uid"] in self.people and fields["withdrawn_at"] is None:
            raise InputError("reporting.archive_withdrawn", object=f"R{fields['number']}")
        if label == "sources.SourceVersion" and fields["destroyed_at"] is None:
            name, sha256 = f"{source}/{fields['number']}", fields["text_sha256"]
            if sha256 in self.withdrawn or {(name, sha256), (source, sha256)} & self.removed:
                raise InputError("reporting.archive_withdrawn", object=source)
        is_used = label == "datasets.DatasetVersion" and fields["destroyed_at"] is None
        if is_used and (source, fields["raw_sha256"]) in self.events:
            raise InputError("reporting.archive_withdrawn", object=source)
        if label == "sources.Original" and fields["destroyed_at"] is None:
            sha256 = fields["sha256"]
            if sha256 in self.withdrawn or (source, sha256) in self.removed:
                raise InputError("reporting.archive_withdrawn", object=source)

    def check_data(self, deliveries: Iterable[tuple[str, str]]) -> None:
        """Raises InputError("reporting.archive_withdrawn") for what was computed from data that were destroyed here."""
        for name, sha256 in deliveries:
            if (name, sha256) in self.events:
                raise InputError("reporting.archive_withdrawn", object=name)
