"""What was destroyed here does not come back from an archive that is older than that."""

from __future__ import annotations

from dataclasses import dataclass

from sluitend.apps.fieldwork import ledger
from sluitend.apps.reporting.actions.archive.leaving import Fields
from sluitend.errors import InputError


@dataclass(frozen=True)
class Forgotten:
    """From the ledger: who withdrew everything, and which texts and files went, by hash; of the team by name too."""

    people: frozenset[str]
    withdrawn: frozenset[str]
    removed: frozenset[tuple[str, str]]

    @classmethod
    def here(cls) -> Forgotten:
        entries = list(ledger.entries())
        lines = [(entry.withdrawn, line) for entry in entries for line in entry.lines if line.sha256]
        return cls(
            frozenset(entry.respondent for entry in entries if entry.withdrawn and entry.whole and entry.respondent),
            frozenset(line.sha256 for is_withdrawn, line in lines if is_withdrawn),
            frozenset((line.object, line.sha256) for _is_withdrawn, line in lines),
        )

    def check(self, label: str, fields: Fields, source: str = "") -> None:
        """Raises InputError("reporting.archive_withdrawn") for a row with what was destroyed here since."""
        if label == "fieldwork.Respondent" and fields["uid"] in self.people and fields["withdrawn_at"] is None:
            raise InputError("reporting.archive_withdrawn", object=f"R{fields['number']}")
        if label == "sources.SourceVersion" and fields["destroyed_at"] is None:
            name, sha256 = f"{source}/{fields['number']}", fields["text_sha256"]
            if sha256 in self.withdrawn or {(name, sha256), (source, sha256)} & self.removed:
                raise InputError("reporting.archive_withdrawn", object=source)
        if label == "sources.Original" and fields["destroyed_at"] is None:
            sha256 = fields["sha256"]
            if sha256 in self.withdrawn or (source, sha256) in self.removed:
                raise InputError("reporting.archive_withdrawn", object=source)
