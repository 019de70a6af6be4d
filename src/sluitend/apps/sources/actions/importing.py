"""Many files at once from the command line, read in the same process."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from sluitend.apps.design.access import require
from sluitend.apps.design.models import Evaluation
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action
from sluitend.apps.sources.actions.clearing import clear_uploads
from sluitend.apps.sources.actions.taking_in import DUPLICATE, take_in
from sluitend.apps.sources.models import Upload, UploadState
from sluitend.apps.sources.refusals import refusal_of
from sluitend.errors import InputError
from sluitend.work import runs
from sluitend.work.models import Run


class ImportState(StrEnum):
    """What became of a file."""

    ACCEPTED = "accepted"
    DUPLICATE = "duplicate"  # not refused: its source is there
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class ImportOutcome:
    """What became of one file, with the line that the command line prints."""

    path: Path
    state: ImportState
    number: int | None  # of the source: the new one, or the one that has the same content
    line: str

    @property
    def refused(self) -> bool:
        """Whether somebody has to mend something."""
        return self.state is ImportState.REFUSED


def import_paths(
    *, actor: User, evaluation: Evaluation, paths: Iterable[Path], attributes: Mapping[str, Any]
) -> Iterator[ImportOutcome]:
    """Take in and read files and whole folders, in the order of their names, one outcome each.

    Hidden files and what an office program leaves behind ("~$…") are passed over in folders. Links are not followed.
    Raises NotFound, NotAllowed, InputError("sources.no_such_path") before anything is taken in, and those of `take_in`.
    """
    require(actor, evaluation, Action.ADD_SOURCE)
    files = [file for path in paths for file in files_under(path)]
    return (_import_one(actor, evaluation, file, attributes) for file in files)


def files_under(path: Path) -> Iterator[Path]:
    """The file itself, or every file in the folder and its folders."""
    if path.is_file():
        yield path
    elif path.is_dir():
        for entry in sorted(path.iterdir()):
            if not entry.name.startswith((".", "~$")) and not entry.is_symlink():
                yield from files_under(entry)
    else:
        raise InputError("sources.no_such_path", where=str(path))


def _import_one(actor: User, evaluation: Evaluation, path: Path, attributes: Mapping[str, Any]) -> ImportOutcome:
    with path.open("rb") as file:
        upload = take_in(actor=actor, evaluation=evaluation, file=file, filename=path.name, attributes=attributes)
    if upload.state == UploadState.WAITING:
        runs.run_now(Run.objects.get(pk=int(upload.run_id)))
        upload.refresh_from_db()
    outcome = _outcome(path, upload)
    clear_uploads(actor=actor, evaluation=evaluation, upload_id=upload.pk)
    return outcome


def _outcome(path: Path, upload: Upload) -> ImportOutcome:
    if upload.source is not None:
        number = upload.source.number
        return ImportOutcome(path, ImportState.ACCEPTED, number, f"S{number} {path.name}")
    if upload.refusal_code == DUPLICATE:
        number = int(upload.refusal_data["number"])
        said = _("%(name)s: skipped, this evaluation has it as S%(number)s.") % {"name": path.name, "number": number}
        return ImportOutcome(path, ImportState.DUPLICATE, number, said)
    said = _("%(name)s: not taken in. %(reason)s") % {"name": path.name, "reason": refusal_of(upload)}
    return ImportOutcome(path, ImportState.REFUSED, None, said)
