"""Words that people copied by hand, and that may not be read by who is not in the team."""

from __future__ import annotations

from sluitend.apps.coding import queries as coding
from sluitend.apps.coding.models import Fragment
from sluitend.apps.design.models import Evaluation
from sluitend.apps.fieldwork.copied import Row, rows_in
from sluitend.apps.sources.models import SourceVersion


def closed_rows(evaluation: Evaluation) -> set[Row]:
    """Rows of words of the passages that may not leave the team, and that stand in none that may. Few queries.

    Raises InputError("coding.quote_changed").
    """
    found = Fragment.objects.filter(evaluation=evaluation, withdrawn_at=None).select_related("version__source")
    fragments = list(found.defer("version__text", "version__sealed_text", "version__blocks"))
    outward = coding.outward_quotes(fragments)
    closed = [one for one in fragments if one.pk not in outward]
    versions = SourceVersion.objects.filter(pk__in={one.version_id for one in closed})
    texts = dict(versions.values_list("pk", "text"))
    return rows_in((texts[one.version_id] or "")[one.start : one.end] for one in closed) - rows_in(outward.values())
