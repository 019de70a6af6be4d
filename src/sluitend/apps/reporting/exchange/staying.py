"""What an export does not take along, one by one: for the page before it is made, and for the file itself."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Count, QuerySet

from sluitend.apps.coding.models import Coding
from sluitend.apps.coding.queries.blindness import blind_sources, settled_codings, settled_fragments
from sluitend.apps.design.models import Evaluation
from sluitend.apps.reporting.exchange import codebook, originals, staying_about, staying_work, wordless
from sluitend.apps.reporting.exchange.chosen import exported, settled_memos
from sluitend.apps.reporting.exchange.groups import Groups
from sluitend.apps.reporting.exchange.links import Links
from sluitend.apps.reporting.exchange.people import People
from sluitend.apps.reporting.exchange.rounds import Rounds
from sluitend.apps.reporting.models import ExchangeLink
from sluitend.apps.sources.models import Original, Source, SourceVersion
from sluitend.formats.qdpx.losses import Loss, loss

CODER = "Codeur"


def staying(evaluation: Evaluation, *, with_names: bool, with_originals: bool = False) -> list[Loss]:
    """For a caller that has checked who asks."""
    versions = exported(evaluation)
    rounds = Rounds(evaluation, versions)
    return [
        *_sources(evaluation, versions),
        *_originals(versions, with_originals=with_originals),
        *_passages(evaluation, versions),
        *_wordless(evaluation, versions),
        *_codes(evaluation, versions, rounds.codes),
        *_people(evaluation, versions, rounds.codes),
        *staying_about.of_sources(_sources_of(versions)),
        *staying_about.of_speakers(_sources_of(versions)),
        *([] if with_names else [loss("coder_names", name=f"{CODER} 1")]),
        *staying_work.evidence(evaluation, rounds.standing),
        *staying_work.releases(evaluation),
        *staying_work.suggestions(evaluation),
        *staying_work.rounds(evaluation, rounds),
        *staying_work.logbook(evaluation),
        loss("history"),
        loss("design"),
    ]


def _sources(evaluation: Evaluation, versions: dict[int, SourceVersion]) -> Iterator[Loss]:
    going = {one.source_id for one in versions.values()}
    blind = set(blind_sources().values_list("version__source", flat=True))
    for one in Source.objects.filter(evaluation=evaluation).only("pk", "number").order_by("number"):
        if one.pk not in going:
            yield loss("source_unreleased", source=str(one))
        elif one.pk in blind:
            yield loss("source_blind", source=str(one))


def _originals(versions: dict[int, SourceVersion], *, with_originals: bool) -> Iterator[Loss]:
    if with_originals:
        yield from originals.goes(versions.values())[1]
        return
    going = [one.source_id for one in versions.values()]
    for one in (
        Original.objects.filter(source__in=going, destroyed_at=None).select_related("source").order_by("source__number")
    ):
        yield loss("source_layout", source=str(one.source))


def _passages(evaluation: Evaluation, versions: dict[int, SourceVersion]) -> Iterator[Loss]:
    rows = settled_fragments(evaluation).order_by("number")
    for one in rows.filter(withdrawn_at__isnull=False):
        yield loss("passage_withdrawn", fragment=str(one))
    going = {one.source_id: one.source for one in versions.values()}
    old = rows.filter(withdrawn_at__isnull=True, version__source__in=going).exclude(version__in=versions)
    counted = old.order_by("version__source").values_list("version__source").annotate(count=Count("pk"))
    for source_id, count in counted:
        yield loss("source_old_text", source=str(going[source_id]), count=count)


def _wordless(evaluation: Evaluation, versions: dict[int, SourceVersion]) -> Iterator[Loss]:
    for one in wordless.gathered(versions, {memo.pk for memo in settled_memos(evaluation)}).left:
        yield loss("wordless_old", source=str(one.version.source), start=one.start, end=one.end)


def _codes(evaluation: Evaluation, versions: dict[int, SourceVersion], used: set[int]) -> Iterator[Loss]:
    going = set(_codings(evaluation, versions).values_list("code", flat=True))
    for one in codebook.left(evaluation, used | going):
        yield loss("code_archived", name=one.name)


def _codings(evaluation: Evaluation, versions: dict[int, SourceVersion]) -> QuerySet[Coding]:
    """Those that go along, without order."""
    going = settled_codings(evaluation).filter(fragment__version__in=versions, fragment__withdrawn_at__isnull=True)
    return going.order_by().distinct()


def _sources_of(versions: dict[int, SourceVersion]) -> list[Source]:
    return [one.source for one in versions.values()]


def _people(evaluation: Evaluation, versions: dict[int, SourceVersion], decided: set[int]) -> Iterator[Loss]:
    sources = _sources_of(versions)
    people = People(evaluation, sources)
    if people.respondents:
        yield loss("identities")
    for one in people.respondents:
        if people.of_respondent(one).kept_back:
            yield loss("attributes_few", respondent=str(one))
    for source in sources:
        if people.of_source(source).kept_back:
            yield loss("source_attributes_few", source=str(source))
    groups = Groups(evaluation, sources, people)
    for source in groups.kept_back:
        yield loss("source_groups_few", source=str(source))
    yield from _links(evaluation, versions, people, groups, decided)


def _links(
    evaluation: Evaluation, versions: dict[int, SourceVersion], people: People, groups: Groups, decided: set[int]
) -> Iterator[Loss]:
    if not ExchangeLink.objects.filter(evaluation=evaluation).exists():
        return
    going = _going(evaluation, versions, people, groups)
    used = {*decided, *going["code"]}
    going["code"] = {one.pk for one in codebook.exported(evaluation, used)}
    found = Links(evaluation, going, _sources_of(versions), people, groups)
    yield from (loss("link_stays", name=one.name) for one in found.left)
    yield from (loss("link_few", name=one.name) for one in found.few)


def _going(
    evaluation: Evaluation, versions: dict[int, SourceVersion], people: People, groups: Groups
) -> dict[str, set[int]]:
    """The ids of what goes along, by the name of the field of an end."""
    fragments = settled_fragments(evaluation).filter(version__in=versions, withdrawn_at__isnull=True)
    memos = {one.pk for one in settled_memos(evaluation)}
    empty = wordless.gathered(versions, memos).rows
    used = set(_codings(evaluation, versions).values_list("code", flat=True))
    used |= {wordless.code_of(row).pk for one in empty for row in one.codings.all()}
    return {
        "code": used,
        "source": {one.source_id for one in versions.values()},
        "fragment": set(fragments.values_list("pk", flat=True)),
        "wordless": {one.pk for one in empty},
        "memo": memos,
        "respondent": {one.pk for one in people.respondents},
        "group": set(groups.ids),
    }
