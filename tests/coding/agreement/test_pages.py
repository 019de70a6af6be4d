"""Pages and files of agreement, for who may see them."""

from __future__ import annotations

import io
import random
from collections.abc import Callable
from csv import DictReader
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook

from sluitend.apps.coding import actions, agreement_cache
from sluitend.apps.coding.actions import consensus
from sluitend.apps.coding.models import Code, Coding, CodingRound, ConsensusDecision, RoundAssignment, RoundText
from sluitend.apps.coding.queries.agreement import compared_for
from sluitend.apps.people.models import AuditEvent, User
from sluitend.apps.sources.models import SourceVersion
from tests.coding.agreement.conftest import SENTENCES, TEXT, Give

pytestmark = pytest.mark.django_db

FIGURES = (
    "Alle codes: eens in 87,5% van 8 oordelen; met toeval eraf is alfa 0,73 "
    "(te weinig keren gegeven voor een interval: 3)."
)
ClientOf = Callable[[User], Client]
MakeRound = Callable[..., CodingRound]


@pytest.fixture
def at(closed: CodingRound) -> str:
    return f"/evaluaties/{closed.evaluation_id}/coderen/rondes/{closed.number}"


def test_figures_stand_with_what_they_are_of(at: str, client_of: ClientOf, anna: User) -> None:
    page = client_of(anna).get(f"{at}/overeenstemming/").content.decode()

    assert FIGURES in page
    assert "1 tekst is door twee of meer codeurs afgerond; samen 4 zinnen." in page
    assert "Met de 2 codes die iemand gaf, zijn dat 8 oordelen" in page


def test_what_is_coded_after_closing_is_told_and_has_no_part_in_the_figures(
    at: str, client_of: ClientOf, anna: User, bram: User, code: Code, give: Give
) -> None:
    """Whoever sees what the other did could follow that: the figures stay those of the round."""
    give(bram, SENTENCES[1], code)

    page = client_of(anna).get(f"{at}/overeenstemming/").content.decode()
    compared = compared_for(anna, CodingRound.objects.get())

    assert FIGURES in page
    assert "Na het sluiten van de ronde is er 1 code bij gezet. Die zit niet in deze cijfers." in page
    assert all(one.is_agreed for one in compared.places(compared.texts[0]))


def test_who_gave_nothing_and_what_stood_there_before_is_told_with_the_figures(
    make_round: MakeRound, text: SourceVersion, client_of: ClientOf, anna: User, bram: User, code: Code, give: Give
) -> None:
    """Two people agree easily on what one of them did not look for."""
    give(anna, SENTENCES[0], code)
    made = make_round(text, [anna, bram], opened_before=timedelta())
    at = f"/evaluaties/{made.evaluation_id}/coderen/rondes/{made.number}/overeenstemming"
    silent = f"{bram.name} rondde 1 tekst af zonder daarin één code te geven: S{text.source.number}."
    before = "1 code in deze cijfers stond er al voordat de ronde openging."

    page = client_of(anna).get(f"{at}/").content.decode()
    book = CalamineWorkbook.from_filelike(io.BytesIO(client_of(anna).get(f"{at}.xlsx").content))
    meaning = str(book.get_sheet_by_name("Betekenis van de cijfers").to_python())

    assert silent in page
    assert before in page
    assert silent in meaning
    assert before in meaning
    assert f"{anna.name} rondde" not in page


def test_figures_that_both_worked_on_in_the_round_need_no_caveat(at: str, client_of: ClientOf, anna: User) -> None:
    page = client_of(anna).get(f"{at}/overeenstemming/").content.decode()

    assert "zonder daarin" not in page
    assert "voordat de ronde openging" not in page


def test_another_unit_is_named_and_nonsense_is_the_rounds_own(at: str, client_of: ClientOf, anna: User) -> None:
    client = client_of(anna)

    by_character = client.get(f"{at}/overeenstemming/?unit=character").content.decode()
    nonsense = client.get(f"{at}/overeenstemming/?unit=woord").content.decode()

    assert f"samen {len(TEXT)} tekens." in by_character
    assert "samen 4 zinnen." in nonsense


def test_turns_of_a_text_without_speakers_are_told(at: str, client_of: ClientOf, anna: User) -> None:
    page = client_of(anna).get(f"{at}/overeenstemming/?unit=turn").content.decode()

    assert "Overeenstemming is niet te berekenen: deze teksten hebben geen eenheden van deze soort." in page
    assert ">1,00<" not in page


