"""Every occurrence of what is asked, on a line of its own. Everything is fictitious."""

from __future__ import annotations

import io
import random
import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from python_calamine import CalamineWorkbook

from sluitend.apps.coding import actions
from sluitend.apps.coding.actions.search import keeping
from sluitend.apps.coding.models import CodingRound, RoundAssignment, RoundText
from sluitend.apps.coding.search import finding
from sluitend.apps.coding.search.asking import question_of
from sluitend.apps.coding.search.choosing import Choice
from sluitend.apps.coding.search.lines import Lines, Order, lines_for
from sluitend.apps.design.models import Evaluation, Perspective
from sluitend.apps.people.models import AuditEvent, User
from sluitend.apps.sources.models import Source, SourceKind, SourceVersion, Speaker
from sluitend.engines.text.stemming import stem_of
from tests.coding.conftest import MakeVersion
from tests.coding.search_twin import twin_holds, twin_pieces, twin_words
from tests.coding.test_search import TERMS, questioned, text_of

pytestmark = pytest.mark.django_db
Login = Callable[[User], Client]
Place = tuple[int, int, int]  # number of the source, start, end


def ask(user: User, evaluation: Evaluation, asked: str, **more: object) -> Lines:
    question = question_of(asked)
    assert question is not None
    return lines_for(user, evaluation, question, **more)  # type: ignore[arg-type]


def address(evaluation: Evaluation, kind: str = "") -> str:
    return (
        reverse("coding:take_lines", args=[evaluation.pk, kind])
        if kind
        else reverse("coding:search", args=[evaluation.pk])
    )


def twin_places(term: str, piece: str) -> list[tuple[int, int]]:
    """Where a term stands in a piece: every run of its words, word by word."""
    spots = [(found.start(), found.end(), twin_words(found.group())[0]) for found in re.finditer(r"\w+", piece)]
    if term.endswith("*"):
        return [(start, end) for start, end, word in spots if word.startswith(twin_words(term)[0])]
    asked, exact = twin_words(term), term.startswith('"')
    found = []
    for at in range(len(spots) - len(asked) + 1):
        run = [word for _start, _end, word in spots[at : at + len(asked)]]
        if run == asked if exact else list(map(stem_of, run)) == list(map(stem_of, asked)):
            found.append((spots[at][0], spots[at + len(asked) - 1][1]))
    return found


def twin_lines(texts: dict[int, str], terms: list[str]) -> set[Place]:
    found = set()
    wanted, unwanted = [t for t in terms if t[0] != "-"], [t[1:] for t in terms if t[0] == "-"]
    for number, text in texts.items():
        for start, end in twin_pieces(text):
            words = twin_words(text[start:end])
            if all(twin_holds(t, words) for t in wanted) and not any(twin_holds(t, words) for t in unwanted):
                for term in wanted:
                    found |= {(number, start + a, start + b) for a, b in twin_places(term, text[start:end])}
    return found


def test_every_occurrence_is_what_a_page_of_loops_finds(
    make_version: MakeVersion, researcher: User, evaluation: Evaluation
) -> None:
    draw = random.Random(20261123)
    texts = {number: text_of(draw) for number in range(1, 6)}
    for number, text in texts.items():
        make_version(text, number)
    keeping.keep()
    questions = [[term] for term in TERMS] + [questioned(draw) for _ in range(60)]

    total = 0
    for terms in questions:
        found = ask(researcher, evaluation, " ".join(terms)).lines
        places = [(one.source.number, one.start, one.end) for one in found]
        assert set(places) == twin_lines(texts, terms), terms
        assert len(places) == len(set(places))
        assert places == sorted(places)
        assert [texts[number][start:end] for number, start, end in places] == [one.found.keyword for one in found]
        total += len(places)
    assert total > 2_000  # else it compares nothing with nothing


@pytest.fixture
def interviews(make_version: MakeVersion) -> list[SourceVersion]:
    made = [
        make_version("De gezinnen wachten op de gemeente. Wie wacht, belt het gezin niet.", 1),
        make_version("Een gezin zoekt de regie.\n\nDe zinnen zijn lang.", 2),
        make_version("Het gezin heeft een ánder plan.", 3),
    ]
    keeping.keep()
    return made


