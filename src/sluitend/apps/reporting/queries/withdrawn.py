"""Which built files hold words that may no longer leave the team."""

from __future__ import annotations

from collections.abc import Sequence

from sluitend.apps.coding import queries as coding
from sluitend.apps.coding.models import Fragment
from sluitend.apps.reporting.models import Build, DestroyReason
from sluitend.apps.sources.models import Quoting, Source, quoting_of


def withdrawn_among(evaluation_id: int, builds: Sequence[Build]) -> set[int]:
    """Ids of the builds of this evaluation with a quote that was taken back, or that were destroyed for that.

    At most five queries, however many builds. Raises InputError("coding.quote_changed").
    """
    quoted = {(fragment, source) for build in builds if build.path for fragment, source in build.quoted}
    closed = _closed(evaluation_id, quoted) if quoted else set()
    return {build.pk for build in builds if _holds(build, closed)}


def _holds(build: Build, closed: set[int]) -> bool:
    if build.destroyed_reason == DestroyReason.QUOTE_WITHDRAWN:
        return True
    return bool(build.path) and any(fragment in closed for fragment, _source in build.quoted)


def _closed(evaluation_id: int, quoted: set[tuple[int, int]]) -> set[int]:
    """The numbers of the fragments whose words may not leave the team now."""
    numbers = {fragment for fragment, _source in quoted}
    found = Fragment.objects.filter(evaluation_id=evaluation_id, number__in=numbers).select_related("version__source")
    fragments = list(found.defer("version__text", "version__sealed_text", "version__blocks"))
    words = coding.outward_quotes(fragments)
    there = {one.number for one in fragments}
    outward = {one.number for one in fragments if one.pk in words}
    gone = {pair for pair in quoted if pair[0] not in there}
    return (there - outward) | _closed_without_fragment(evaluation_id, gone)


def _closed_without_fragment(evaluation_id: int, gone: set[tuple[int, int]]) -> set[int]:
    """A fragment goes when nothing rests on it any more: words of a source that is public still are nobody's secret."""
    sources = Source.objects.filter(evaluation_id=evaluation_id, number__in={source for _number, source in gone})
    public = {
        one.number for one in sources if one.is_public and quoting_of(one.kind, one.approval) is not Quoting.NEVER
    }
    return {fragment for fragment, source in gone if source not in public}
