"""Turns and speakers come with a text; a person says who is who, and a label is as well kept as the text itself."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sluitend.apps.design.models import Evaluation, Level
from sluitend.apps.fieldwork import actions as fieldwork
from sluitend.apps.fieldwork.models import Respondent
from sluitend.apps.people.models import AuditEvent, User
from sluitend.apps.sources import actions, queries, speakers
from sluitend.apps.sources.actions import SpeakerChange
from sluitend.apps.sources.models import Source, SourceKind, Speaker, VersionKind
from sluitend.errors import InputError, NotAllowed, NotFound
from sluitend.formats.documents import Block, BlockKind, Turn
from sluitend.web.wording import sentence
from tests.sources.conftest import data_folder_holds

GROUP = """Interviewer: Hoe liep de samenwerking?
Jannie Verzonnen: Wij hoorden het te laat.
Dat was jammer.
Kees Fictief: Bij ons ging het goed.
Jannie Verzonnen: Dat kan.
"""
VTT = "WEBVTT\n\n" + "".join(
    f"00:{at:02}.000 --> 00:{at + 2:02}.000\n<v {who}>{words}</v>\n\n"
    for at, who, words in [(1, "Jan", "Eerste vraag?"), (61 - 10, "Els", "Een antwoord."), (55, "Jan", "Dank.")]
)


@pytest.fixture
def group(add: Callable[..., Source]) -> Source:
    return add(GROUP, "groep.txt", kind="transcript")


def labels(source: Source) -> list[str]:
    return [speakers.speakers_by_number(source)[row.number].label for row in source.speakers.order_by("number")]


def said(source: Source) -> list[tuple[int, str]]:
    version = source.versions.order_by("-number")[0]
    text = queries.version_text(version)
    return [(turn[2], " ".join(text[turn[0] : turn[1]].split())) for turn in version.turns]


def change(source: Source, actor: User, number: int, **fields: object) -> None:
    revision = source.speakers.get(number=number).revision
    actions.change_speakers(actor=actor, source=source, changes={number: SpeakerChange(revision, **fields)})  # type: ignore[arg-type]


def test_a_transcript_comes_in_with_its_turns_and_speakers(group: Source) -> None:
    assert labels(group) == ["Interviewer", "Jannie Verzonnen", "Kees Fictief"]
    assert said(group) == [
        (0, "Hoe liep de samenwerking?"),
        (1, "Wij hoorden het te laat. Dat was jammer."),
        (2, "Bij ons ging het goed."),
        (1, "Dat kan."),
    ]
    assert [row.is_interviewer for row in group.speakers.order_by("number")] == [True, False, False]


def test_a_subtitle_file_without_a_chosen_kind_is_a_transcript(
    evaluation: Evaluation, researcher: User, tmp_path: object
) -> None:
    from pathlib import Path

    path = Path(str(tmp_path)) / "gesprek.vtt"
    path.write_text(VTT)

    outcome = next(iter(actions.import_paths(actor=researcher, evaluation=evaluation, paths=[path], attributes={})))

    source = evaluation.sources.get(number=outcome.number)
    assert source.kind == SourceKind.TRANSCRIPT
    assert [turn[3] for turn in source.versions.get().turns] == [1.0, 51.0, 55.0]


def test_labels_lie_sealed_until_the_text_is_released(group: Source, researcher: User) -> None:
    assert not Speaker.objects.exclude(label="").exists()
    assert data_folder_holds("Jannie Verzonnen") == []

    actions.release_version(actor=researcher, version=group.versions.get(), ground="no_personal_data")

    assert list(group.speakers.values_list("label", "sealed_label")) == [
        ("Interviewer", None), ("Jannie Verzonnen", None), ("Kees Fictief", None),
    ]  # fmt: skip


def test_a_pseudonymised_text_brings_its_own_labels(group: Source, researcher: User) -> None:
    text = "Interviewer: Hoe?\n\nconsulent 1: Laat.\n\nconsulent 2: Goed."
    blocks = [Block(0, 17, BlockKind.PARAGRAPH), Block(19, 37, BlockKind.PARAGRAPH), Block(39, 57, BlockKind.PARAGRAPH)]
    turns = [Turn(13, 17, 0), Turn(32, 37, 1), Turn(52, 57, 2)]
    version = actions.publish_version(
        actor=researcher, source=group, text=text, blocks=blocks, kind=VersionKind.PSEUDONYMISED, reason="namen weg",
        turns=turns,
    )  # fmt: skip
    actions.relabel_speakers(group, {1: "consulent 1", 2: "consulent 2"})

    actions.release_version(actor=researcher, version=version, ground="no_personal_data")

    assert [view.label for view in queries.speakers_for(researcher, group)] == [
        "Interviewer", "consulent 1", "consulent 2",
    ]  # fmt: skip
    assert said(group) == [(0, "Hoe?"), (1, "Laat."), (2, "Goed.")]
    assert not Speaker.objects.filter(label__contains="Jannie").exists()


def test_a_text_read_anew_keeps_the_speakers_that_it_knows(group: Source, researcher: User) -> None:
    text = "kees  fictief: Dag.\n\nNieuwe Stem: Hallo."

    actions.publish_version(
        actor=researcher, source=group, text=text, blocks=[], kind=VersionKind.CORRECTED, reason="verbeterd",
        turns=[Turn(15, 19, 0), Turn(34, 40, 1)], labels=["kees  fictief", "Nieuwe Stem"],
    )  # fmt: skip

    assert said(group) == [(2, "Dag."), (3, "Hallo.")]
    assert labels(group) == ["Interviewer", "Jannie Verzonnen", "Kees Fictief", "Nieuwe Stem"]


def test_who_speaks_at_a_place(group: Source, researcher: User) -> None:
    version = group.versions.select_related("source").get()
    text = queries.version_text(version)

    for words, label in [("samenwerking", "Interviewer"), ("jammer", "Jannie Verzonnen"), ("Bij ons", "Kees Fictief")]:
        found = queries.speaker_at(version, text.index(words))
        assert found is not None
        assert found.label == label
    assert queries.speaker_at(version, text.index("Kees Fictief:")) is None
    assert queries.speaker_at(version, len(text)) is None
    both = queries.turn_index(version).within(text.index("jammer"), text.index("Bij ons") + 3)
    assert [view.label for view in both] == ["Jannie Verzonnen", "Kees Fictief"]


def test_attributes_are_the_speakers_then_the_respondents_then_the_sources(
    group: Source, evaluation: Evaluation, researcher: User, respondent: Respondent
) -> None:
    perspectives = [evaluation.perspectives.create(name=name) for name in ("Ouders (fictief)", "Consulenten (fictief)")]
    Source.objects.filter(pk=group.pk).update(perspective=perspectives[0], level=Level.MANAGERIAL)
    group.refresh_from_db()

    change(group, researcher, 1, respondent=respondent, role="")
    change(group, researcher, 2, perspective=perspectives[1], role="consulent")

    interviewer, jannie, kees = queries.speakers_for(researcher, group)
    assert (interviewer.perspective, interviewer.level) == (None, "")
    assert (jannie.perspective, jannie.level, jannie.role) == (perspectives[0], Level.MANAGERIAL, "moeder (fictief)")
    assert (kees.perspective, kees.level, kees.role) == (perspectives[1], Level.MANAGERIAL, "consulent")


@pytest.fixture
def respondent(evaluation: Evaluation, leader: User) -> Respondent:
    return fieldwork.add_respondent(actor=leader, evaluation=evaluation, function="moeder (fictief)")


def test_two_labels_of_one_person_are_one_speaker(group: Source, researcher: User) -> None:
    change(group, researcher, 2, same_as=1)

    version = group.versions.select_related("source").get()
    found = queries.speaker_at(version, queries.version_text(version).index("Bij ons"))
    assert found is not None
    assert found.number == 1
    assert [view.label for view in queries.speakers_for(researcher, group)] == ["Interviewer", "Jannie Verzonnen"]

    change(group, researcher, 2)
    assert len(queries.speakers_for(researcher, group)) == 3


def test_what_cannot_be_said_of_speakers(
    group: Source, evaluation: Evaluation, researcher: User, respondent: Respondent
) -> None:
    def refusal(changes: dict[int, SpeakerChange]) -> str:
        with pytest.raises(InputError) as caught:
            actions.change_speakers(actor=researcher, source=group, changes=changes)
        return sentence(caught.value)

    assert refusal({1: SpeakerChange(1, same_as=2), 2: SpeakerChange(1, same_as=1)}) == (
        "Twee sprekers zijn over en weer dezelfde persoon. Laat dat bij één van de twee leeg."
    )
    assert refusal({1: SpeakerChange(1, is_interviewer=True, respondent=respondent)}) == (
        "“Jannie Verzonnen” stelt de vragen en is ook respondent. Kies een van de twee."
    )
    assert refusal({1: SpeakerChange(7)}) == (
        "Iemand anders heeft ondertussen ingevuld wie wie is in deze bron, of de sprekers zijn veranderd. "
        "Vergelijk uw keuzes met wat er nu staat en sla opnieuw op."
    )
    assert "bestaat niet in deze evaluatie" in refusal({1: SpeakerChange(1, respondent=respondent.pk + 1)})
    assert not group.speakers.exclude(revision=1).exists()


def test_what_was_said_of_speakers_is_recorded_without_a_word_of_it(group: Source, researcher: User) -> None:
    changes = {2: SpeakerChange(1, role="consulent Kees", same_as=1), 1: SpeakerChange(1)}

    actions.change_speakers(actor=researcher, source=group, changes=changes)

    event = AuditEvent.objects.get(action="sources.speakers_changed")
    assert event.data == {"count": 1, "merged": 1}


def test_only_the_team_says_who_is_who(group: Source, reader: User, outsider: User) -> None:
    with pytest.raises(NotAllowed):
        change(group, reader, 1)
    with pytest.raises(NotAllowed):
        queries.speakers_for(reader, group)
    with pytest.raises(NotFound):
        change(group, outsider, 1)


def test_the_number_of_queries_does_not_grow_with_the_speakers(
    add: Callable[..., Source], researcher: User, client_of: Callable[[User], Client]
) -> None:
    counts = []
    for many in (2, 12):
        source = add("".join(f"R{n}: Woord {many}.\nR{n + 1}: Ja.\n" for n in range(many)) * 2, f"{many}.txt")
        client = client_of(researcher)
        url = f"/evaluaties/{source.evaluation_id}/bronnen/{source.number}/sprekers/"
        client.get(url)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(url).status_code == 200
        counts.append(len(captured))

    assert counts[0] == counts[1]


def form_of(page: str) -> dict[str, str]:
    """What a browser would send back unchanged: hidden fields alone, for all else is empty at first."""
    return dict(re.findall(r'name="(s\d+-revision)" value="(\d+)"', page))


def test_the_form_says_it_for_all_speakers_at_once(
    group: Source, evaluation: Evaluation, researcher: User, respondent: Respondent, client_of: Callable[[User], Client]
) -> None:
    client, address = client_of(researcher), f"/evaluaties/{evaluation.pk}/bronnen/{group.number}/"
    page = client.get(f"{address}sprekers/").content.decode()
    assert "Jannie Verzonnen" in page
    assert "2 beurten" in page

    answer = client.post(
        f"{address}sprekers/",
        {**form_of(page), "s0-is_interviewer": "on", "s1-respondent": respondent.pk, "s2-role": "consulent"},
    )

    assert answer.status_code == 302
    shown = re.sub(r"\s+", " ", client.get(address).content.decode())
    assert "<strong>Jannie Verzonnen</strong> <span>R1 · moeder (fictief)</span>" in shown
    assert "<strong>Kees Fictief</strong> <span>consulent</span>" in shown


def test_the_second_of_two_is_told_and_loses_nothing(
    group: Source, evaluation: Evaluation, researcher: User, client_of: Callable[[User], Client]
) -> None:
    client, url = client_of(researcher), f"/evaluaties/{evaluation.pk}/bronnen/{group.number}/sprekers/"
    first = form_of(client.get(url).content.decode())
    change(group, researcher, 1, role="moeder")

    page = client.post(url, {**first, "s1-role": "ouder", "s2-role": "consulent"}).content.decode()

    assert "Iemand anders heeft ondertussen ingevuld" in page
    assert "Functie of rol: moeder" in re.sub(r"\s+", " ", page)
    assert 'value="ouder"' in page
    assert client.post(url, {**form_of(page), "s1-role": "ouder"}).status_code == 302
    assert group.speakers.get(number=1).role == "ouder"


def test_the_text_shows_the_speaker_and_the_time(
    add: Callable[..., Source], researcher: User, client_of: Callable[[User], Client]
) -> None:
    source = add(VTT, "gesprek.vtt", kind="transcript")
    change(source, researcher, 1, role="moeder <fictief>")

    url = f"/evaluaties/{source.evaluation_id}/bronnen/{source.number}/tekst/"
    page = client_of(researcher).get(url).content.decode()

    assert (
        '<p class="s-source-text__paragraph"><span class="s-turn__known">moeder &lt;fictief&gt; · 0:51</span> '
        '<strong class="s-turn__label">Els: </strong>Een antwoord.</p>'
    ) in page


def test_a_time_that_stands_in_the_label_is_not_told_twice(
    add: Callable[..., Source], researcher: User, client_of: Callable[[User], Client]
) -> None:
    source = add("[00:12:03] Els: Ja.\n[00:12:09] Jan: Nee.\n[00:12:12] Els: Toch.", "tijd.txt")

    url = f"/evaluaties/{source.evaluation_id}/bronnen/{source.number}/tekst/"
    page = client_of(researcher).get(url).content.decode()

    assert '<strong class="s-turn__label">[00:12:03] Els: </strong>Ja.' in page
    assert "12:03" not in page.replace("[00:12:03]", "")
