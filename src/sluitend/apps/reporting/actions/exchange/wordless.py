"""Passages without words: a place between two characters, or white space, on which people elsewhere put codes.

Here a passage has words. So each of these stands as a memo beside its source, and keeps its place, codes and notes for
a file for another tool.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sluitend.apps.reporting.actions.exchange import guids
from sluitend.apps.reporting.models import ExchangeKind, WordlessCoding, WordlessPassage
from sluitend.apps.sources.models import SourceVersion
from sluitend.engines.text.anchoring import Alignment

Row = Mapping[str, Any]


def anchored(start: int, end: int, alignment: Alignment) -> tuple[int, int] | None:
    """The same place in another text: where the same white space is, or beside the same character."""
    if start < end:
        found = alignment.unchanged(start, end)
        return (found.start, found.end) if found is not None else None
    if start > 0 and (before := alignment.unchanged(start - 1, start)) is not None:
        return before.end, before.end
    if start < len(alignment.old) and (behind := alignment.unchanged(start, start + 1)) is not None:
        return behind.start, behind.start
    return None


def put(
    version: SourceVersion,
    placed: Sequence[tuple[Row, int, int]],
    memos: Mapping[str, int],
    codes: Mapping[int, int],
    moment: Callable[[str | None], datetime],
) -> None:
    """Keep these, with their places in the version; `memos`: ids by key. One that is here gets what is new of it."""
    evaluation = version.source.evaluation
    ids = guids.known(evaluation, ExchangeKind.WORDLESS)
    known_memos = guids.known(evaluation, ExchangeKind.NOTE) | dict(memos)
    here = WordlessPassage.objects.filter(version__source=version.source_id).in_bulk()
    found: dict[str, WordlessPassage] = {}
    for one, start, end in placed:
        if one["own"] not in known_memos:
            continue
        found[one["key"]] = here.get(ids.get(one["key"], 0)) or WordlessPassage.objects.create(
            version=version,
            start=start,
            end=end,
            memo_id=known_memos[one["own"]],
            by_id=one["by"],
            at=moment(one["at"]),
        )
        notes = (known_memos[memo["key"]] for memo in one["memos"] if memo["key"] in known_memos)
        found[one["key"]].notes.add(*(pk for pk in notes if pk != found[one["key"]].memo_id))
    guids.remember(evaluation, ExchangeKind.WORDLESS, {key: row.pk for key, row in found.items()})
    put_on = {row["key"]: _coding(found[one["key"]], row, codes, moment)
              for one, _start, _end in placed if one["key"] in found
              for row in one["codings"] if row["code"] in codes}  # fmt: skip
    guids.remember(evaluation, ExchangeKind.WORDLESS_CODING, put_on)


def _coding(
    passage: WordlessPassage, row: Row, codes: Mapping[int, int], moment: Callable[[str | None], datetime]
) -> int:
    made, _is_new = WordlessCoding.objects.get_or_create(
        passage=passage, code_id=codes[row["code"]], coder_id=row["coder"], defaults={"at": moment(row["at"])}
    )
    return made.pk
