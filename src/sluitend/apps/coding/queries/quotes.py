"""The words of a fragment: proved, and only for who may read them."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sluitend.apps.coding.models import Fragment, QuoteRelease
from sluitend.apps.coding.spans import verified
from sluitend.apps.design.access import may, require
from sluitend.apps.design.models import Evaluation
from sluitend.apps.fieldwork.copied import MARKER
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action
from sluitend.apps.sources.grounds import not_to_be_quoted
from sluitend.apps.sources.models import Quoting, Source, SourceVersion, quoting_of


def quote(fragment: Fragment) -> str:
    """The exact words, for a caller that has checked who reads them. Raises InputError("coding.quote_changed")."""
    return quotes([fragment])[fragment.pk]


def quotes(fragments: Collection[Fragment]) -> dict[int, str]:
    """The exact words by fragment id, in one query; every text is read once, however many fragments it has.

    Of withdrawn words a marker is left.

    Raises InputError("coding.quote_changed").
    """
    ids = {fragment.version_id for fragment in fragments}
    texts = dict(SourceVersion.objects.filter(pk__in=ids).values_list("pk", "text"))
    words = {one.pk: verified(texts[one.version_id] or "", one.start, one.end, one.quote_sha256) for one in fragments}
    return words | {one.pk: MARKER for one in fragments if one.withdrawn_at is not None}


def quotable(user: User, fragment: Fragment) -> bool:
    """Whether this user may read the words: the team all, others what is public or released."""
    return fragment.pk in _readable(user, fragment.evaluation_id, [fragment])


def quotes_for(user: User, evaluation: Evaluation, fragments: Sequence[Fragment]) -> dict[int, str | None]:
    """The words by fragment id, None where they are for the team only. A fixed number of queries.

    Raises NotFound, NotAllowed, InputError("coding.quote_changed").
    """
    require(user, evaluation, Action.VIEW_EVALUATION)
    readable = _readable(user, evaluation.pk, fragments)
    words = quotes([fragment for fragment in fragments if fragment.pk in readable])
    return {fragment.pk: words.get(fragment.pk) for fragment in fragments}


def outward_quotes(fragments: Sequence[Fragment]) -> dict[int, str]:
    """The words that may leave the team, by fragment id: public or released, of a source that may be quoted at all.

    Whether they stand as a quote or as a paraphrase is for ``quoting_rule``. Raises InputError("coding.quote_changed").
    """
    open_ids = _outward(fragments)
    return quotes([one for one in fragments if one.pk in open_ids])


def quoting_rule(fragment: Fragment) -> Quoting:
    """What may be taken over from the fragment's source."""
    source = fragment.version.source
    return quoting_of(source.kind, source.approval)


def _readable(user: User, evaluation_id: int, fragments: Sequence[Fragment]) -> set[int]:
    if may(user, evaluation_id, Action.VIEW_SOURCES):
        return {fragment.pk for fragment in fragments}
    return _outward(fragments) if may(user, evaluation_id, Action.VIEW_PUBLIC_SOURCE) else set()


def _outward(fragments: Sequence[Fragment]) -> set[int]:
    """Public or released, of a source that may be quoted: a release does not outlive a withdrawn approval."""
    ids = [fragment.pk for fragment in fragments]
    versions = {fragment.version_id for fragment in fragments}
    public = set(Source.objects.filter(is_public=True, versions__in=versions).values_list("versions", flat=True))
    released = set(QuoteRelease.objects.filter(fragment__in=ids).values_list("fragment_id", flat=True))
    is_open = (one for one in fragments if one.version_id in public or one.pk in released)
    kept = [one for one in is_open if one.withdrawn_at is None and quoting_rule(one) is not Quoting.NEVER]
    return {one.pk for one in kept} - refused_quotes(kept)


def refused_quotes(fragments: Sequence[Fragment]) -> set[int]:
    """Ids of the fragments of which somebody who speaks in them did not agree to being quoted."""
    spans = [(one.pk, one.version_id, one.start, one.end) for one in fragments]
    return not_to_be_quoted(spans)
