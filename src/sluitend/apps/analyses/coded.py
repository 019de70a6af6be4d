"""Coded texts as analyses ask them: what was coded in the texts of an evaluation, and whether that changed since.

Callers have checked who asks.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet

from sluitend.apps.analyses.kit.analysis import CodedInputs
from sluitend.apps.analyses.kit.parameters import Vocabulary
from sluitend.apps.analyses.kit.vocabulary import vocabulary_of_codes
from sluitend.apps.analyses.models import AnalysisResult
from sluitend.apps.coding.queries.blindness import blind_sources, closed_to, settled_codings
from sluitend.apps.coding.queries.material import hash_of_material, material_of, outline_of
from sluitend.apps.design.models import Evaluation
from sluitend.apps.people.models import User
from sluitend.apps.sources.models import Source
from sluitend.engines.retrieval.expression import plain, quoted
from sluitend.engines.retrieval.material import Material
from sluitend.errors import InputError


def inputs_of(evaluation: Evaluation) -> CodedInputs:
    """All that was coded and that the whole team may know. Raises InputError("analyses.no_codings")."""
    material = _asked(material_of(evaluation))
    return CodedInputs(material, vocabulary_of_codes(material))


def outline(evaluation: Evaluation) -> tuple[Vocabulary, tuple[int, ...]]:
    """What there is to choose from, and the numbers of the sources whose words count. No text is read.

    Raises InputError("analyses.no_codings").
    """
    material = _asked(outline_of(evaluation))
    return vocabulary_of_codes(material), material.texts


def _asked(material: Material) -> Material:
    if not material.passages:
        raise InputError("analyses.no_codings")
    return material


def hash_now(evaluation: Evaluation) -> str:
    """Of all that a result of coded texts is computed from."""
    return hash_of_material(evaluation)


def hashes_now(evaluation_ids: Collection[int]) -> Mapping[int, str]:
    """The same by evaluation; nothing is read for none."""
    found = Evaluation.objects.in_bulk(evaluation_ids) if evaluation_ids else {}
    return {pk: hash_now(one) for pk, one in found.items()}


def blind_texts(results: Collection[int]) -> Mapping[int, int]:
    """By the id of a result how many texts that it counted are being coded blind now; nothing of those without any.

    Such a result is not held against what is coded now until the round closes. Their codings do not count meanwhile,
    which is no change; and whether there is another change must not tell what was coded in them.
    """
    counting = AnalysisResult.sources.through.objects.filter(analysisresult__in=results, source__in=blind_sources())
    found = counting.order_by().values_list("analysisresult").annotate(texts=Count("source", distinct=True))
    return dict(found) if results else {}


def waits_for_round(user: User) -> Exists:
    """Of results: whether one counted a text in which this user sees only their own work now.

    It was frozen with what others coded in that text, some of it source by source. Decided within the query.
    """
    counted = AnalysisResult.sources.through.objects.filter(analysisresult=OuterRef("pk"), source__in=closed_to(user))
    return Exists(counted)


def is_coded(evaluation: Evaluation) -> bool:
    """Whether there is anything to ask."""
    return settled_codings(evaluation).filter(fragment__withdrawn_at=None).exists()


def sources_of(evaluation: Evaluation, numbers: Collection[int]) -> QuerySet[Source]:
    """The sources with these numbers."""
    return Source.objects.filter(evaluation=evaluation, number__in=numbers)


def codes_named(parameters: Any, paths: Collection[str]) -> set[str]:
    """The paths of codes that are named somewhere in what was asked."""
    if isinstance(parameters, str):
        asked = plain(parameters)
        return {path for path in paths if path == parameters or quoted(plain(path)) in asked}
    parts = parameters.values() if isinstance(parameters, Mapping) else parameters
    if not isinstance(parts, Iterable):
        return set()
    return {path for part in parts for path in codes_named(part, paths)}
