"""A row as it comes out of an archive: new ids, the same labels, and what must be sealed sealed with keys from here."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from django.apps import apps
from django.db import connection, models

from sluitend.apps.analyses import norm_table
from sluitend.apps.analyses.models import AnalysisResult, NormVersion
from sluitend.apps.datasets.models import Dataset, DatasetVersion
from sluitend.apps.design.models import Evaluation
from sluitend.apps.fieldwork import seals as fieldwork_seals
from sluitend.apps.fieldwork.models import Respondent
from sluitend.apps.people.models import User
from sluitend.apps.reporting.actions.archive import known, results
from sluitend.apps.reporting.actions.archive.forgotten import Forgotten
from sluitend.apps.reporting.actions.archive.ids import ids_in_key, ids_within
from sluitend.apps.reporting.actions.archive.leaving import FILE, TEXT, Fields
from sluitend.apps.sources import seals
from sluitend.apps.sources.models import ListedName, Original, Source, SourceVersion, Speaker
from sluitend.errors import InputError
from sluitend.work import vault

_FORMER = "archief.invalid"  # a domain that can never get mail
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Staged:
    """A file of the archive that lies here already, sealed with the key that its source is to get."""

    path: str
    wrapped_key: bytes
    sha256: str


@dataclass
class Arriving:
    """What has been put back so far. `texts`, `results` and `staged` files, by member: those that no row asked for."""

    ids: dict[str, dict[int, int]] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    staged: dict[str, Staged] = field(default_factory=dict)
    results: dict[str, bytes] = field(default_factory=dict)
    sources: dict[int, Source] = field(default_factory=dict)  # by their new ids
    datasets: dict[int, Dataset] = field(default_factory=dict)  # by their new ids
    deliveries: dict[int, tuple[str, str]] = field(default_factory=dict)  # name and hash, by their old ids
    former: set[int] = field(default_factory=set)  # new ids of people without an account here
    evaluation: Evaluation | None = None
    forgotten: Forgotten = field(default_factory=Forgotten.here)
    _later: list[tuple[models.Model, str, Any]] = field(default_factory=list)

    def take(self, label: str, rows: list[Fields]) -> None:
        """Put the rows of one kind back, many at once: others wait for this.

        Raises InputError("reporting.archive_unknown" | "reporting.archive_withdrawn" | "formats.archive_broken").
        """
        if label == known.USER or label in known.REGISTER:
            self._ids(label).update({row["id"]: self._found(label, row) for row in rows})
        elif label in {model._meta.label for model in known.archived()}:
            model = apps.get_model(label)
            for some in _batches(rows, known.own_keys(model)):
                self._insert(model, some)
        else:
            raise InputError("reporting.archive_unknown", kind=label)

    def finish(self) -> Evaluation:
        """What could only be filled in once everything was there. Raises InputError("formats.archive_broken")."""
        for one, name, value in self._later:
            type(one)._base_manager.filter(pk=one.pk).update(**{name: self._value(one, name, value)})
        if self.evaluation is None or self.texts or self.staged or self.results:
            raise InputError("formats.archive_broken")
        return self.evaluation

    def _value(self, one: models.Model, name: str, value: Any) -> Any:
        within = known.IDS_WITHIN.get((one._meta.label, name))
        if within is not None:
            return ids_within(value, within, self.ids)
        if one._meta.label == "reporting.Waiver":
            return ids_in_key(value, self.ids)
        return self._ids(one._meta.label).get(value)

    def _ids(self, label: str) -> dict[int, int]:
        return self.ids.setdefault(label, {})

    def _found(self, label: str, fields: Fields) -> int:
        return self._user(fields).pk if label == known.USER else self._registered(label, fields)

    def _user(self, fields: Fields) -> User:
        """The account with this address, else a name without login."""
        found = User.objects.filter(email=fields["email"].lower()).first()
        if found is None:
            found = User(email=f"{uuid4().hex}@{_FORMER}", name=fields["name"], is_active=False)
            found.set_unusable_password()
            found.save()
            self.former.add(found.pk)
        return found

    def _registered(self, label: str, fields: Fields) -> int:
        model, key = apps.get_model(label), known.REGISTER[label]
        found = model._base_manager.filter(**{key: fields[key]}).first()
        if found is None:
            found = model(**dict(self._columns(model, fields)))
            found.save(force_insert=True)
        return int(found.pk)

    def _insert(self, model: known.Model, rows: list[Fields]) -> None:
        made = [(one, row) for row in rows if (one := self._row(model, row)) is not None]
        _insert_as_they_were(model, [one for one, _row in made])
        for one, row in made:
            self._ids(model._meta.label)[row["id"]] = one.pk
            if isinstance(one, Source):
                self.sources[one.pk] = one
            elif isinstance(one, Dataset):
                self.datasets[one.pk] = one
        for column in model._meta.many_to_many:
            self._tie(column, made)
        for one, row in made:
            self._remember(one, row)

    def _tie(self, column: Any, made: list[tuple[models.Model, Fields]]) -> None:
        """The rows between two kinds."""
        near, far = f"{column.m2m_field_name()}_id", f"{column.m2m_reverse_field_name()}_id"
        new, through = self._ids(column.related_model._meta.label), column.remote_field.through
        ties = [{near: one.pk, far: new[old]} for one, row in made for old in row.get(column.name, [])]
        through._base_manager.bulk_create([through(**tie) for tie in ties], batch_size=_AT_ONCE)

    def _row(self, model: known.Model, fields: Fields) -> models.Model | None:
        """One row, not in the database yet."""
        one = model(**dict(self._columns(model, fields)))
        if isinstance(one, SourceVersion | Original | Speaker):
            one.source = self.sources[one.source_id]
        of = str(one.source) if isinstance(one, SourceVersion | Original) else ""
        if isinstance(one, DatasetVersion):
            one.dataset = self.datasets[one.dataset_id]
            of = str(one)
            self.deliveries[fields["id"]] = of, fields["raw_sha256"]
        self.forgotten.check(model._meta.label, fields, of)
        if isinstance(one, AnalysisResult) and one.destroyed_at is None:
            of_data = (fields["version"], fields.get("beside"))
            self.forgotten.check_data([self.deliveries[pk] for pk in of_data if pk is not None])
        if model._meta.label == "design.Membership" and getattr(one, "user_id", None) in self.former:
            return None
        if isinstance(one, Evaluation):
            self.evaluation = one
        rule = _RULES.get(model._meta.label)
        if rule is not None:
            rule(self, one, fields)
        return one

    def _columns(self, model: known.Model, fields: Fields) -> Iterator[tuple[str, Any]]:
        """Values by attribute; a field that an older archive lacks keeps its default."""
        for column in model._meta.concrete_fields:
            if column.primary_key or column.name not in fields or isinstance(column, models.BinaryField):
                continue
            value = fields[column.name]
            if isinstance(column, models.ForeignKey):
                yield column.attname, self._pointer(column, value)
            elif isinstance(column, models.UUIDField):
                yield column.attname, _free(column, UUID(value))
            elif (model._meta.label, column.name) not in known.IDS_WITHIN:
                yield column.attname, value if isinstance(column, models.JSONField) else column.to_python(value)

    def _pointer(self, column: Any, value: int | None) -> int | None:
        if value is None:
            return None
        new = self._ids(column.related_model._meta.label)
        return new.get(value) if column.related_model is column.model else new[value]  # in a circle: later

    def _remember(self, one: models.Model, fields: Fields) -> None:
        """What points at rows that may not be there yet."""
        label = one._meta.label
        for name, target in known.pointers(type(one)):
            if target is type(one) and fields.get(name) is not None and getattr(one, f"{name}_id") is None:
                self._later.append((one, name, fields[name]))
        self._later += [(one, name, fields[name]) for model, name in known.IDS_WITHIN if model == label]
        if label == "reporting.Waiver":
            self._later.append((one, "object_key", fields["object_key"]))
        if isinstance(one, AnalysisResult) and FILE in fields:
            results.fill(one, self.results.pop(fields[FILE]))


def _batches(rows: list[Fields], own_keys: list[str]) -> Iterator[list[Fields]]:
    """Rows that can be put back at once: none points at another of them."""
    some: list[Fields] = []
    ids: set[int] = set()
    for row in rows:
        if len(some) == _AT_ONCE or any(row.get(name) in ids for name in own_keys):
            yield some
            some, ids = [], set()
        some.append(row)
        ids.add(row["id"])
    if some:
        yield some


def _insert_as_they_were(model: known.Model, rows: list[models.Model]) -> None:
    """``bulk_create`` would put dates of today in the place of those that they have."""
    columns = [column for column in model._meta.concrete_fields if not column.primary_key]
    manager: Any = model._base_manager
    most = connection.ops.bulk_batch_size(columns, rows) if rows else 1
    for start in range(0, len(rows), most):
        some = rows[start : start + most]
        returned = manager._insert(
            some, fields=columns, returning_fields=[model._meta.pk], raw=True, using=connection.alias
        )
        for one, (pk,) in zip(some, returned, strict=True):
            one.pk = pk
            one._state.adding, one._state.db = False, connection.alias


def _free(column: Any, value: UUID) -> UUID:
    """The same, unless something here has it: the archive may be put back where it was made."""
    return uuid4() if column.model._base_manager.filter(**{column.name: value}).exists() else value


def _evaluation(_arriving: Arriving, one: Evaluation, _fields: Fields) -> None:
    one.wrapped_key = vault.new_wrapped_key()


def _source(arriving: Arriving, one: Source, fields: Fields) -> None:
    staged = arriving.staged.get(f"originals/{one}")
    new = staged.wrapped_key if staged else vault.new_wrapped_key()
    one.wrapped_key = b"" if one.withdrawn_at else new
    if fields["sealed_title"] is not None:
        one.sealed_title = seals.seal_title(one, fields["sealed_title"])


def _version(arriving: Arriving, one: SourceVersion, fields: Fields) -> None:
    if TEXT not in fields:
        return
    text = arriving.texts.pop(fields[TEXT])
    if _is_sealed(one):
        one.sealed_text = seals.seal_text(one.source, one.number, text)
    else:
        one.text = text


def _is_sealed(one: SourceVersion) -> bool:
    """What was public stays readable here: fragments point into it."""
    return one.released_at is None and not one.was_public


def _speaker(_arriving: Arriving, one: Speaker, fields: Fields) -> None:
    if fields["sealed_label"] is not None:
        one.sealed_label = seals.seal_label(one.source, fields["sealed_label"])


def _original(arriving: Arriving, one: Original, fields: Fields) -> None:
    key = bytes(one.source.wrapped_key)
    one.sealed_filename = seals.seal_name(fields["sealed_filename"], key) if key else b""
    if FILE in fields:
        staged = arriving.staged.pop(fields[FILE])
        if (staged.wrapped_key, staged.sha256) != (key, one.sha256):
            raise InputError("formats.archive_broken")
        one.path = staged.path


def _delivery(arriving: Arriving, one: DatasetVersion, fields: Fields) -> None:
    if FILE in fields:
        staged = arriving.staged.pop(fields[FILE])
        if staged.sha256 != one.data_hash:
            raise InputError("formats.archive_broken")
        one.steps_path, one.wrapped_key = staged.path, staged.wrapped_key


def _result(_arriving: Arriving, one: AnalysisResult, fields: Fields) -> None:
    if FILE in fields:
        results.waiting(one)


def _respondent(_arriving: Arriving, one: Respondent, fields: Fields) -> None:
    if fields["sealed_identity"] is not None:
        fieldwork_seals.seal_identity(one, fieldwork_seals.Identity(**fields["sealed_identity"]))


def _listed(arriving: Arriving, one: ListedName, fields: Fields) -> None:
    assert arriving.evaluation is not None
    one.sealed_forms = seals.seal_forms(arriving.evaluation, fields["sealed_forms"])


def _norm(_arriving: Arriving, one: NormVersion, _fields: Fields) -> None:
    """Every page of norms reads it: what is no norm is a ValueError here, and not there."""
    norm_table.text_of(one.norm.key, one)


_RULES: Mapping[str, Callable[[Arriving, Any, Fields], None]] = {
    "design.Evaluation": _evaluation,
    "sources.Source": _source,
    "sources.SourceVersion": _version,
    "sources.Speaker": _speaker,
    "sources.Original": _original,
    "datasets.DatasetVersion": _delivery,
    "analyses.AnalysisResult": _result,
    "analyses.NormVersion": _norm,
    "fieldwork.Respondent": _respondent,
    "sources.ListedName": _listed,
}
