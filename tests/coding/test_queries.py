"""Who may read which words, and what the lists hold."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sluitend.apps.coding import actions, queries
from sluitend.apps.coding.models import Code, Fragment
from sluitend.apps.design.models import Evaluation
from sluitend.apps.people.models import User
from sluitend.apps.sources.hooks import codings_in
from sluitend.apps.sources.models import Quoting, Source, SourceKind, SourceVersion
from sluitend.errors import NotAllowed, NotFound
from sluitend.web import registry
from sluitend.web.registry import Reference
from tests.coding.conftest import MakeVersion, add_version

Fragments = dict[str, Fragment]


@pytest.fixture
def fragments(researcher: User, version: SourceVersion, public_version: SourceVersion) -> Fragments:
    """One within the team, one released, one of a public document."""

    def ensure(text: SourceVersion, start: int, end: int) -> Fragment:
        return actions.ensure_fragment(actor=researcher, version=text, start=start, end=end)

    found = {
        "team": ensure(version, 3, 12),
        "released": ensure(version, 13, 21),
        "public": ensure(public_version, 3, 12),
    }
    actions.release_quote(actor=researcher, fragment=found["released"])
    return found


def test_the_team_reads_all_and_a_reader_what_is_public_or_released(
    researcher: User, reader: User, evaluation: Evaluation, fragments: Fragments
) -> None:
    listed = list(fragments.values())

    for_team = queries.quotes_for(researcher, evaluation, listed)
    for_reader = queries.quotes_for(reader, evaluation, listed)

    assert list(for_team.values()) == ["wachttijd", "liep op.", "wachttijd"]
    assert list(for_reader.values()) == [None, "liep op.", "wachttijd"]


def test_quotable_says_the_same_of_one(reader: User, outsider: User, leader: User, fragments: Fragments) -> None:
    assert [queries.quotable(leader, one) for one in fragments.values()] == [True, True, True]
    assert [queries.quotable(reader, one) for one in fragments.values()] == [False, True, True]
    assert [queries.quotable(outsider, one) for one in fragments.values()] == [False, False, False]


def test_an_outsider_does_not_know_that_there_are_fragments(
    outsider: User, evaluation: Evaluation, fragments: Fragments
) -> None:
    with pytest.raises(NotFound):
        queries.quotes_for(outsider, evaluation, list(fragments.values()))
    with pytest.raises(NotFound):
        queries.fragment_for(outsider, evaluation, fragments["public"].number)


def test_a_withdrawn_quote_is_for_the_team_again(researcher: User, reader: User, fragments: Fragments) -> None:
    actions.withdraw_quote(actor=researcher, fragment=fragments["released"])

    assert queries.quotable(reader, fragments["released"]) is False


def test_what_leaves_the_team_is_public_or_released(fragments: Fragments) -> None:
    words = queries.outward_quotes(list(fragments.values()))

    assert words == {fragments["released"].pk: "liep op.", fragments["public"].pk: "wachttijd"}


def test_a_release_does_not_outlive_the_permission_to_quote(
    reader: User, leader: User, evaluation: Evaluation, fragments: Fragments
) -> None:
    Source.objects.filter(pk=fragments["released"].version.source_id).update(kind=SourceKind.CASE_RECONSTRUCTION)
    fragment = Fragment.objects.get(pk=fragments["released"].pk)

    assert queries.outward_quotes([fragment]) == {}
    assert queries.quoting_rule(fragment) is Quoting.NEVER
    assert queries.quotes_for(reader, evaluation, [fragment]) == {fragment.pk: None}
    assert queries.fragment_view_for(reader, evaluation, fragment.number).quote is None
    assert queries.fragment_view_for(leader, evaluation, fragment.number).is_outward is False


def test_every_text_is_read_once(researcher: User, evaluation: Evaluation, version: SourceVersion) -> None:
    listed = [actions.ensure_fragment(actor=researcher, version=version, start=0, end=end) for end in range(1, 20)]

    with CaptureQueriesContext(
        connection,
    ) as few:
        queries.quotes_for(researcher, evaluation, listed[:2])
    with CaptureQueriesContext(connection) as many:
        queries.quotes_for(researcher, evaluation, listed)

    assert len(few) == len(many) == 3


def test_fragments_come_in_the_order_of_the_text(
    researcher: User, reader: User, version: SourceVersion, code: Code
) -> None:
    for start, end in ((13, 21), (3, 12), (3, 6)):
        actions.apply_code(actor=researcher, version=version, start=start, end=end, code=code)

    found = queries.fragments_for(researcher, version.source)

    assert [(one.start, one.end) for one in found] == [(3, 6), (3, 12), (13, 21)]
    with pytest.raises(NotAllowed):
        queries.fragments_for(reader, version.source)


def test_progress_counts_per_source(
    leader: User,
    researcher: User,
    evaluation: Evaluation,
    version: SourceVersion,
    make_version: MakeVersion,
    code: Code,
) -> None:
    make_version(number=2)
    sealed = make_version(number=3).source
    sealed.versions.all().delete()
    add_version(sealed, leader, "Nog dicht (fictief).", released=False)
    actions.apply_code(actor=leader, version=version, start=3, end=12, code=code)
    actions.apply_code(actor=researcher, version=version, start=0, end=2, code=code)

    first, second, third = queries.progress_for(researcher, evaluation)

    assert (first.codings, first.mine, first.reached) == (2, 1, 12)
    assert first.percentage == round(100 * 12 / version.length)
    assert first.last_coded is not None
    assert (second.codings, second.percentage, second.last_coded) == (0, 0, None)
    assert third.length is None


def test_the_length_of_a_list_costs_no_queries(
    researcher: User, evaluation: Evaluation, make_version: MakeVersion, code: Code
) -> None:
    def queries_of(work: Callable[[], object]) -> int:
        with CaptureQueriesContext(connection) as captured:
            work()
        return len(captured)

    def all_lists() -> list[int]:
        return [
            queries_of(lambda: queries.progress_for(researcher, evaluation)),
            queries_of(lambda: list(queries.flat(queries.codebook_for(researcher, evaluation)))),
            queries_of(lambda: list(queries.fragments_of_code_for(researcher, code))),
        ]

    def code_more(numbers: range) -> None:
        for number in numbers:
            version = make_version(number=number)
            actions.apply_code(actor=researcher, version=version, start=3, end=12, code=code)

    code_more(range(1, 3))
    few = all_lists()
    code_more(range(3, 9))

    assert all_lists() == few


def test_sources_are_told_their_codings(researcher: User, version: SourceVersion, code: Code) -> None:
    actions.apply_code(actor=researcher, version=version, start=3, end=12, code=code)

    assert codings_in([version.source_id]) == {version.source_id: 1}


def test_a_fragment_in_the_chain(
    researcher: User, reader: User, evaluation: Evaluation, fragments: Fragments, public_version: SourceVersion
) -> None:
    kind = registry.evidence_kinds["F"]
    team, public = str(fragments["team"].number), str(fragments["public"].number)

    assert kind.resolve(researcher, evaluation, team).title == "wachttijd"
    assert kind.resolve(reader, evaluation, team).title == "alleen voor het team"
    assert kind.resolve(reader, evaluation, public).title == "wachttijd"
    assert list(kind.up_links(reader, evaluation, public)) == [Reference("S", "2")]
    assert list(registry.evidence_kinds["S"].down_links(researcher, evaluation, "2")) == [Reference("F", public)]
    with pytest.raises(NotFound):
        kind.resolve(researcher, evaluation, "999")
    with pytest.raises(NotFound):
        kind.resolve(researcher, evaluation, "1.2")


def test_a_long_quote_is_shortened_in_the_chain(
    researcher: User, evaluation: Evaluation, make_version: MakeVersion
) -> None:
    version = make_version("Het duurde lang. " * 30)
    fragment = actions.ensure_fragment(actor=researcher, version=version, start=0, end=version.length)

    title = registry.evidence_kinds["F"].resolve(researcher, evaluation, str(fragment.number)).title

    assert title.endswith("…")
    assert len(title) <= 80


def test_what_a_fragment_shows_to_whom(
    researcher: User, reader: User, evaluation: Evaluation, fragments: Fragments, code: Code
) -> None:
    for fragment in fragments.values():
        version = fragment.version
        actions.apply_code(actor=researcher, version=version, start=fragment.start, end=fragment.end, code=code)
        actions.write_memo(actor=researcher, about=fragment, text="Vaker gehoord.")

    def seen(user: User, which: str) -> queries.FragmentView:
        return queries.fragment_view_for(user, evaluation, fragments[which].number)

    assert (seen(researcher, "team").quote, seen(researcher, "team").before) == ("wachttijd", "De ")
    assert (len(seen(researcher, "team").codings), len(seen(researcher, "team").memos)) == (1, 1)
    hidden, released, public = seen(reader, "team"), seen(reader, "released"), seen(reader, "public")
    assert (hidden.quote, hidden.title, hidden.before, hidden.after) == (None, "", "", "")
    assert (released.quote, released.title, released.before) == ("liep op.", "", "")
    assert (public.quote, public.title, public.before) == ("wachttijd", "Gesprek 2 (fictief)", "De ")
    assert [one.codings + one.memos for one in (hidden, released, public)] == [[], [], []]
