"""What a coder took over from the computer is told where it is counted or shown. Everything is fictitious."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from python_calamine import CalamineWorkbook

from sluitend.apps.coding.models import Code, Coding, CodingRound, SuggestionDecision
from sluitend.apps.people.models import User
from sluitend.apps.sources.models import SourceVersion
from tests.coding.agreement.conftest import SENTENCES

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User], Client]

CAVEAT = (
    "1 code in deze cijfers komt uit een suggestie van de computer die een codeur overnam: die codeur zag eerst wat de "
    "computer voorstelde. Lees de cijfers met dat in gedachten."
)
COLUMN = "Codes uit een suggestie"


@pytest.fixture
def taken_over(closed: CodingRound, anna: User, code: Code) -> Coding:
    """Anna's code on the first sentence, which Bram gave too."""
    return from_suggestion(Coding.objects.get(coder=anna, code=code, fragment__start=0))


def from_suggestion(coding: Coding) -> Coding:
    fragment = coding.fragment
    place = {"version": fragment.version, "start": fragment.start, "end": fragment.end, "code": coding.code}
    about = {"evaluation": fragment.evaluation, "accepted": True, "coding": coding, "decided_by": coding.coder}
    SuggestionDecision.objects.create(**place, **about)
    return coding


def page_of(round_: CodingRound, client: Client) -> str:
    return client.get(reverse("coding:agreement", args=[round_.evaluation_id, round_.number])).content.decode()


def sheets_of(round_: CodingRound, client: Client) -> dict[str, list[dict[Any, Any]]]:
    """By sheet its rows, each by the headings."""
    at = reverse("coding:take_agreement", args=[round_.evaluation_id, round_.number, "xlsx"])
    book = CalamineWorkbook.from_filelike(io.BytesIO(client.get(at).content))
    found = {}
    for name in book.sheet_names:
        rows = book.get_sheet_by_name(name).to_python()
        top = next((at for at, row in enumerate(rows) if COLUMN in row), None)
        if top is not None:
            found[name] = [dict(zip(rows[top], row, strict=True)) for row in rows[top + 1 :]]
    return found


def test_figures_say_how_many_codes_in_them_came_from_a_suggestion(
    taken_over: Coding, closed: CodingRound, client_of: ClientOf, anna: User, code: Code, other_code: Code
) -> None:
    client = client_of(anna)

    page, sheets = page_of(closed, client), sheets_of(closed, client)

    assert CAVEAT in page
    assert page.count("waarvan 1 uit een suggestie") == 3  # beside the code, the text and the pair
    assert {name: [row[COLUMN] for row in rows] for name, rows in sheets.items() if name != "Per code"} == {
        "Alles samen": [1],
        "Per tekst": [1],
        "Per tweetal": [1],
    }
    assert {row["Code"]: row[COLUMN] for row in sheets["Per code"]} == {code.name: 1, other_code.name: 0}
    assert CAVEAT in sheets["Per code"][0]["Let op"]


def test_of_a_code_only_its_own_are_told(
    taken_over: Coding, closed: CodingRound, client_of: ClientOf, anna: User, code: Code, other_code: Code
) -> None:
    def page(one: Code) -> str:
        args = [closed.evaluation_id, closed.number, one.pk]
        return client_of(anna).get(reverse("coding:agreement_of_code", args=args)).content.decode()

    assert CAVEAT in page(code)
    assert "uit een suggestie" not in page(other_code)


def test_what_is_not_in_the_figures_is_not_told(
    taken_over: Coding, closed: CodingRound, client_of: ClientOf, anna: User
) -> None:
    Coding.objects.filter(pk=taken_over.pk).update(created_at=timezone.now() + timedelta(hours=1))

    page = page_of(closed, client_of(anna))

    assert "Na het sluiten van de ronde is er 1 code bij gezet." in page
    assert "uit een suggestie" not in page


def test_figures_without_suggestions_need_no_caveat(closed: CodingRound, client_of: ClientOf, anna: User) -> None:
    assert "uit een suggestie" not in page_of(closed, client_of(anna))


def test_the_figures_have_congers_kappa_for_all_coders_and_cohens_for_two(
    closed: CodingRound, client_of: ClientOf, anna: User
) -> None:
    sheets = sheets_of(closed, client_of(anna))

    (whole,), (pair,) = sheets["Alles samen"], sheets["Per tweetal"]
    assert whole["Congers kappa"] == pytest.approx(pair["Cohens kappa"])
    assert (whole["Cohens kappa"], pair["Congers kappa"]) == ("", "")
    assert "Congers kappa" in page_of(closed, client_of(anna))


@pytest.mark.parametrize("name", ["fragment", "code"])
def test_a_coding_that_came_from_a_suggestion_says_so(
    taken_over: Coding, client_of: ClientOf, bram: User, name: str
) -> None:
    fragment = taken_over.fragment
    number = {"fragment": fragment.number, "code": taken_over.code_id}[name]

    page = client_of(bram).get(reverse(f"coding:{name}", args=[fragment.evaluation_id, number])).content.decode()

    assert page.count("uit een suggestie") == 1  # Anna's, not Bram's on the same passage


def test_the_workbench_is_told(taken_over: Coding, client_of: ClientOf, bram: User) -> None:
    fragment = taken_over.fragment
    at = reverse("coding:workbench", args=[fragment.evaluation_id, fragment.version.source.number])

    shown = client_of(bram).get(at).context["workbench"]["fragments"]

    said = {one["coder"]: one["suggested"] for row in shown if row["start"] == 0 for one in row["codings"]}
    assert said == {"Anna (fictief)": True, "Bram (fictief)": False}


def test_quotes_say_which_of_their_codes_came_from_a_suggestion(
    taken_over: Coding, text: SourceVersion, client_of: ClientOf, bram: User, code: Code
) -> None:
    client, evaluation = client_of(bram), taken_over.fragment.evaluation_id

    page = client.get(reverse("coding:quotes", args=[evaluation]), {"code": code.name}).content.decode()
    file = client.get(reverse("coding:take_quotes", args=[evaluation, "csv"]), {"code": code.name}).content
    headings, *rows = (line.split(";") for line in file.decode("utf-8-sig").splitlines()[2:])

    assert page.count("uit een suggestie") == 1
    told = {row[0]: row[headings.index("uit een suggestie")] for row in rows}
    assert told == {SENTENCES[0]: code.name, SENTENCES[1]: ""}
