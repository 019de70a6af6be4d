"""Which rows make up an evaluation, in which order they can be put back, and which stay behind, with the reason.

A model that leads to an evaluation by required foreign keys goes along by itself; what stays behind is named here. A
test fails on a field whose content means something on one installation only and that nobody decided on.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from django.apps import apps
from django.db import models

ROOT = "design.Evaluation"
USER = "people.User"
# The register is of the installation: rows are found back by their own key, or made.
REGISTER: Mapping[str, str] = {
    "people.Municipality": "code",
    "people.Organisation": "name",
    "people.Region": "name",
}
STAYS_BEHIND: Mapping[str, str] = {
    "people.Invitation": "an invitation to this installation",
    "people.LoginLink": "a secret of this installation",
    "people.AuditEvent": "the trail of what people did here; exported apart",
    "people.RegionMembership": "the register of this installation",
    "design.OwnTemplate": "a template of this installation, of no evaluation",
    "sources.Upload": "how a file came in here",
    "sources.AnswerPlan": "a table that waits to be read here",
    "sources.AnswerMemory": "hashes with the evaluation's key, which never leaves",
    "sources.Correction": "unfinished work of one person",
    "sources.NameStep": "what one person can undo here",
    "coding.CodingStep": "what one person can undo here",
    "coding.MeaningModel": "a model of this installation",
    "coding.MeaningUse": "permission for a model of this installation",
    "coding.TextMeaning": "vectors, which are made again from the texts",
    "coding.PassageVector": "vectors, which are made again from the texts",
    "coding.Learning": "what this installation's model learned; it is learned again",
    "coding.Suggestion": "what nobody has said anything of yet",
    "coding.Change": "where the screens of this installation have got to",
    "coding.SearchText": "an index, made anew from the texts",
    "datasets.MessageGround": "on what ground the key of this installation is used here",
    "reporting.ArchiveFile": "an archive that was made here",
    "reporting.ExchangeExport": "a file for another tool that was made here",
    "reporting.ExchangeImport": "how a file of another tool came in here",
    "reporting.ExchangeGuid": "by what GUIDs exchange files made or read here know their objects",
    "reporting.ExchangeWaiting": "codings that wait here for the release of a text",
    "reporting.HouseStyle": "a file of the bureau; it can be added again",
    "work.Run": "work in the background here",
}
# Ids within JSON: by model and field, by key the model that the ids are of.
IDS_WITHIN: Mapping[tuple[str, str], Mapping[str, str]] = {
    ("coding.CodeChange", "moved"): {
        "codings": "coding.Coding",
        "memos": "coding.Memo",
        "children": "coding.Code",
        "decisions": "coding.ConsensusDecision",
        "rounds": "coding.CodingRound",
    },
    ("coding.ConsensusDecision", "from_codings"): {"codings": "coding.Coding"},
    ("findings.FindingHistory", "moved"): {
        "evidence": "findings.EvidenceLink",
        "results": "findings.ResultLink",
        "logbook": "findings.LogbookLink",
        "was_in": "findings.Conclusion",
        "questions": "design.Question",
        "criteria": "design.Criterion",
    },
}
# JSON without ids: texts, labels, numbers and enumerations, which mean the same everywhere.
PLAIN_JSON = frozenset(
    {
        "design.EvaluatedObject.scope_prompts", "design.Perspective.levels", "design.Topic.prompts",
        "fieldwork.InformationLetter.fields", "fieldwork.Consent.purposes", "fieldwork.DestructionStatement.lines",
        "sources.SourceVersion.blocks", "sources.SourceVersion.turns", "coding.CodeChange.before",
        "coding.CodeChange.after", "findings.FindingHistory.before", "findings.PhaseSnapshot.content",
        "datasets.DatasetVersion.mapping", "datasets.DatasetVersion.report", "datasets.DatasetVersion.refusal_data",
        "analyses.AnalysisResult.parameters",
        "analyses.NormVersion.trigger", "analyses.NormVersion.answer", "analyses.NormVersion.breaks",
        "analyses.NormVersion.closed", "analyses.NormVersion.counts_from", "analyses.NormVersion.unsure_after",
        "reporting.Build.said", "reporting.Build.quoted", "reporting.ReturnedFile.refusal",
    }
)  # fmt: skip
# What is sealed here, or lies in this installation's folders: `conversion` has a rule for each.
SEALED = frozenset(
    {
        "design.Evaluation.wrapped_key", "fieldwork.Respondent.sealed_identity", "fieldwork.Respondent.wrapped_key",
        "sources.Source.sealed_title", "sources.Source.wrapped_key", "sources.Original.sealed_filename",
        "sources.Original.path", "sources.SourceVersion.sealed_text", "sources.ListedName.sealed_forms",
        "datasets.DatasetVersion.wrapped_key", "datasets.DatasetVersion.raw_path",
        "datasets.DatasetVersion.sealed_filename", "datasets.DatasetVersion.sealed_columns",
        "datasets.DatasetVersion.steps_path", "datasets.DatasetVersion.run_id",
        "analyses.AnalysisResult.wrapped_key", "analyses.AnalysisResult.sealed_content",
        "analyses.AnalysisResult.run_id",
        "sources.Speaker.sealed_label", "reporting.Build.path", "reporting.Build.wrapped_key",
        "reporting.Build.run_id", "reporting.ReturnedFile.path", "reporting.ReturnedFile.wrapped_key",
        "reporting.ReturnedFile.run_id",
    }
)  # fmt: skip

Model = type[models.Model]


@cache
def archived() -> tuple[Model, ...]:
    """The models of which rows go along, each behind those that it needs."""
    found = {model for model in apps.get_models() if _goes_along(model)}
    order: list[Model] = []
    while found:
        ready = [model for model in found if not (needs(model) - {model}) & found]
        if not ready:
            raise RuntimeError("models need each other in a circle")
        order += sorted(ready, key=lambda model: model._meta.label)
        found -= set(ready)
    return tuple(order)


def _goes_along(model: Model) -> bool:
    return model.__module__.startswith("sluitend.") and model._meta.label not in STAYS_BEHIND and bool(path_to(model))


def needs(model: Model) -> set[Model]:
    """The models that its rows point at."""
    return {target for _name, target in pointers(model)} | {
        field.related_model for field in model._meta.many_to_many if isinstance(field.related_model, type)
    }


def pointers(model: Model) -> list[tuple[str, Model]]:
    """Name and target of every foreign key."""
    fields = (field for field in model._meta.concrete_fields if isinstance(field, models.ForeignKey))
    return [(field.name, field.related_model) for field in fields]


def own_keys(model: Model) -> list[str]:
    """The foreign keys to its own kind."""
    return [name for name, target in pointers(model) if target is model]


@cache
def path_to(model: Model) -> str:
    """The lookup from the model to its evaluation, by keys that are always there; empty when none leads there."""
    if model._meta.label == ROOT:
        return "pk"
    for name, target in pointers(model):
        if target._meta.label == ROOT and not model._meta.get_field(name).null:
            return name
    required = [(name, target) for name, target in pointers(model) if not model._meta.get_field(name).null]
    further = [(name, path_to(target)) for name, target in required if target not in (model, _user())]
    return next((f"{name}__{path}" for name, path in further if path), "")


def _user() -> Model:
    return apps.get_model(USER)
