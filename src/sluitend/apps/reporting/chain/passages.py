"""The passages and the codes that they carry: the bulk of the graph, made once and kept until something is written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sluitend.apps.coding.models import Code
from sluitend.apps.coding.queries.blindness import settled_codings
from sluitend.apps.design.models import Evaluation
from sluitend.apps.findings.queries.candidates import known_fragments
from sluitend.apps.reporting.chain.ties import Ties
from sluitend.apps.reporting.remembered import Remembered

CODE = "K"  # codes have no number that people say; in an address they have their own


@dataclass(frozen=True, slots=True)
class Passages:
    """Of one evaluation, without any words."""

    sources: Mapping[str, None]  # those with a fragment
    fragments: Mapping[str, int]  # label -> id, source by source, in the order of the text
    in_source: Ties  # source, fragment
    codes: Mapping[str, int]  # label -> id; those without a passage too
    coded: Ties  # fragment, code


_passages: Remembered[Passages] = Remembered(most=16)


def passages_of(evaluation: Evaluation) -> Passages:
    """For a caller that has checked who asks, and who may see the codes."""
    return _passages.get(evaluation.pk, "chain", lambda: _made(evaluation))


def _made(evaluation: Evaluation) -> Passages:
    spans, coded = list(_fragments(evaluation)), list(_codings(evaluation))
    return Passages(
        sources=dict.fromkeys(source for _pk, _label, source in spans),
        fragments={label: pk for pk, label, _source in spans},
        in_source=Ties((source, label) for _pk, label, source in spans),
        codes={f"{CODE}{pk}": pk for pk in _codes(evaluation)},
        coded=Ties(coded),
    )


def _fragments(evaluation: Evaluation) -> Iterator[tuple[int, str, str]]:
    rows = known_fragments(evaluation).order_by("version__source__number", "version", "start", "end")
    for pk, number, source in rows.values_list("pk", "number", "version__source__number"):
        yield pk, f"F{number}", f"S{source}"


def _codes(evaluation: Evaluation) -> Iterator[int]:
    """Their ids, in the order of the codebook; one that was merged is another one now."""
    rows = Code.objects.filter(evaluation=evaluation, merged_into=None).order_by("order", "pk")
    yield from rows.values_list("pk", flat=True)


def _codings(evaluation: Evaluation) -> Iterator[tuple[str, str]]:
    rows = settled_codings(evaluation).order_by("code__order", "code_id")
    for fragment, code in rows.values_list("fragment__number", "code_id"):
        yield f"F{fragment}", f"{CODE}{code}"
