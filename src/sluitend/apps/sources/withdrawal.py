"""What a respondent said, and what would go when he or she withdraws."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Q

from sluitend.apps.sources.models import Ground, Source, Speaker
from sluitend.web.registry import Reference


def sources_of_respondent(respondent_id: int) -> list[Source]:
    """The sources in which somebody speaks, in their order; the caller has checked who asks."""
    spoken = Q(speakers__respondent=respondent_id) | Q(ground__respondents=respondent_id)
    return list(Source.objects.filter(spoken, withdrawn_at__isnull=True).distinct().order_by("number"))


def numbers_of(source: Source, respondent_id: int) -> frozenset[int]:
    """The numbers that turns of this respondent carry, those of merged labels included."""
    rows = list(source.speakers.all())
    parents = {row.pk: row.merged_into_id for row in rows}
    own = {row.pk for row in rows if row.respondent_id == respondent_id}
    return frozenset(row.number for row in rows if _root(row.pk, parents) in own)


def _root(pk: int, parents: dict[int, int | None]) -> int:
    while (parent := parents[pk]) is not None:
        pk = parent
    return pk


def goes_whole(source: Source, respondent_id: int) -> bool:
    """Whether the source goes as a whole: nobody else spoke in it, or nobody knows who said what in its newest text."""
    mine = numbers_of(source, respondent_id)
    others = source.speakers.exclude(number__in=mine).filter(is_interviewer=False, merged_into__isnull=True)
    newest = source.versions.filter(destroyed_at__isnull=True).order_by("-number").first()
    known = newest is not None and any(turn[2] in mine for turn in newest.turns)
    return not known or not others.exists()


def spoke_in(respondent_ids: Collection[int]) -> dict[int, list[Reference]]:
    """For ``fieldwork.hooks.spoke_in``. Two queries."""
    spoken = Speaker.objects.filter(respondent__in=respondent_ids).values_list("respondent", "source__number")
    named = Ground.objects.filter(respondents__in=respondent_ids).values_list("respondents", "source__number")
    found: dict[int, list[Reference]] = {}
    for respondent_id, number in sorted({*spoken, *named}):
        found.setdefault(respondent_id, []).append(Reference("S", str(number)))
    return found


def goes_with(respondent_id: int) -> list[tuple[Reference, bool]]:
    """For ``fieldwork.hooks.goes_with``."""
    sources = sources_of_respondent(respondent_id)
    return [(Reference("S", str(source.number)), goes_whole(source, respondent_id)) for source in sources]
