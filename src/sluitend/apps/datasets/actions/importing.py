"""A file from the command line: larger than what a browser sends, and all the steps up to a person's decision."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sluitend.apps.datasets import store
from sluitend.apps.datasets.actions.changing import About
from sluitend.apps.datasets.actions.choosing import choose_objects
from sluitend.apps.datasets.actions.mapping import map_columns
from sluitend.apps.datasets.actions.taking_in import take_in, take_in_version
from sluitend.apps.datasets.kinds import Kind, kind_of
from sluitend.apps.datasets.mapping import ATTRIBUTE, LEAVE_OUT, SUBREGION, Mapped, choice_of, from_choices, suggested
from sluitend.apps.datasets.models import Dataset, DatasetKind, DatasetVersion, VersionState
from sluitend.apps.design.models import Evaluation
from sluitend.apps.people.models import User
from sluitend.apps.people.queries import subregions_now
from sluitend.errors import InputError
from sluitend.work import runs
from sluitend.work.models import Run


def import_events(
    *,
    actor: User,
    evaluation: Evaluation,
    path: Path,
    about: About | None = None,
    dataset: Dataset | None = None,
    kind: DatasetKind = DatasetKind.EVENT_LOG,
    columns: Mapping[str, str] | None = None,
    missing: tuple[str, ...] = (),
    objects: Mapping[str, str] | None = None,
) -> DatasetVersion:
    """Take a file in, read it and check its rows in this process: a new dataset of a kind, or a newer delivery.

    `columns` says what some of them hold (a role, "attribute" or "leave_out", by the name of the column); of the others
    it is guessed, or as it was said before; `objects` says the same of types of objects (case, family, resource). What
    comes back was refused, asks what its columns hold, or waits for a decision. Raises as `take_in`, `take_in_version`,
    `choose_objects` and `map_columns`, and InputError("datasets.unknown_column", "datasets.unknown_role"); OSError for
    what cannot be read.
    """
    from sluitend.formats.eventlog.reading import MAX_BYTES  # loads Arrow, which no page needs

    with path.open("rb") as file:
        told: dict[str, Any] = {"actor": actor, "file": file, "filename": path.name, "most": MAX_BYTES}
        if dataset is not None:
            version = take_in_version(dataset=dataset, **told)
        else:
            assert about is not None
            version = take_in(evaluation=evaluation, about=about, kind=kind, **told)
    return checked_now(actor=actor, version=version, columns=columns or {}, missing=missing, objects=objects)


def checked_now(
    *,
    actor: User,
    version: DatasetVersion,
    columns: Mapping[str, str],
    missing: tuple[str, ...],
    objects: Mapping[str, str] | None = None,
) -> DatasetVersion:
    """Read what was just taken in and check its rows. Raises as `import_events` and `choose_objects`."""
    version = _done(version)
    if objects and version.state == VersionState.MAPPING:
        told = {name: str(store.open_objects(version).get(name, "")) for name in ("case", "family", "resource")}
        version = _done(choose_objects(actor=actor, version=version, **{**told, **objects}))
    if version.state != VersionState.MAPPING:
        return version
    roles = _roles(version.dataset.evaluation, version, columns, missing)
    return _done(map_columns(actor=actor, version=version, roles=roles))


def _done(version: DatasetVersion) -> DatasetVersion:
    """After its run, in this process or a worker's."""
    runs.run_now(Run.objects.get(pk=int(version.run_id)))
    return DatasetVersion.objects.select_related("dataset__evaluation").get(pk=version.pk)


def _roles(
    evaluation: Evaluation, version: DatasetVersion, said: Mapping[str, str], missing: tuple[str, ...]
) -> Mapped:
    """As it was guessed, with what was said; a column that takes a role over from another leaves that one out."""
    kind, columns = kind_of(version.dataset.kind), store.open_columns(version)
    names = [str(column["name"]) for column in columns]
    _check(kind, names, said)
    guess = suggested(evaluation, version, columns)
    taken = {role for role in said.values() if role in kind.keys}
    chosen = [said.get(name) or _free(choice_of(guess, name), taken) for name in names]
    return from_choices(columns, chosen, missing or guess.missing, kind)


def _free(choice: str, taken: set[str]) -> str:
    return LEAVE_OUT if choice in taken else choice


def _check(kind: Kind, names: list[str], said: Mapping[str, str]) -> None:
    beside = [ATTRIBUTE, *(SUBREGION + product for product in subregions_now())] if kind.attributes else []
    known = [*kind.keys, *beside, LEAVE_OUT]
    if not set(said) <= set(names):
        raise InputError("datasets.unknown_column")
    if wrong := [role for role in said.values() if role not in known]:
        raise InputError("datasets.unknown_role", name=wrong[0], known=", ".join(known))