def test_the_page_of_a_code_leads_to_its_differences(at: str, client_of: ClientOf, anna: User, code: Code) -> None:
    page = client_of(anna).get(f"{at}/overeenstemming/code/{code.pk}/").content.decode()

    assert "Wachten: eens in 75,0% van 4 oordelen; met toeval eraf is alfa 0,53 (te weinig keren gegeven voor " in page
    assert f"{at}/verschillen/1/?code={code.pk}" in page


def test_figures_are_taken_along_with_their_denominators_and_that_is_recorded(
    at: str, client_of: ClientOf, anna: User
) -> None:
    response = client_of(anna).get(f"{at}/overeenstemming.xlsx")

    book = CalamineWorkbook.from_filelike(io.BytesIO(response.content))
    assert book.sheet_names == ["Alles samen", "Per code", "Per tekst", "Per tweetal", "Betekenis van de cijfers"]
    rows = book.get_sheet_by_name("Per code").to_python()
    assert rows[0][0] == "Overeenstemming tussen codeurs in ronde 1, geteld in zinnen. Voor het team."
    assert [row[:3] for row in rows[2:4]] == [["Wachten", 4, 2], ["Warme overdracht", 4, 1]]
    assert rows[2][rows[1].index("Percentage eens")] == pytest.approx(0.75)
    assert AuditEvent.objects.get(action="coding.agreement_taken").data == {"round": 1, "kind": "xlsx"}
    csv = client_of(anna).get(f"{at}/overeenstemming.csv").content.decode("utf-8-sig")
    assert csv.splitlines()[1].startswith("Wachten;4;2;0,75")
    assert client_of(anna).get(f"{at}/overeenstemming.pdf").status_code == 404


def test_every_row_that_is_taken_along_says_of_what_it_is(
    at: str, client_of: ClientOf, anna: User, bram: User, code: Code, give: Give, closed: CodingRound
) -> None:
    """In the unit that was chosen, which need not be the round's own; with what has to be minded."""
    give(bram, SENTENCES[1], code)
    client = client_of(anna)
    told = "Na het sluiten van de ronde is er 1 code bij gezet. Die zit niet in deze cijfers."

    lines = client.get(f"{at}/overeenstemming.csv?unit=character").content.decode("utf-8-sig").splitlines()
    book = CalamineWorkbook.from_filelike(io.BytesIO(client.get(f"{at}/overeenstemming.xlsx").content))

    rows = list(DictReader(lines, delimiter=";"))
    assert len(rows) == 2
    for row in rows:
        assert (row["Eenheid"], row["Aantal eenheden"], row["Aantal teksten"]) == ("tekens", str(len(TEXT)), "1")
        assert row["Codeurs"] == f"{anna.name}, {bram.name}"
        assert (row["Ronde"], row["Titel van de ronde"]) == ("R1", closed.title)
        assert (row["Alfa-U: eenheid"], row["Alfa-U: aantal eenheden"]) == ("tekens", str(len(TEXT)))
        assert told in row["Let op"]
        assert "1 tekst is door twee of meer codeurs afgerond" in row["Let op"]
    for name in ("Alles samen", "Per code", "Per tekst", "Per tweetal"):
        _note, headings, *found = book.get_sheet_by_name(name).to_python()
        assert found
        for values in found:
            one = dict(zip(headings, values, strict=True))
            assert (one["Eenheid"], one["Aantal eenheden"], one["Aantal teksten"]) == ("zinnen", 4, 1)
            assert one["Codeurs"] == f"{anna.name}, {bram.name}"
            assert told in one["Let op"]


def test_a_blind_round_sends_everybody_back_while_it_is_open(
    make_round: Callable[..., CodingRound],
    text: SourceVersion,
    anna: User,
    bram: User,
    leader: User,
    client_of: ClientOf,
    coded: None,
) -> None:
    blind = make_round(text, [anna, bram], state="open")
    at = f"/evaluaties/{blind.evaluation_id}/coderen/rondes/1"

    for user in (anna, leader):
        for place in ("overeenstemming/", "overeenstemming.xlsx", "verschillen/", "verschillen/1/"):
            response = client_of(user).get(f"{at}/{place}")
            assert response.status_code == 302
            assert b"Wachten" not in response.content
        response = client_of(user).post(f"{at}/verschillen/overnemen/")
        assert (response.status_code, ConsensusDecision.objects.count()) == (302, 0)


