"""Words that people copied by hand, and that may not be read by who is not in the team."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet

from sluitend.apps.coding import queries as coding
from sluitend.apps.coding.models import Fragment
from sluitend.apps.coding.queries.blindness import blind_sources, settled_fragments
from sluitend.apps.design.models import Evaluation
from sluitend.apps.fieldwork.copied import SHARED, Row, rows_in, rows_of, telling
from sluitend.apps.findings.queries.candidates import known_fragments
from sluitend.apps.sources.models import SourceVersion

LONG = 8  # words in a row that nobody writes by chance after having heard them


def closed_rows(evaluation: Evaluation) -> set[Row]:
    """Rows of words of the passages that may not leave the team, and that stand in none that may. Few queries.

    Of a text that is coded blind all its words: that some of them are closed would tell which passages others marked.

    Raises InputError("coding.quote_changed").
    """
    fragments = _standing(known_fragments(evaluation))
    outward = coding.outward_quotes(fragments)
    closed = [one for one in fragments if one.pk not in outward]
    texts, blind = _texts_of(evaluation, {one.version_id for one in closed})
    passages = ((texts[one.version_id] or "")[one.start : one.end] for one in closed)
    return rows_in([*passages, *(texts[pk] or "" for pk in blind)]) - rows_in(outward.values())


def _texts_of(evaluation: Evaluation, version_ids: Collection[int]) -> tuple[dict[int, str | None], set[int]]:
    """These texts and those that are coded blind by the id of their version, and which are; not what all may read."""
    is_blind = Q(source__evaluation=evaluation, source__is_public=False, source__in=blind_sources())
    rows = SourceVersion.objects.filter(is_blind | Q(pk__in=version_ids))
    told = list(rows.annotate(blind=ExpressionWrapper(is_blind, BooleanField())).values_list("pk", "text", "blind"))
    return {pk: text for pk, text, _blind in told}, {pk for pk, _text, blind in told if blind}


def copied_in(evaluation_id: int, texts: Iterable[str]) -> set[tuple[int, int]]:
    """Number and source of the passages that may leave the team and of which these texts hold telling words.

    Few queries. Raises InputError("coding.quote_changed").
    """
    rows = telling(row for text in texts for row in rows_of(text))
    fragments = _standing(settled_fragments(evaluation_id)) if rows else []
    outward = coding.outward_quotes(fragments)
    held = [one for one in fragments if one.pk in outward and not rows.isdisjoint(rows_in([outward[one.pk]]))]
    return {(one.number, one.version.source.number) for one in held}


def public_rows(evaluation_id: int, rows: Collection[Row]) -> set[Row]:
    """Those of these rows that stand in a document that anybody may read: nobody's secret. One query, none for none."""
    released = SourceVersion.objects.filter(released_at__isnull=False, destroyed_at=None).exclude(text=None)
    public = released.filter(source__evaluation=evaluation_id, source__is_public=True, source__withdrawn_at=None)
    texts = public.values_list("text", flat=True).iterator() if rows else ()
    return {row for text in texts for row in rows_in([text or ""]) if row in rows}


def long_rows(text: str, rows: Collection[Row]) -> set[Row]:
    """Those of these rows that a text holds one after the other, over LONG words: in prose a shorter row is chance."""
    words = [bare for word in text.split() if (bare := "".join(filter(str.isalnum, word)).casefold())]
    found = [tuple(words[start : start + SHARED]) for start in range(len(words) - SHARED + 1)]
    held = [row in rows for row in found]
    together = LONG - SHARED + 1
    starts = (at for at in range(len(held) - together + 1) if all(held[at : at + together]))
    return {row for at in starts for row in found[at : at + together]}


def _standing(fragments: QuerySet[Fragment]) -> list[Fragment]:
    found = fragments.filter(withdrawn_at=None).select_related("version__source")
    return list(found.defer("version__text", "version__sealed_text", "version__blocks"))
