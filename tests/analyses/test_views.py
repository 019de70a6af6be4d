"""The pages: asking, waiting, reading, comparing, taking along."""

from __future__ import annotations

import io
import json
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook

from sluitend.apps.analyses import actions, queries
from sluitend.apps.analyses.models import AnalysisResult
from sluitend.apps.datasets.models import Dataset, DatasetVersion
from sluitend.apps.design.models import Evaluation
from sluitend.apps.people.models import AuditEvent, User
from sluitend.errors import InputError
from sluitend.formats import sealed
from sluitend.work import vault
from tests.analyses import planted
from tests.analyses.conftest import Accept
from tests.analyses.test_actions import LATER

pytestmark = pytest.mark.django_db
Login = Callable[[User], Client]


@pytest.fixture
def version(accept: Accept) -> DatasetVersion:
    return accept()


@pytest.fixture
def browser(client_of: Login, researcher: User) -> Client:
    return client_of(researcher)


def url(name: str, evaluation: Evaluation, *arguments: object) -> str:
    return reverse(f"analyses:{name}", args=[evaluation.pk, *arguments])


def page(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_without_data_the_catalogue_says_what_to_do_first(browser: Client, evaluation: Evaluation) -> None:
    shown = page(browser, url("catalogue", evaluation))

    assert "Voeg eerst een dataset toe" in shown
    assert url("ask", evaluation, "wachten") not in shown
    assert browser.get(url("ask", evaluation, "wachten")).status_code == 302


def test_the_form_offers_what_the_data_have(browser: Client, evaluation: Evaluation, version: DatasetVersion) -> None:
    shown = page(browser, url("ask", evaluation, "wachten"))

    for name in ("losgelaten", "start hulp", "gemeente=Waterdam", "Norm", "Goede Vrijdag is vrij"):
        assert name in shown
    assert 'type="date"' in shown


def test_from_form_to_result(browser: Client, evaluation: Evaluation, version: DatasetVersion) -> None:
    form = {"start": "melding", "end": "start hulp", "unit": "days", "start_at": "first", "end_at": "first"}
    response = browser.post(
        url("ask", evaluation, "wachten"),
        {**form, "liberation_day": "1", "norm": "14", "by": "gemeente", "last_day": "2025-12-31"},
    )
    assert response.status_code == 302
    waiting = page(browser, response["Location"])
    assert "Wacht tot ander werk klaar is" in waiting
    assert "<progress" not in waiting
    assert "HX-Refresh" not in browser.get(url("progress", evaluation, 1))

    from sluitend.work import runs

    runs.drain()
    assert browser.get(url("progress", evaluation, 1))["HX-Refresh"] == "true"
    shown = page(browser, response["Location"])
    assert "Waterdam: van 20 casussen met een begin bereikten er 18 het einde" in shown
    assert 'alt="Lijnen van het deel dat nog wacht' in shown
    assert "31 december 2025" in shown
    assert AnalysisResult.objects.get().parameters["good_friday"] is False  # an empty box is no
    assert "U1" in page(browser, url("list", evaluation))
    image = browser.get(url("image", evaluation, 1, "curve-chart"))
    assert image["Content-Type"] == "image/svg+xml"
    assert b"Rietveen" in image.content


def test_what_cannot_be_is_said_at_its_field(browser: Client, evaluation: Evaluation, version: DatasetVersion) -> None:
    response = browser.post(
        url("ask", evaluation, "wachten"),
        {
            "start": "melding",
            "end": "start hulp",
            "unit": "days",
            "start_at": "first",
            "end_at": "first",
            "liberation_day": "1",
            "by": "gemeente",
            "split": "2025-03-01",
        },
    )
    assert (
        "Vergelijk op een kenmerk, of vóór en vanaf een dag, niet allebei. Laat er een leeg."
        in response.content.decode()
    )
    assert not AnalysisResult.objects.exists()
    assert browser.get(url("ask", evaluation, "verzonnen")).status_code == 404


@pytest.mark.parametrize(("name", "args"), [("ask", ["wachten"]), ("add_norm", [])])
def test_a_number_that_is_too_long_names_nothing(
    browser: Client, evaluation: Evaluation, version: DatasetVersion, name: str, args: list[str]
) -> None:
    address = reverse(f"analyses:{name}", args=[evaluation.pk, *args])

    assert browser.get(address, {"als": "9" * 4400}).status_code == 200


def test_a_dataset_that_is_not_there_is_not_another_one(
    browser: Client, evaluation: Evaluation, version: DatasetVersion
) -> None:
    address = url("ask", evaluation, "doorlooptijd")
    assert browser.get(f"{address}?dataset=1").status_code == 200
    for answer in (browser.get(f"{address}?dataset=7"), browser.post(f"{address}?dataset=7", {"variants": "20"})):
        assert answer.status_code == 404
    assert not AnalysisResult.objects.exists()


def test_what_only_the_worker_finds_out_is_told_with_its_number(
    browser: Client,
    evaluation: Evaluation,
    version: DatasetVersion,
    researcher: User,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("sluitend.apps.analyses.kit.stock.MOST_PERIODS", 3)
    asked = {"closes": [planted.START], "per": "week"}
    with pytest.raises(InputError) as refused:
        actions.ask_now(actor=researcher, dataset=version.dataset, key="stroom", parameters=asked)

    assert (refused.value.code, refused.value.data["most"]) == ("analyses.too_many_periods", 3)
    assert "meer dan 3 perioden" in page(browser, url("result", evaluation, 1))


def test_a_stale_result_says_why_and_is_compared_with_the_new_one(
    browser: Client, evaluation: Evaluation, version: DatasetVersion, accept: Accept, researcher: User
) -> None:
    first = actions.ask_now(actor=researcher, dataset=version.dataset, key="wachten", parameters=planted.WAITING)
    accept(LATER)

    shown = page(browser, url("result", evaluation, first.number))
    assert "De dataset heeft een nieuwere levering" in shown
    assert "De methode van deze analyse is sindsdien veranderd" not in shown
    browser.post(url("again", evaluation, first.number))
    from sluitend.work import runs

    runs.drain()
    compared = page(browser, url("compare", evaluation, 2))
    assert "De gegevens zijn niet dezelfde." in compared
    assert "De methode is dezelfde." in compared
    assert "<del>21</del> <ins>22</ins>" in compared  # cases of Waterdam, with the one that closed the log


def test_what_is_taken_along_is_protected_for_everybody_and_it_is_recorded(
    client_of: Login, evaluation: Evaluation, version: DatasetVersion, researcher: User, reader: User
) -> None:
    actions.ask_now(actor=researcher, dataset=version.dataset, key="doorlooptijd", parameters={})

    def taken(name: str, user: User) -> bytes:
        response = client_of(user).get(url("take", evaluation, 1, name))
        assert response.status_code == 200
        assert "attachment" in response["Content-Disposition"]
        assert "beschermd." in response["Content-Disposition"]
        return response.content

    csv = taken("variants.csv", researcher).decode("utf-8-sig").splitlines()
    told = [line for line in csv if line.startswith("# ")]
    assert told[:2] == ["# Beschermd: aantallen onder de 10 staan er niet, andere zijn afgerond.", "# n = 40"]
    assert told[2].startswith("# Let op: Aantallen onder de 10 staan er niet")
    assert csv[len(told)].startswith("plaats;casussen;aandeel (0 tot 1)")
    assert [line.split(";")[:2] for line in csv[len(told) + 1 :]] == [["1e", "30"]]
    book = CalamineWorkbook.from_filelike(io.BytesIO(taken("tabellen.xlsx", reader)))
    assert book.sheet_names[:2] == ["Uitkomst", "Doorlooptijd in dagen"]
    assert {book.get_sheet_by_name(name).to_python()[0][0] for name in book.sheet_names} == {told[0][2:]}
    assert taken("variants-chart.png", reader).startswith(b"\x89PNG")
    drawn = taken("variants-chart.svg", researcher).decode()
    assert ">Beschermd: aantallen onder de 10 staan er niet, andere zijn afgerond.</text>" in drawn
    assert ">n = 40</text>" in drawn
    kinds = [event.data["kind"] for event in AuditEvent.objects.filter(action="analyses.taken").order_by("pk")]
    assert kinds == ["csv", "xlsx", "png", "svg"]
    for name in ("verzonnen.csv", "verzonnen.svg", "verzonnen.xlsx", "variants.exe", "zonder"):
        assert client_of(researcher).get(url("take", evaluation, 1, name)).status_code == 404


def test_a_reader_sees_results_as_they_leave_the_team(
    client_of: Login, reader: User, evaluation: Evaluation, version: DatasetVersion, researcher: User
) -> None:
    """Thirty-one cases went the way that most went, five each of two others."""
    actions.ask_now(actor=researcher, dataset=version.dataset, key="doorlooptijd", parameters={})
    client, here = client_of(reader), url("result", evaluation, 1)
    seen = page(client, here)

    assert "Analyses" in page(client, reverse("design:evaluation", args=[evaluation.pk]))
    listed = page(client, url("list", evaluation))
    assert here in listed
    assert "Ketengegevens" not in listed + seen
    assert url("cases", evaluation) not in listed
    assert researcher.name not in listed + seen
    assert "Vingerafdruk van de uitkomst" not in seen  # of the exact one
    assert "Over 40 casussen. Aantallen onder de 10 staan er niet" in seen
    assert "1e: 30 casussen." in seen
    assert "Opnieuw berekenen" not in seen
    assert "vorm=buiten" not in seen
    drawn = client.get(url("image", evaluation, 1, "variants-chart")).content
    assert drawn == client_of(researcher).get(url("image", evaluation, 1, "variants-chart") + "?vorm=buiten").content
    assert drawn != client_of(researcher).get(url("image", evaluation, 1, "variants-chart")).content


def test_a_short_series_cannot_be_found_back_from_its_hash(
    client_of: Login, reader: User, evaluation: Evaluation, version: DatasetVersion, researcher: User
) -> None:
    """A log has keys that nobody can guess; of two small numbers all pairs can be tried."""
    result = actions.ask_now(actor=researcher, dataset=version.dataset, key="doorlooptijd", parameters={})
    here = url("result", evaluation, 1)
    assert result.data_hash in page(client_of(reader), here)

    Dataset.objects.update(kind="series")

    assert result.data_hash not in page(client_of(reader), here)
    assert result.data_hash in page(client_of(researcher), here)


def test_the_team_sees_both_forms(browser: Client, evaluation: Evaluation, version: DatasetVersion) -> None:
    actions.ask_now(actor=version.made_by, dataset=version.dataset, key="doorlooptijd", parameters={})
    here = url("result", evaluation, 1)

    exact, outside = page(browser, here), page(browser, f"{here}?vorm=buiten")
    assert "Over 41 casussen. Alleen voor het team" in exact
    assert "1e: 31 casussen" in exact
    assert "Over 40 casussen. Aantallen onder de 10" in outside
    assert "1e: 30 casussen" in outside
    assert "1e: 31 casussen" not in outside
    assert f'href="{here}?vorm=buiten"' in exact


def test_a_result_from_before_is_protected_when_it_is_read_unless_its_method_changed(
    browser: Client, evaluation: Evaluation, version: DatasetVersion
) -> None:
    row = actions.ask_now(actor=version.made_by, dataset=version.dataset, key="doorlooptijd", parameters={})
    key = vault.unwrap(bytes(row.wrapped_key or b""))
    data = json.loads(sealed.open_bytes(bytes(row.sealed_content or b""), key, b"sluitend result %d" % row.pk))
    frozen = queries.outside(row)
    del data["outside"]
    row.sealed_content = sealed.seal_bytes(json.dumps(data).encode(), key, b"sluitend result %d" % row.pk)
    row.save(update_fields=["sealed_content"])

    assert queries.outside(row) == frozen
    AnalysisResult.objects.update(code_version="0" * 64)
    assert "Reken haar opnieuw uit om deze vorm te zien." in page(
        browser, f"{url('result', evaluation, 1)}?vorm=buiten"
    )
    assert browser.get(url("take", evaluation, 1, "variants.csv")).status_code == 400


def test_a_reader_is_let_in_nowhere_else(
    client_of: Login, reader: User, evaluation: Evaluation, version: DatasetVersion, researcher: User
) -> None:
    actions.ask_now(actor=researcher, dataset=version.dataset, key="doorlooptijd", parameters={})
    actions.ask(actor=researcher, dataset=version.dataset, key="doorlooptijd", parameters={})
    client = client_of(reader)

    for name, arguments in {"catalogue": [], "compare": [1], "progress": [1], "ask": ["wachten"]}.items():
        assert client.get(url(name, evaluation, *arguments)).status_code == 403
    assert client.post(url("again", evaluation, 1)).status_code == 403
    assert client.get(url("result", evaluation, 2)).status_code == 404  # it is not done
    assert url("result", evaluation, 2) not in page(client, url("list", evaluation))
