"""A row as it goes into an archive: values that mean the same elsewhere; what was sealed here opened, or left out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from functools import cached_property
from typing import Any

from django.db import models
from django.utils import timezone

from sluitend.apps.analyses.models import AnalysisResult, ResultState
from sluitend.apps.coding.actions.withdrawing import core_of_example
from sluitend.apps.coding.models import Code, CodeChange
from sluitend.apps.datasets.models import DatasetVersion, VersionState
from sluitend.apps.datasets.models import DestroyReason as NotKept
from sluitend.apps.design.models import Evaluation
from sluitend.apps.fieldwork import seals as fieldwork_seals
from sluitend.apps.fieldwork.models import Respondent
from sluitend.apps.reporting.actions.archive import known, results
from sluitend.apps.reporting.models import Build, ReturnedFile, ReturnedState
from sluitend.apps.sources import seals
from sluitend.apps.sources.models import DestroyReason, ListedName, Original, Source, SourceVersion, Speaker

Fields = dict[str, Any]
TEXT, FILE = "_text", "_file"  # keys of a row: the member of the archive that holds its text or its file


@dataclass
class Leaving:
    """What is on its way out: what was chosen, what stays, and which users and organisations are named."""

    evaluation: Evaluation
    originals: bool
    identities: bool
    left_out: dict[str, set[int]] = field(default_factory=dict)
    named: dict[str, set[int]] = field(default_factory=dict)
    retired: list[str] = field(default_factory=list)  # pseudonyms of names that stay

    def row(self, one: models.Model) -> Fields | None:
        """The row with its old id, or None when it stays."""
        fields = self._fields(one)
        rule = _RULES.get(one._meta.label)
        if fields is not None and rule is not None:
            fields = rule(self, one, fields)
        if fields is None:
            self.left_out.setdefault(one._meta.label, set()).add(one.pk)
        return fields

    @cached_property
    def held_back(self) -> list[str]:
        """The texts that were readable once and stay, with single spaces."""
        if self.originals:
            return []
        found = SourceVersion.objects.filter(source__evaluation=self.evaluation, released_at=None, text__isnull=False)
        return [" ".join((text or "").split()) for text in found.values_list("text", flat=True)]

    @cached_property
    def cited(self) -> frozenset[int]:
        """The results on which something rests."""
        return results.cited_in(self.evaluation)

    def _fields(self, one: models.Model) -> Fields | None:
        fields: Fields = {"id": one.pk}
        for column in one._meta.concrete_fields:
            value = getattr(one, column.attname)
            if isinstance(column, models.ForeignKey):
                if self._stays(column, value):
                    if not column.null or one._meta.label in _OF_ONE_THING:
                        return None
                    value = None
                self._name(column.related_model._meta.label, value)
            if not column.primary_key:
                fields[column.name] = None if isinstance(column, models.BinaryField) else value
        return fields | {column.name: self._many(one, column) for column in one._meta.many_to_many}

    def _many(self, one: models.Model, column: Any) -> list[int]:
        gone = self.left_out.get(column.related_model._meta.label, set())
        return [pk for pk in getattr(one, column.name).order_by("pk").values_list("pk", flat=True) if pk not in gone]

    def _stays(self, column: Any, value: int | None) -> bool:
        label = column.related_model._meta.label
        return value is not None and (label in known.STAYS_BEHIND or value in self.left_out.get(label, set()))

    def _name(self, label: str, value: int | None) -> None:
        if value is not None and (label == known.USER or label in known.REGISTER):
            self.named.setdefault(label, set()).add(value)


# Exactly one of its keys is filled: without what it is about, the row says nothing.
_OF_ONE_THING = {"coding.Memo"}


def _source(leaving: Leaving, one: Source, fields: Fields) -> Fields | None:
    if not leaving.originals and (one.sealed_title is not None or _all_held_back(one)):
        return None
    return fields if one.sealed_title is None else {**fields, "sealed_title": seals.title_of(one)}


def _all_held_back(one: Source) -> bool:
    """Whether no text of it may leave: one that was public and turned out not to be has its title readable still."""
    states = list(one.versions.values_list("released_at", "destroyed_at"))
    return bool(states) and not any(released or destroyed for released, destroyed in states)


def _version(leaving: Leaving, one: SourceVersion, fields: Fields) -> Fields | None:
    if one.destroyed_at is not None:
        return fields
    if one.released_at is None and not leaving.originals:
        return None  # nobody said that it may be read, or not any more; what points into it stays with it
    return {**fields, "text": None, TEXT: f"texts/{one.source}-{one.number}.txt"}


def _code(leaving: Leaving, one: Code, fields: Fields) -> Fields:
    return {**fields, **_without_example(leaving, {"example": one.example})}


def _code_change(leaving: Leaving, one: CodeChange, fields: Fields) -> Fields:
    """The history of a code keeps its earlier examples."""
    return {**fields, **{name: _without_example(leaving, fields[name]) for name in ("before", "after")}}


def _without_example(leaving: Leaving, state: Fields) -> Fields:
    """Without an example that was taken from words that stay."""
    core = core_of_example(state.get("example") or "")
    return {**state, "example": ""} if core and any(core in words for words in leaving.held_back) else state


def _speaker(leaving: Leaving, one: Speaker, fields: Fields) -> Fields:
    if one.sealed_label is None:
        return fields
    if leaving.originals:
        return {**fields, "sealed_label": seals.label_of(one, one.source)}
    return {**fields, "label": f"Spreker {one.number + 1}"}


def _original(leaving: Leaving, one: Original, fields: Fields) -> Fields:
    if one.destroyed_at is not None:
        return {**fields, "sealed_filename": ""}
    if leaving.originals:
        name = seals.open_name(one.sealed_filename, one.source.wrapped_key)
        return {**fields, "sealed_filename": name, "path": "", FILE: f"originals/{one.source}"}
    gone = {"path": "", "destroyed_at": timezone.now(), "destroyed_reason": DestroyReason.NOT_NEEDED}
    return {**fields, **gone, "sealed_filename": ""}


def _delivery(leaving: Leaving, one: DatasetVersion, fields: Fields) -> Fields | None:
    """Of a dataset in use the events are a file that came in; a delivery that waits is unfinished work."""
    if one.is_open:
        return None
    plain = {**fields, "raw_path": "", "steps_path": "", "run_id": ""}
    if one.state != VersionState.ACCEPTED:
        return plain
    if leaving.originals:
        return {**plain, FILE: f"datasets/{one.dataset}-{one.number}.tar"}
    gone = {"destroyed_at": timezone.now(), "destroyed_reason": NotKept.NOT_NEEDED}
    return {**plain, **gone, "state": VersionState.DESTROYED}


def _result(leaving: Leaving, one: AnalysisResult, fields: Fields) -> Fields | None:
    """One that nothing rests on can be computed again; one that is being computed is unfinished work. One that counted
    a text that stays says as little there as one whose words were destroyed.
    """
    if one.pk not in leaving.cited or one.state == ResultState.ASKED:
        return None
    plain = {**fields, "run_id": ""}
    if one.state == ResultState.DESTROYED:
        return plain
    if not leaving.originals and results.counts_unreadable(one):
        return {**plain, "state": ResultState.DESTROYED, "destroyed_at": timezone.now(), "n": None}
    return {**plain, FILE: results.member_of(one)}


def _respondent(leaving: Leaving, one: Respondent, fields: Fields) -> Fields:
    if one.sealed_identity is None or not leaving.identities:
        return fields
    return {**fields, "sealed_identity": asdict(fieldwork_seals.open_identity(one))}


def _listed(leaving: Leaving, one: ListedName, fields: Fields) -> Fields | None:
    if leaving.identities:
        return {**fields, "sealed_forms": seals.open_forms(leaving.evaluation, one.sealed_forms)}
    leaving.retired += [one.pseudonym] if one.pseudonym else []
    return None


def _build(_leaving: Leaving, _one: Build, fields: Fields) -> Fields:
    """What was built, when and from what; the file itself can be built again."""
    return {**fields, "path": "", "run_id": ""}


def _returned(_leaving: Leaving, one: ReturnedFile, fields: Fields) -> Fields | None:
    return None if one.state == ReturnedState.WAITING else {**fields, "path": "", "run_id": ""}


_RULES: Mapping[str, Callable[[Leaving, Any, Fields], Fields | None]] = {
    "sources.Source": _source,
    "sources.SourceVersion": _version,
    "coding.Code": _code,
    "coding.CodeChange": _code_change,
    "sources.Speaker": _speaker,
    "sources.Original": _original,
    "datasets.DatasetVersion": _delivery,
    "analyses.AnalysisResult": _result,
    "fieldwork.Respondent": _respondent,
    "sources.ListedName": _listed,
    "reporting.Build": _build,
    "reporting.ReturnedFile": _returned,
}