def test_filters_show_a_pair_a_code_and_what_is_open(
    at: str, client_of: ClientOf, anna: User, bram: User, code: Code
) -> None:
    def shown(**asked: Any) -> list[str]:
        context = client_of(anna).get(f"{at}/verschillen/1/", asked).context
        return [one["line"].path for one in context["lines"]]

    assert shown() == ["Wachten"]
    assert shown(show="all") == ["Wachten", "Wachten", "Warme overdracht"]
    assert shown(show="all", code=str(code.pk)) == ["Wachten", "Wachten"]
    assert shown(pair=f"{anna.pk}-{bram.pk}") == ["Wachten"]
    assert shown(code="x", pair="y", show="z") == ["Wachten"]


def test_a_place_shows_its_passage_once_and_below_it_what_every_coder_gave(
    at: str, client_of: ClientOf, anna: User
) -> None:
    lines = client_of(anna).get(f"{at}/verschillen/1/", {"show": "all"}).context["lines"]
    found = [(one["line"].near, one["line"].columns) for one in lines]
    pieces = [[(piece.words, piece.kind) for piece in near.pieces] for near, _columns in found]
    gave = [[(one.gave, one.own) for one in columns] for _near, columns in found]

    assert pieces[0] == [(SENTENCES[0], "shared")]
    assert pieces[1] == [(SENTENCES[1], "own")]
    assert pieces[2] == [("Op school", "own"), (" ", ""), ("ging het goed", "own")]
    assert [(near.before, near.after) for near, _columns in found] == [
        ("", f" {SENTENCES[1]}"),
        (f"{SENTENCES[0]} ", f" {SENTENCES[2]}"),
        (f"{SENTENCES[1]} ", f". {SENTENCES[3]}"),
    ]
    assert gave[0] == [(True, ()), (True, ())]
    assert gave[1] == [(True, ()), (False, ())]
    assert gave[2] == [(True, ("Op school",)), (True, ("ging het goed",))]


def test_beside_a_place_stands_which_other_codes_every_coder_gave_there(
    make_round: MakeRound,
    text: SourceVersion,
    client_of: ClientOf,
    anna: User,
    bram: User,
    code: Code,
    other_code: Code,
) -> None:
    """Against every coding of every coder, one by one."""
    draw = random.Random(20261123)
    given = []
    for _ in range(60):
        coder, one, start = draw.choice([anna, bram]), draw.choice([code, other_code]), draw.randrange(len(TEXT) - 1)
        end = min(len(TEXT), start + draw.randint(1, 25))
        actions.apply_code(actor=coder, version=text, start=start, end=end, code=one)
        given.append((coder.name, one, start, end))
    round_ = make_round(text, [anna, bram])
    page = client_of(anna).get(f"/evaluaties/{round_.evaluation_id}/coderen/rondes/1/verschillen/1/", {"show": "all"})

    seen = 0
    for line in (one["line"] for one in page.context["lines"]):
        place = line.place
        for column in line.columns:
            others = {
                one.name
                for who, one, start, end in given
                if who == column.name and one.pk != place.code and start < place.end and end > place.start
            }
            assert set(column.others) == others
            seen += len(others)
    assert seen == 4
    assert page.content.decode().count("gaf hier ook:") >= 2


def test_only_the_form_of_the_first_place_to_decide_is_open(at: str, client_of: ClientOf, anna: User) -> None:
    page = client_of(anna).get(f"{at}/verschillen/1/", {"show": "all"})

    assert [one["is_first"] for one in page.context["lines"]] == [False, True, False]


def test_reading_the_differences_is_recorded_as_reading_the_text(at: str, client_of: ClientOf, anna: User) -> None:
    before = AuditEvent.objects.filter(action__startswith="sources.").count()

    client_of(anna).get(f"{at}/verschillen/1/")

    assert AuditEvent.objects.filter(action__startswith="sources.").count() == before + 1


