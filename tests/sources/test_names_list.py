"""The pages around the review of names: the evaluation's own list, and where a text stands. All names: fictitious."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from sluitend.apps.design.models import Evaluation
from sluitend.apps.fieldwork import actions as fieldwork
from sluitend.apps.fieldwork.seals import Identity
from sluitend.apps.people.models import AuditEvent, User
from sluitend.apps.sources import actions, queries_names
from sluitend.apps.sources.models import ListedName, ProposalState, Source, SourceVersion
from sluitend.apps.sources.names_lines import NewName, read_lines
from sluitend.apps.sources.names_stage import stage_of
from sluitend.engines.text.names import FoundBy, Kind, Span
from sluitend.engines.text.names.replacing import repeats
from sluitend.errors import InputError
from sluitend.web.wording import sentence
from sluitend.work import names_host, runs

TALK = "R1: Consulent Jannie Zandbergen kwam langs bij moeder Tirza. Jannie Zandbergen had een plan.\n"


class _Host:
    def propose(self, text: str, entries: object, keep: object) -> names_host.Proposed:
        words = ("Jannie Zandbergen", "Tirza", "plan")
        spans = [Span(*place, Kind.PERSON, FoundBy.CONTEXT) for word in words for place in repeats(text, word)]
        return names_host.Proposed(tuple(sorted(spans)), with_detector=False)


@pytest.fixture
def source(add: Callable[..., Source]) -> Source:
    return add(TALK, "gesprek.txt")


@pytest.fixture
def version(source: Source, researcher: User, monkeypatch: pytest.MonkeyPatch) -> SourceVersion:
    """With proposals for "Jannie Zandbergen" (twice), "Tirza" and "plan"."""
    monkeypatch.setattr(names_host, "host", _Host)
    version = source.versions.get()
    actions.propose_names(actor=researcher, version=version)
    runs.drain()
    return version


def replace_all_but_the_last(actor: User, version: SourceVersion) -> None:
    ids = list(version.name_proposals.values_list("pk", flat=True))
    for state, chosen in ((ProposalState.ACCEPTED, ids[:-1]), (ProposalState.REJECTED, ids[-1:])):
        actions.decide_names(actor=actor, version=version, proposals=chosen, state=state)


def address(name: str, *args: int) -> str:
    return reverse(f"sources:{name}", args=args)


def words_of(client: Client, url: str) -> str:
    return client.get(url).content.decode()


def test_the_list_is_searched_and_comes_in_pages(
    evaluation: Evaluation, researcher: User, client_of: Callable[[User], Client]
) -> None:
    letters = "abcdefgh"
    names = "\n".join(f"Verzonnen{one}{two}; persoon; buurman" for one in letters for two in letters)
    actions.add_names(actor=researcher, evaluation=evaluation, names=read_lines(names))
    client, url = client_of(researcher), address("names_list", evaluation.pk)

    first, second = words_of(client, url), words_of(client, f"{url}?page=2")
    found = words_of(client, f"{url}?q=verzonnenbb")
    by_pseudonym = words_of(client, f"{url}?q=buurman+C")

    assert (first.count("Verzonnen"), second.count("Verzonnen")) == (50, 14)
    assert found.count("Verzonnen") == 1
    assert "Verzonnenac" in by_pseudonym
    assert "1 van de 64 namen op de lijst" in found


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Tirza van Verzonnen / Tirza; persoon; moeder", ("person", ("Tirza van Verzonnen", "Tirza"), "moeder", "")),
        ("Jannie Fictief; Consulent", ("person", ("Jannie Fictief",), "consulent", "")),
        ("Jannie Fictief; persoon; de projectleider", ("person", ("Jannie Fictief",), "", "de projectleider")),
        ("De Proefschool\tschool", ("school", ("De Proefschool",), "", "")),
        ("Fictieflaan; straat", ("address", ("Fictieflaan",), "", "")),
        ("Bram", ("person", ("Bram",), "", "")),
        ("Bram;;", ("person", ("Bram",), "", "")),
    ],
)
def test_a_pasted_line_is_read_with_defaults(line: str, expected: tuple[str, tuple[str, ...], str, str]) -> None:
    assert read_lines(f"\n{line}\n") == [NewName(2, *expected)]


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ("Bram\n; persoon", "Regel 2 heeft geen naam voor de eerste puntkomma."),
        (
            "Bram; ruimteschip",
            "De soort in regel 1 is onbekend. Gebruik een van de soorten hieronder, of laat de soort weg.",
        ),
        ("Bram\n" * 501, "Plak hoogstens 500 regels tegelijk."),
    ],
)
def test_a_line_that_cannot_be_read_is_pointed_out(lines: str, words: str) -> None:
    with translation.override("nl"), pytest.raises(InputError) as refused:
        read_lines(lines)
    with translation.override("nl"):
        assert sentence(refused.value) == words


def test_pasted_names_are_added_once(evaluation: Evaluation, researcher: User) -> None:
    actions.add_name(actor=researcher, evaluation=evaluation, kind="person", forms=["Bram"])

    added = actions.add_names(
        actor=researcher, evaluation=evaluation, names=read_lines("bram\nTirza; moeder\nJannie; consulent\nTirza")
    )

    assert added == 2
    assert {row.pseudonym for row in queries_names.list_for(researcher, evaluation)} == {
        "persoon 1",
        "moeder A",
        "consulent 1",
    }


def test_of_pasted_names_all_are_added_or_none(evaluation: Evaluation, researcher: User) -> None:
    with pytest.raises(InputError) as refused:
        actions.add_names(
            actor=researcher, evaluation=evaluation, names=read_lines("Bram; persoon; de een\nTirza; persoon; De een")
        )

    with translation.override("nl"):
        assert sentence(refused.value) == (
            "Het pseudoniem in regel 2 staat al voor iemand anders. Kies een ander pseudoniem."
        )
    assert not ListedName.objects.exists()


def test_the_list_is_kept_on_its_pages(
    client_of: Callable[[User], Client], evaluation: Evaluation, researcher: User
) -> None:
    client = client_of(researcher)
    url = address("names_list", evaluation.pk)

    client.post(url, {"said": "Jannie Zandbergen\nJannie", "kind": "person", "instead": "consulent"})
    client.post(address("paste_names", evaluation.pk), {"lines": "Fictieflaan; straat"})
    page = words_of(client, url)
    entry = ListedName.objects.get(kind="person")
    client.post(
        address("change_name", evaluation.pk, entry.pk),
        {"revision": entry.revision, "said": "Jannie", "pseudonym": "de consulent"},
    )
    after = words_of(client, url)
    client.post(address("remove_name", evaluation.pk, entry.pk))

    assert "Jannie Zandbergen / Jannie" in page
    assert "consulent 1" in page
    assert "[adres]" in page
    assert "Jannie Zandbergen" not in after
    assert "de consulent" in after
    assert [row.kind for row in ListedName.objects.all()] == ["address"]


def test_opening_the_list_is_recorded_without_a_name(
    client_of: Callable[[User], Client], evaluation: Evaluation, researcher: User
) -> None:
    actions.add_name(actor=researcher, evaluation=evaluation, kind="person", forms=["Tirza"])

    words_of(client_of(researcher), address("names_list", evaluation.pk))

    event = AuditEvent.objects.get(action="sources.names_list_opened")
    assert event.actor_id == researcher.pk
    assert event.data == {"count": 1}


def test_who_saves_over_somebody_elses_change_is_told(
    client_of: Callable[[User], Client], evaluation: Evaluation, researcher: User, leader: User
) -> None:
    entry = actions.add_name(actor=researcher, evaluation=evaluation, kind="person", forms=["Tirza"])
    url = address("change_name", evaluation.pk, entry.pk)
    seen = entry.revision
    actions.change_name(actor=leader, entry=entry, pseudonym="moeder A")

    client = client_of(researcher)
    page = client.post(url, {"revision": seen, "said": "Tirza\nTir", "pseudonym": "mevrouw"}).content.decode()
    now = ListedName.objects.get()

    assert "Iemand anders heeft deze naam intussen gewijzigd. Bekijk hem, en sla opnieuw op." in page
    assert "moeder A" in page
    assert now.pseudonym == "moeder A"
    client.post(url, {"revision": now.revision, "said": "Tirza\nTir", "pseudonym": "mevrouw"})
    assert ListedName.objects.get().pseudonym == "mevrouw"


def test_respondents_are_taken_in_without_their_name(
    client_of: Callable[[User], Client], evaluation: Evaluation, researcher: User, leader: User
) -> None:
    made = fieldwork.add_respondent(actor=leader, evaluation=evaluation, function="consulent")
    fieldwork.change_identity(
        actor=leader, respondent=made, revision=made.revision, identity=Identity(name="Jannie Zandbergen")
    )
    client = client_of(researcher)
    url = address("names_list", evaluation.pk)
    assert "Respondenten toevoegen" in words_of(client, url)

    client.post(address("list_respondents", evaluation.pk))
    page = words_of(client, url)

    assert "Respondenten toevoegen" not in page
    assert "naam van respondent R1" in page
    assert "consulent 1" in page
    assert "Jannie Zandbergen" not in page


def test_a_respondent_may_keep_no_other_forms(evaluation: Evaluation, researcher: User, leader: User) -> None:
    made = fieldwork.add_respondent(actor=leader, evaluation=evaluation, function="consulent")
    fieldwork.change_identity(actor=leader, respondent=made, revision=made.revision, identity=Identity(name="Jannie"))
    actions.list_respondents(actor=researcher, evaluation=evaluation)
    entry = ListedName.objects.get()

    assert actions.change_name(actor=researcher, entry=entry, forms=[], pseudonym="zij").pseudonym == "zij"


def test_taking_a_name_off_tells_what_uses_it(
    client_of: Callable[[User], Client], evaluation: Evaluation, researcher: User, version: SourceVersion
) -> None:
    replace_all_but_the_last(researcher, version)
    entry = ListedName.objects.get(pseudonym="consulent 1")

    page = words_of(client_of(researcher), address("remove_name", evaluation.pk, entry.pk))

    assert "2 plekken (S1)" in page
    assert queries_names.uses_of(researcher, entry).places == 2


def test_a_source_says_how_far_its_names_are(
    source: Source, researcher: User, monkeypatch: pytest.MonkeyPatch, client_of: Callable[[User], Client]
) -> None:
    monkeypatch.setattr(names_host, "host", _Host)
    version = source.versions.get()
    seen = []

    def look() -> None:
        stage = stage_of(source)
        assert stage is not None
        with translation.override("nl"):
            seen.append(stage.words)
            page = words_of(client_of(researcher), address("list", source.evaluation_id))
        assert stage.words in page or seen[-1] in page

    look()
    actions.propose_names(actor=researcher, version=version)
    look()
    runs.drain()
    look()
    replace_all_but_the_last(researcher, version)
    look()
    actions.finish_names(actor=researcher, version=version)
    look()

    assert seen == [
        "namen nog niet gezocht",
        "namen worden gezocht",
        "4 namen nog te bekijken",
        "bekeken, nog niet vervangen",
        "klaar om vrij te geven",
    ]


def test_the_release_page_says_what_was_done(
    source: Source, researcher: User, version: SourceVersion, client_of: Callable[[User], Client]
) -> None:
    replace_all_but_the_last(researcher, version)
    actions.finish_names(actor=researcher, version=version)
    client = client_of(researcher)

    page = words_of(client, address("release", source.evaluation_id, source.number))

    assert "3 plekken vervangen, 1 zo gelaten." in page
    assert address("differences", source.evaluation_id, source.number, 2) in page
    client.post(
        address("release", source.evaluation_id, source.number), {"title": "Gesprek 1", "version": 2, "stated": "on"}
    )
    assert source.versions.get(number=2).release_ground == "names_taken_out"
    assert stage_of(source) is None


def test_the_release_page_says_that_nobody_looked(
    source: Source, researcher: User, client_of: Callable[[User], Client]
) -> None:
    page = words_of(client_of(researcher), address("release", source.evaluation_id, source.number))

    assert "namen nog niet gezocht" in page
    assert address("names", source.evaluation_id, source.number) in page
