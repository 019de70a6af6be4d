"""Words that people copied by hand, and that may not be read by who is not in the team."""

from __future__ import annotations

from collections.abc import Iterable

from sluitend.apps.coding import queries as coding
from sluitend.apps.coding.models import Fragment
from sluitend.apps.design.models import Evaluation
from sluitend.apps.fieldwork.copied import Row, rows_in, rows_of, telling
from sluitend.apps.fieldwork.copied import copies as copies
from sluitend.apps.sources.models import SourceVersion


def closed_rows(evaluation: Evaluation) -> set[Row]:
    """Rows of words of the passages that may not leave the team, and that stand in none that may. Few queries.

    Raises InputError("coding.quote_changed").
    """
    fragments = _standing(evaluation.pk)
    outward = coding.outward_quotes(fragments)
    closed = [one for one in fragments if one.pk not in outward]
    versions = SourceVersion.objects.filter(pk__in={one.version_id for one in closed})
    texts = dict(versions.values_list("pk", "text"))
    return rows_in((texts[one.version_id] or "")[one.start : one.end] for one in closed) - rows_in(outward.values())


def copied_in(evaluation_id: int, texts: Iterable[str]) -> set[tuple[int, int]]:
    """Number and source of the passages that may leave the team and of which these texts hold telling words.

    Few queries. Raises InputError("coding.quote_changed").
    """
    rows = telling(row for text in texts for row in rows_of(text))
    fragments = _standing(evaluation_id) if rows else []
    outward = coding.outward_quotes(fragments)
    held = [one for one in fragments if one.pk in outward and not rows.isdisjoint(rows_in([outward[one.pk]]))]
    return {(one.number, one.version.source.number) for one in held}


def _standing(evaluation_id: int) -> list[Fragment]:
    found = Fragment.objects.filter(evaluation_id=evaluation_id, withdrawn_at=None).select_related("version__source")
    return list(found.defer("version__text", "version__sealed_text", "version__blocks"))
