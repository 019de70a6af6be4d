"""Passages without words on their way out: at their place in the text of now, or told to stay behind."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from sluitend.apps.coding.models import Code
from sluitend.apps.reporting.actions.exchange.wordless import anchored
from sluitend.apps.reporting.models import WordlessCoding, WordlessPassage
from sluitend.apps.sources.models import SourceVersion
from sluitend.apps.sources.queries import version_text
from sluitend.engines.text.anchoring import align

Placed = tuple[WordlessPassage, int, int]


@dataclass(slots=True)
class Wordless:
    """By the id of the version that goes along; `left` have no place in it, only their memo goes along."""

    placed: dict[int, list[Placed]] = field(default_factory=lambda: defaultdict(list))
    left: list[WordlessPassage] = field(default_factory=list)

    @property
    def rows(self) -> list[WordlessPassage]:
        return [one for some in self.placed.values() for one, _start, _end in some]


def gathered(versions: Mapping[int, SourceVersion], memos: Collection[int]) -> Wordless:
    """Those of which the memo goes along (by its id)."""
    newest = {one.source_id: one for one in versions.values()}
    rows = WordlessPassage.objects.filter(version__source__in=newest, memo__in=memos)
    related = rows.select_related("version__source", "by").prefetch_related("codings__code", "codings__coder", "notes")
    found = Wordless()
    for one in related.order_by("start", "end", "pk"):
        now = newest[one.version.source_id]
        span = (one.start, one.end) if one.version_id == now.pk else _span(one, now)
        if span is None:
            found.left.append(one)
        else:
            found.placed[now.pk].append((one, *span))
    return found


def code_of(row: WordlessCoding) -> Code:
    """Its code, or the one that this was merged into."""
    code = row.code
    while code.merged_into is not None:
        code = code.merged_into
    return code


def _span(one: WordlessPassage, now: SourceVersion) -> tuple[int, int] | None:
    if one.version.destroyed_at is not None:
        return None
    text = SourceVersion.objects.select_related("source").get(pk=now.pk)
    return anchored(one.start, one.end, align(version_text(one.version), version_text(text)))
