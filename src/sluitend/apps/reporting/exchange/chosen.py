"""What of an evaluation may go to another tool: released texts, and what stands for everybody beside them."""

from __future__ import annotations

from collections.abc import Iterable

from sluitend.apps.coding.models import Memo
from sluitend.apps.coding.queries.blindness import blind_sources
from sluitend.apps.design.models import Evaluation
from sluitend.apps.sources.models import SourceVersion


def exported(evaluation: Evaluation, *, with_texts: bool = False) -> dict[int, SourceVersion]:
    """The newest text of each source that may be read, by its id, in the order of the sources.

    The words themselves are only read when they are asked for: all together they are large.
    """
    rows = SourceVersion.objects.filter(
        source__evaluation=evaluation,
        source__withdrawn_at__isnull=True,
        released_at__isnull=False,
        destroyed_at__isnull=True,
        text__isnull=False,
    )
    links = ("source__perspective", "source__place", "source__organisation", "source__phase")
    found = rows.select_related(*links).prefetch_related("source__speakers").order_by("source__number", "number")
    found = found.defer("sealed_text") if with_texts else found.defer("sealed_text", "text", "blocks", "turns")
    newest = {one.source_id: one for one in found}
    return {one.pk: one for one in newest.values()}


def settled_memos(evaluation: Evaluation) -> Iterable[Memo]:
    """Beside what goes along: nothing of texts that are coded blind, or that may not be read."""
    versions = exported(evaluation)
    sources = {one.source_id for one in versions.values()}
    rows = Memo.objects.filter(evaluation=evaluation).select_related("author", "fragment")
    blind = set(blind_sources().values_list("version__source", flat=True))
    for one in rows.order_by("pk"):
        if one.fragment is not None and (one.fragment.version_id not in versions or one.fragment.withdrawn_at):
            continue
        of = versions[one.fragment.version_id].source_id if one.fragment else one.source_id
        if of is None or (of in sources and of not in blind):
            yield one
