"""What was heard, coded and used in a finding, as ids: made once, and kept until something is written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from sluitend.apps.coding.models import Fragment
from sluitend.apps.coding.queries.blindness import settled_codings
from sluitend.apps.design.models import Evaluation
from sluitend.apps.findings.models import EvidenceLink, Finding
from sluitend.apps.reporting.coverage.voices import Heard, Voices, voices_of
from sluitend.apps.reporting.remembered import Remembered
from sluitend.apps.sources.models import SourceVersion
from sluitend.apps.sources.queries import TurnIndex


@dataclass(frozen=True, slots=True)
class Facts:
    """Who was heard; of whom a passage carries a code; of whom one is evidence for a finding of a question (by id)."""

    heard: frozenset[Heard]
    coded: frozenset[Heard]
    found: Mapping[int, frozenset[Heard]]
    passages: Mapping[int, frozenset[Heard]]  # by fragment id


_facts: Remembered[Facts] = Remembered(most=16)


def facts_of(evaluation: Evaluation) -> Facts:
    """For a caller that has checked who asks. A fixed number of queries; without words, titles or names."""
    return _facts.get(evaluation.pk, "coverage", lambda: _made(evaluation))


def _made(evaluation: Evaluation) -> Facts:
    voices = voices_of(evaluation)
    passages = {pk: frozenset(heard) for pk, heard in _passages(evaluation, voices)}
    coded = settled_codings(evaluation).order_by()
    return Facts(
        heard=frozenset(one for found in voices.values() for one in found.all),
        coded=_together(passages, coded.values_list("fragment_id", flat=True).distinct()),
        found=_found(evaluation, passages),
        passages=passages,
    )


def _passages(evaluation: Evaluation, voices: Mapping[int, Voices]) -> Iterator[tuple[int, Iterable[Heard]]]:
    """Who speaks in each fragment whose words are still there."""
    rows = Fragment.objects.filter(evaluation=evaluation, withdrawn_at=None).order_by()
    spans = list(rows.values_list("pk", "version_id", "version__source_id", "start", "end"))
    told_apart = {source for source, one in voices.items() if one.by_number}
    turns = _turns({version for _pk, version, source, _start, _end in spans if source in told_apart})
    for pk, version, source, start, end in spans:
        if source in voices:
            numbers = turns[version].numbers_within(start, end) if source in told_apart else ()
            yield pk, voices[source].within(numbers)


def _turns(versions: set[int]) -> dict[int, TurnIndex]:
    rows = SourceVersion.objects.filter(pk__in=versions).values_list("pk", "turns")
    return {pk: TurnIndex(turns, {}) for pk, turns in rows}


def _found(evaluation: Evaluation, passages: Mapping[int, frozenset[Heard]]) -> dict[int, frozenset[Heard]]:
    questions: dict[int, list[int]] = defaultdict(list)
    tied = Finding.questions.through.objects.filter(finding__evaluation=evaluation)
    for finding, question in tied.values_list("finding_id", "question_id"):
        questions[finding].append(question)
    found: dict[int, list[int]] = defaultdict(list)
    links = EvidenceLink.objects.filter(finding__evaluation=evaluation, finding__merged_into__isnull=True)
    for finding, fragment in links.order_by().values_list("finding_id", "fragment_id"):
        for question in questions[finding]:
            found[question].append(fragment)
    return {question: _together(passages, fragments) for question, fragments in found.items()}


def _together(passages: Mapping[int, frozenset[Heard]], fragments: Iterable[int]) -> frozenset[Heard]:
    return frozenset().union(*(passages.get(pk, frozenset()) for pk in fragments))