def test_a_decision_is_made_and_taken_back_by_forms(at: str, client_of: ClientOf, anna: User, code: Code) -> None:
    start = TEXT.index(SENTENCES[1])
    place = f"{start}-{start + len(SENTENCES[1])}"
    client = client_of(anna)
    said = {"code": code.pk, "place": place, "span": place, "applies": "yes", "reason": "Zo is de regel."}

    made = client.post(f"{at}/verschillen/1/besluit/", {**said, "back": f"{at}/verschillen/1/?show=all#p1"})
    decision = ConsensusDecision.objects.get()
    again = client.post(f"{at}/verschillen/besluit/{decision.pk}/", {"back": "https://elders.invalid/"})

    assert (made.status_code, made["Location"]) == (302, f"{at}/verschillen/1/?show=all#p1")
    assert (again["Location"], ConsensusDecision.objects.count()) == (f"{at}/verschillen/", 0)


def test_nonsense_in_a_decision_is_one_sentence(at: str, client_of: ClientOf, anna: User) -> None:
    response = client_of(anna).post(f"{at}/verschillen/1/besluit/", {"code": "x", "place": "-"}, follow=True)

    assert (
        "Dit kon niet gelezen worden. Laad de pagina opnieuw en doe nog eens wat u deed." in response.content.decode()
    )
    assert not ConsensusDecision.objects.exists()


def test_the_workbench_shows_consensus_apart_from_people(
    at: str, client_of: ClientOf, anna: User, bram: User, closed: CodingRound, code: Code
) -> None:
    client_of(anna).post(f"{at}/verschillen/overnemen/")

    page = client_of(bram).get(f"/evaluaties/{closed.evaluation_id}/coderen/1/")

    first = page.context["workbench"]["fragments"][0]
    assert (first["consensus"], sorted(one["coder"] for one in first["codings"])) == (
        [code.pk],
        ["Anna (fictief)", "Bram (fictief)"],
    )


def test_figures_of_a_large_round_are_kept_until_somebody_codes(
    closed: CodingRound, anna: User, give: Give, code: Code, monkeypatch: pytest.MonkeyPatch
) -> None:
    CodingRound.objects.update(state="open", is_blind=False, closed_at=None)
    closed.refresh_from_db()
    monkeypatch.setattr(agreement_cache, "QUICK", 0)
    counted: list[int] = []
    real = agreement_cache.overview
    monkeypatch.setattr(agreement_cache, "overview", lambda *args, **named: counted.append(1) or real(*args, **named))

    def alpha() -> float | None:
        compared = compared_for(anna, closed)
        return agreement_cache.overview_of(compared, list(compared.codes)).whole.alpha

    first, again = alpha(), alpha()
    give(anna, SENTENCES[3], code)

    assert first == again
    assert alpha() != first
    assert len(counted) == 2


def test_a_code_that_holds_only_by_consensus_keeps_its_name_when_it_is_archived(
    closed: CodingRound, client_of: ClientOf, leader: User, code: Code, text: SourceVersion
) -> None:
    consensus.take_over_agreed(actor=leader, round_=closed)
    Coding.objects.filter(code=code).delete()
    client, at = client_of(leader), f"/evaluaties/{closed.evaluation_id}/coderen/1/"
    opened = client.get(at).context["workbench"]
    actions.archive_code(actor=leader, code=code)

    news = client.get(reverse("coding:live", args=[closed.evaluation_id, 1]), {"after": opened["cursor"], "version": 1})

    assert code.name in [one["name"] for one in client.get(at).context["workbench"]["codes"]]
    assert code.name in [one["name"] for one in news.json()["codes"]]


def test_a_file_says_why_there_is_no_alpha_over_characters(
    make_round: MakeRound, coded: None, make_version: Callable[..., SourceVersion], client_of: ClientOf,
    text: SourceVersion, anna: User, bram: User, leader: User,
) -> None:  # fmt: skip
    made = make_round(text, [anna, bram])
    other = RoundText.objects.create(round=made, version=make_version(TEXT, number=2))
    for coder in (anna, leader):
        RoundAssignment.objects.create(text=other, coder=coder, finished_at=made.closed_at)

    page = client_of(anna).get(f"/evaluaties/{made.evaluation_id}/coderen/rondes/1/overeenstemming.xlsx")
    rows = CalamineWorkbook.from_filelike(io.BytesIO(page.content)).get_sheet_by_name("Alles samen").to_python()

    assert rows[2][rows[1].index("Niet te berekenen omdat")] == "er is geen tekst die alle codeurs hebben afgerond"