def test_lines_are_sorted_by_the_nearest_words(
    interviews: list[SourceVersion], researcher: User, evaluation: Evaluation
) -> None:
    def read(by: Order) -> list[tuple[str, str, str]]:
        return [one.found[2:] for one in ask(researcher, evaluation, "gezin", by=by).lines]

    in_order = [
        ("De ", "gezinnen", " wachten op de gemeente. Wie wacht, belt het gezin niet."),
        ("De gezinnen wachten op de gemeente. Wie wacht, belt het ", "gezin", " niet."),
        ("Een ", "gezin", " zoekt de regie."),
        ("Het ", "gezin", " heeft een ánder plan."),
    ]
    assert read(Order.SOURCE) == in_order
    assert read(Order.LEFT) == [in_order[0], in_order[2], in_order[3], in_order[1]]  # de, een, het, het belt
    assert read(Order.RIGHT) == [in_order[3], in_order[1], in_order[0], in_order[2]]  # heeft, niet, wachten, zoekt
    assert read(Order.KEYWORD) == [in_order[1], in_order[2], in_order[3], in_order[0]]


def test_who_speaks_stands_beside_it_and_nothing_of_who_asks(
    make_version: MakeVersion, researcher: User, evaluation: Evaluation
) -> None:
    text = "Hoe is de regie?\nDe regie ontbreekt.\nRegie, dat ben ik."
    version = make_version(text)
    client = Perspective.objects.create(evaluation=evaluation, name="cliënten")
    for number, label, more in ((1, "Interviewer", {"is_interviewer": True}), (2, "Zoë", {}), (3, "Aad", {})):
        Speaker.objects.create(source=version.source, number=number, label=label, **more)
    Speaker.objects.filter(number=2).update(perspective=client)
    Source.objects.filter(pk=version.source_id).update(perspective=None)
    SourceVersion.objects.filter(pk=version.pk).update(turns=[[0, 16, 1], [17, 36, 2], [37, len(text), 3]])
    keeping.keep()

    lines = ask(researcher, evaluation, "regie").lines
    assert [(one.speaker, one.perspective) for one in lines] == [("", None), ("Zoë", client), ("Aad", None)]
    # What another speaker says is no context.
    assert [one.found.left.strip() for one in lines] == ["Hoe is de", "De", ""]
    by_speaker = ask(researcher, evaluation, "regie", by=Order.SPEAKER).lines
    assert [one.speaker for one in by_speaker] == ["Aad", "Zoë", ""]
    assert len(ask(researcher, evaluation, "regie", choice=Choice(perspective=client)).lines) == 1


def test_only_what_somebody_may_read_has_lines(
    interviews: list[SourceVersion],
    researcher: User,
    reader: User,
    outsider: User,
    evaluation: Evaluation,
    client_of: Login,
) -> None:
    Source.objects.filter(number=2).update(kind=SourceKind.DOCUMENT, is_public=True)

    assert len(ask(researcher, evaluation, "gezin").lines) == 4
    assert {one.source.number for one in ask(reader, evaluation, "gezin").lines} == {2}
    shown = client_of(reader).get(address(evaluation), {"q": "gezin", "toon": "vindplaatsen"}).content.decode()
    assert "1 vindplaats" in shown
    assert "vindplaatsen.csv" not in shown
    for kind in ("xlsx", "csv"):
        assert client_of(reader).get(address(evaluation, kind), {"q": "gezin"}).status_code == 403
        assert client_of(outsider).get(address(evaluation, kind), {"q": "gezin"}).status_code == 404


def test_in_a_blind_round_a_code_narrows_by_ones_own_work_only(
    interviews: list[SourceVersion], researcher: User, leader: User, evaluation: Evaluation
) -> None:
    code = actions.add_code(actor=leader, evaluation=evaluation, name="Wachten")
    actions.apply_code(actor=leader, version=interviews[0], start=0, end=5, code=code)
    narrowed = Choice(code=code)
    assert len(ask(researcher, evaluation, "gezin", choice=narrowed).lines) == 2

    blind = CodingRound.objects.create(
        evaluation=evaluation, number=1, title="R", state="open", opened_at=timezone.now(), created_by=leader
    )
    text = RoundText.objects.create(round=blind, version=interviews[0])
    RoundAssignment.objects.create(text=text, coder=researcher)
    assert ask(researcher, evaluation, "gezin", choice=narrowed).lines == []
    actions.apply_code(actor=researcher, version=interviews[0], start=0, end=5, code=code)
    assert len(ask(researcher, evaluation, "gezin", choice=narrowed).lines) == 2


def test_very_many_are_those_in_the_newest_passages(
    interviews: list[SourceVersion], researcher: User, evaluation: Evaluation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finding, "CANDIDATES", 2)

    found = ask(researcher, evaluation, "gezin")

    assert ([one.source.number for one in found.lines], found.is_cut) == ([2, 3], True)


def test_the_page_has_both_ways_of_looking_and_keeps_the_question(
    interviews: list[SourceVersion], researcher: User, evaluation: Evaluation, client_of: Login
) -> None:
    client, here = client_of(researcher), address(evaluation)
    as_list = client.get(here, {"q": "gezin", "soort": "interview_report"}).content.decode()
    by_line = client.get(here, {"q": "gezin", "toon": "vindplaatsen", "volgorde": "links"}).content.decode()

    assert 'href="?q=gezin&amp;soort=interview_report&amp;toon=vindplaatsen"' in as_list
    assert "4 vindplaatsen" in by_line
    assert '<input type="hidden" name="toon" value="vindplaatsen">' in by_line
    assert by_line.count('aria-sort="ascending"') == 1
    assert re.findall(r"<mark>(\w+)</mark>", by_line) == ["gezinnen", "gezin", "gezin", "gezin"]
    assert f"{reverse('coding:workbench', args=[evaluation.pk, 1])}?plaats=3-11" in by_line
    assert "Niets gevonden" in client.get(here, {"q": "naald", "toon": "vindplaatsen"}).content.decode()
    assert 'name="toon"' not in client.get(here, {"q": "gezin"}).content.decode()


def test_pages_go_on_where_the_one_before_ended(
    make_version: MakeVersion, researcher: User, evaluation: Evaluation, client_of: Login
) -> None:
    make_version("\n\n".join(f"De keten nummer {number}." for number in range(120)))
    keeping.keep()
    client, asked = client_of(researcher), {"q": "keten", "toon": "vindplaatsen"}

    pages = [client.get(address(evaluation), asked | {"page": page}).content.decode() for page in "123"]

    seen = [number for page in pages for number in re.findall(r"nummer (\d+)\.</td>", page)]
    assert list(map(int, seen)) == list(range(120))
    assert "120 vindplaatsen" in pages[0]
    assert "?q=keten&amp;toon=vindplaatsen&amp;page=2" in pages[0]


def test_a_file_has_all_of_them_and_is_recorded(
    interviews: list[SourceVersion], researcher: User, evaluation: Evaluation, client_of: Login
) -> None:
    client, asked = client_of(researcher), {"q": "gezin", "volgorde": "rechts"}

    lines = client.get(address(evaluation, "csv"), asked).content.decode("utf-8-sig").splitlines()
    book = CalamineWorkbook.from_filelike(io.BytesIO(client.get(address(evaluation, "xlsx"), asked).content))

    assert lines[:2] == ["# Alleen voor het team: woorden van respondenten.", "# Zoek naar: gezin"]
    headings, *rows = [line.split(";") for line in lines[2:]]
    assert headings[:5] == ["links ervan", "trefwoord", "rechts ervan", "bron", "titel"]
    assert [row[:4] for row in rows[:2]] == [
        ["Het", "gezin", "heeft een ánder plan.", "S3"],
        ["De gezinnen wachten op de gemeente. Wie wacht, belt het", "gezin", "niet.", "S1"],
    ]
    assert len(rows) == 4
    assert len(book.get_sheet_by_index(0).to_python()) == 4 + 2
    events = AuditEvent.objects.filter(action="coding.lines_taken").order_by("pk")
    assert [event.data for event in events] == [{"kind": "csv", "count": 4}, {"kind": "xlsx", "count": 4}]
    for kind, more in (("pdf", asked), ("csv", {}), ("csv", {"q": "-gezin"})):
        assert client.get(address(evaluation, kind), more).status_code == 404


def test_a_cell_is_no_formula(
    make_version: MakeVersion, researcher: User, evaluation: Evaluation, client_of: Login
) -> None:
    make_version("=1+1 gezin")
    keeping.keep()

    lines = client_of(researcher).get(address(evaluation, "csv"), {"q": "gezin"}).content.decode("utf-8-sig")

    assert "\n'=1+1;gezin;" in lines
