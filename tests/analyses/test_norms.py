"""The table of norms: kept by an evaluation, with reasons; what it says goes into a result, and makes it stale."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from sluitend import cli
from sluitend.apps.analyses import actions, norm_file, norm_table, queries, seals
from sluitend.apps.analyses.kit.norms import NormText, filled_in, starting
from sluitend.apps.analyses.kit.result import Result
from sluitend.apps.analyses.models import AnalysisResult, NormRow, NormVersion
from sluitend.apps.design.models import Evaluation
from sluitend.apps.people.models import AuditEvent, User
from sluitend.engines.chain import STARTING_NORMS
from sluitend.errors import InputError, NotAllowed, NotFound
from sluitend.formats import eventlog
from sluitend.web.wording import sentence
from tests.analyses import planted
from tests.analyses.conftest import Accept
from tests.analyses.test_catalogue import rows

pytestmark = pytest.mark.django_db
Login = Callable[[User], Client]
COUNCIL = "start_raadsonderzoek"  # ten days, in the table that everybody begins with
REASON = "Afgesproken in de stuurgroep (fictief)"
OF_ITSELF = {
    "trigger": ("start hulp",), "answer": ("start hulp",), "answered_on": "record",
    "counts_from": ("toegewezen", "a, b"), "unsure_after": ("pauze",),
}  # fmt: skip
OWN: dict[str, Any] = {
    "title": "Hulp gestart na de melding",
    "addressee": "Jeugdhulp Verzonnen",
    "trigger": ("melding",),
    "answer": ("start hulp",),
    "term": 20,
    "unit": "days",
    "kind": "agreement",
    "source": "Convenant Waterrijk (fictief)",
    "place": "artikel 3",
    "trigger_at": "first",
    "answered_on": "day",
}


def number_of(evaluation: Evaluation, key: str) -> int:
    return next(one.number for one in norm_table.lines_of(evaluation.pk) if one.text.key == key)


def content_of(evaluation: Evaluation, key: str, **other: Any) -> dict[str, Any]:
    text = norm_table.texts(evaluation.pk)[key]
    return text.model_dump(exclude={"key"}) | other


def change(actor: User, evaluation: Evaluation, key: str, seen: int = 1, **other: Any) -> NormVersion:
    number = number_of(evaluation, key)
    content = content_of(evaluation, key, **other)
    return actions.change_norm(
        actor=actor, evaluation=evaluation, number=number, seen=seen, content=content, reason=REASON
    )


def test_a_norm_is_the_same_after_every_way_of_writing_it(tmp_path: Path) -> None:
    """As data, as JSON and as a file: all that every evaluation begins with."""
    texts = starting()
    (tmp_path / "normen.csv").write_bytes(norm_file.csv(texts))

    assert tuple(one.norm() for one in texts) == STARTING_NORMS
    assert tuple(NormText.model_validate(one.model_dump(mode="json")) for one in texts) == texts
    assert tuple(norm_file.read(tmp_path / "normen.csv").values()) == texts


def test_what_looks_like_a_formula_is_read_back_as_it_was(tmp_path: Path) -> None:
    text = starting()[0].model_copy(update={"trigger": ("-intake", "+b"), "answer": ("=x",), "title": "-t"})
    (tmp_path / "normen.csv").write_bytes(norm_file.csv([text]))

    assert tuple(norm_file.read(tmp_path / "normen.csv").values()) == (text,)


def test_nothing_is_written_before_somebody_changes_something(evaluation: Evaluation, researcher: User) -> None:
    lines = queries.norms_for(researcher, evaluation)

    assert [(line.label, line.text.key) for line in lines] == [
        (f"N{number}", one.key) for number, one in enumerate(STARTING_NORMS, 1)
    ]
    assert not NormRow.objects.exists()


def test_a_change_keeps_what_it_said_and_why(evaluation: Evaluation, researcher: User) -> None:
    before = norm_table.lines_of(evaluation.pk)

    change(researcher, evaluation, COUNCIL, term=12)

    after = {line.number: line for line in norm_table.lines_of(evaluation.pk)}
    changed = after[number_of(evaluation, COUNCIL)]
    assert [(row.number, row.term, row.reason) for row in changed.versions] == [(2, 12, REASON), (1, 10, "")]
    assert [line.text for line in before if line.number != changed.number] == [
        line.text for line in after.values() if line.number != changed.number
    ]
    event = AuditEvent.objects.get(action="analyses.norm_changed")
    assert event.evaluation_id == evaluation.pk
    assert "Raad" not in str(event.data)  # ids and counts only


def test_two_people_one_norm(evaluation: Evaluation, researcher: User, leader: User) -> None:
    change(leader, evaluation, COUNCIL, term=12)

    with pytest.raises(InputError) as caught:
        change(researcher, evaluation, COUNCIL, seen=1, term=14)
    assert str(sentence(caught.value)) == (
        "Iemand anders heeft deze norm intussen gewijzigd. Kijk wat er nu staat en sla dan opnieuw op."
    )


def test_an_own_norm_comes_behind_the_others_and_can_end(evaluation: Evaluation, researcher: User) -> None:
    norm = actions.add_norm(actor=researcher, evaluation=evaluation, content=OWN, reason=REASON)
    actions.end_norm(
        actor=researcher,
        evaluation=evaluation,
        number=norm.number,
        seen=1,
        valid_until=date(2025, 4, 1),
        reason=REASON,
    )

    line = norm_table.lines_of(evaluation.pk)[-1]
    assert (norm.number, line.text.key) == (len(STARTING_NORMS) + 1, f"norm-{norm.number}")
    assert line.holds(date(2025, 3, 31))
    assert not line.holds(date(2025, 4, 1))


@pytest.mark.parametrize(
    ("content", "reason", "said"),
    [
        (OWN, " ", "Zeg in één zin waarom: de tabel bewaart dat bij de norm."),
        (
            OWN | {"valid_from": date(2025, 1, 1), "valid_until": date(2025, 1, 1)},
            REASON,
            "Deze norm zou op geen enkele dag gelden. Laat hem eindigen na de dag waarop hij begint.",
        ),
    ],
)
def test_what_cannot_be_leaves_no_table(
    evaluation: Evaluation, researcher: User, content: dict[str, Any], reason: str, said: str
) -> None:
    with pytest.raises(InputError) as caught:
        actions.add_norm(actor=researcher, evaluation=evaluation, content=content, reason=reason)
    assert str(sentence(caught.value)) == said
    assert not NormRow.objects.exists()


def test_the_team_only(evaluation: Evaluation, reader: User, outsider: User) -> None:
    for actor, error in ((reader, NotAllowed), (outsider, NotFound)):
        with pytest.raises(error):
            queries.norms_for(actor, evaluation)
        with pytest.raises(error):
            actions.add_norm(actor=actor, evaluation=evaluation, content=OWN, reason=REASON)
        with pytest.raises(error):
            change(actor, evaluation, COUNCIL, term=1)


def ask(actor: User, version: Any, **more: Any) -> AnalysisResult:
    parameters = {"norm": COUNCIL, "trigger": ["melding"], "answer": ["start hulp"], **more}
    return actions.ask_now(actor=actor, dataset=version.dataset, key="normen", parameters=parameters)


def stale(row: AnalysisResult) -> bool:
    return queries.lines_of([row])[0].norms_changed


def test_a_result_keeps_its_norm_and_tells_when_the_table_says_something_else(
    accept: Accept, evaluation: Evaluation, researcher: User
) -> None:
    """Waterdam waits 10 days, Rietveen 30: under ten days half of those who have help keep it, under thirty all."""
    version = accept()
    first = ask(researcher, version)
    assert first.parameters["definition"]["term"] == 10
    assert not stale(first)

    change(researcher, evaluation, "plan", term=5)
    assert not stale(first)  # another norm
    change(researcher, evaluation, COUNCIL, term=30)
    assert stale(first)

    second = actions.ask_again(actor=researcher, result=first)
    actions.carry_out(second.pk)
    second.refresh_from_db()
    assert second.parameters["definition"]["term"] == 30
    assert not stale(second)
    change(researcher, evaluation, COUNCIL, seen=2, term=10)
    assert stale(second)
    assert not stale(first)


def test_a_result_from_before_there_was_a_table_rests_on_what_all_begin_with(evaluation: Evaluation) -> None:
    known = norm_table.texts(evaluation.pk)
    assert not norm_table.is_changed(known, {"norm": COUNCIL})
    other = known[COUNCIL].model_copy(update={"term": 11})
    assert norm_table.is_changed(known | {COUNCIL: other}, {"norm": COUNCIL})
    assert norm_table.is_changed({}, {"norm": COUNCIL})


def test_a_result_says_which_data_would_have_what_is_missing(
    accept: Accept, evaluation: Evaluation, researcher: User
) -> None:
    """The data have a report and a start of help, and nothing of an investigation by the council."""
    told = seals.opened(ask(researcher, accept(), trigger=[], answer=[])).result

    assert any(
        one.startswith(
            "Deze activiteiten staan niet in de gegevens: Verzoek om raadsonderzoek, Raadsonderzoek gestart."
        )
        and "komt uit de registratie van de Raad" in one
        for one in told.caveats
    )


NOT_DATED = "Vanaf welke dag deze norm geldt, is niet opgezocht: ook oudere casussen zijn eraan getoetst."


def test_a_result_says_which_time_was_judged_and_whether_the_norm_is_dated(
    accept: Accept, evaluation: Evaluation, researcher: User
) -> None:
    version = accept()
    first = seals.opened(ask(researcher, version)).result
    last = seals.opened(ask(researcher, version, norm="startbericht", trigger=[], answer=[])).result
    stops = seals.opened(ask(researcher, version, norm="stopbericht", trigger=[], answer=[])).result

    told = "Beoordeeld is alleen de eerste keer per casus. Begon de termijn vaker, dan telt de rest niet mee."
    every = "Beoordeeld is elke keer, naar de dag waarop die keer zelf is vastgelegd."
    assert told in first.caveats
    assert NOT_DATED in first.caveats
    assert NOT_DATED not in last.caveats
    assert any(one.startswith(every) for one in last.caveats)
    assert any("toen dit was vastgelegd: Toegewezen." in one for one in last.caveats)
    assert any(one.startswith("Na Tijdelijk gestopt kan de termijn later zijn begonnen") for one in stops.caveats)
    assert {row["what"]: row["value"] for row in rows(first, "norm")}["geldt vanaf"] == "niet opgezocht"
    shown = {row["what"]: row["value"] for row in rows(last, "norm")}
    assert (shown["geldt vanaf"], shown["telt vanaf vastlegging van"]) == ("03-04-2023", "Toegewezen")


def test_what_a_norm_counts_from_goes_along_in_every_way_of_writing(
    evaluation: Evaluation, researcher: User, tmp_path: Path
) -> None:
    norm = actions.add_norm(actor=researcher, evaluation=evaluation, content=OWN | OF_ITSELF, reason=REASON)
    text = norm_table.texts(evaluation.pk)[norm.key]
    (tmp_path / "normen.csv").write_bytes(norm_file.csv([text]))

    assert (text.counts_from, text.unsure_after) == (("toegewezen", "a, b"), ("pauze",))
    assert norm_file.read(tmp_path / "normen.csv") == {norm.key: text}
    assert NormText.of(text.norm()) == text
    known = {norm.key: text}
    assert norm_table.is_changed(known, {"norm": norm.key, "definition": text.model_dump() | {"counts_from": ()}})


def test_where_the_data_have_a_norm_changes_no_verdict(evaluation: Evaluation) -> None:
    """Neither does a field that a norm did not have when the result was made."""
    known = norm_table.texts(evaluation.pk)
    said = known[COUNCIL].model_dump(mode="json")
    del said["found_in"]

    assert not norm_table.is_changed(known, {"norm": COUNCIL, "definition": said})
    assert norm_table.is_changed(known, {"norm": COUNCIL, "definition": said | {"term": 11}})


def test_nobody_brings_a_norm_of_their_own_under_the_name_of_the_table(
    accept: Accept, evaluation: Evaluation, researcher: User
) -> None:
    forged = norm_table.texts(evaluation.pk)[COUNCIL].model_copy(update={"term": 999})
    row = ask(researcher, accept(), definition=forged.model_dump(mode="json"))
    assert row.parameters["definition"]["term"] == 10

    with pytest.raises(InputError) as caught:
        filled_in({}, {"norm": "verzonnen"})
    assert str(sentence(caught.value)).startswith("Er staat geen norm “verzonnen” in de tabel.")


def test_the_screens(client_of: Login, evaluation: Evaluation, researcher: User, accept: Accept) -> None:
    browser = client_of(researcher)
    shown = browser.get(reverse("analyses:norms", args=[evaluation.pk])).content.decode()
    assert shown.index("Wettelijke norm") < shown.index("Afspraak") < shown.index("Richtlijn")
    number = number_of(evaluation, COUNCIL)
    address = reverse("analyses:change_norm", args=[evaluation.pk, number])
    form = browser.get(address).context["form"].initial | {"term": 12, "reason": REASON, "breaks": "", "extends": ""}
    form |= {name: "\n".join(form[name]) for name in ("trigger", "answer")}
    form |= {"closed": "\n".join(CLOSED), "unit": "working_days"}
    form |= {"counts_from": "Verzoek ontvangen\nVerzoek aangevuld", "unsure_after": "Aangehouden"}

    response = browser.post(address, {name: value for name, value in form.items() if value not in (None, False)})

    assert response["Location"] == reverse("analyses:norm", args=[evaluation.pk, number])
    page = browser.get(response["Location"]).content.decode()
    assert "12 werkdagen" in page
    assert "Verzoek ontvangen, Verzoek aangevuld" in page
    assert "Aangehouden" in page
    assert "geldigheid niet opgezocht" in page
    assert CLOSED[0] in page
    assert "Goede Vrijdag is geen werkdag." in page
    assert "eigen gesloten dagen" in browser.get(reverse("analyses:norms", args=[evaluation.pk])).content.decode()
    assert "de start van het onderzoek staat in geen bericht van CORV" in page
    assert "10 kalenderdagen" in page
    assert REASON in page
    accept()
    asking = browser.get(reverse("analyses:ask", args=[evaluation.pk, "normen"])).content.decode()
    assert "(12 werkdagen, Raad voor de Kinderbescherming)" in asking
    ended = browser.post(
        reverse("analyses:end_norm", args=[evaluation.pk, number]),
        {"seen": 2, "valid_until": "2025-01-01", "reason": REASON},
    )
    assert "geldt vandaag niet" in browser.get(ended["Location"]).content.decode()
    like = browser.get(reverse("analyses:add_norm", args=[evaluation.pk]) + f"?als={number}")
    assert like.context["form"].initial["valid_until"] is None


def test_a_table_of_ones_own_on_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    log, table = tmp_path / "keten.parquet", tmp_path / "normen.csv"
    eventlog.write(planted.table(), log)
    table.write_bytes(norm_file.csv([NormText.model_validate(OWN | {"key": "hulp"})]))
    columns = ["--case", "case", "--activity", "activity", "--time", "time"]

    assert cli.main(["analyse", "normen", "--file", str(log), *columns, "--norms", str(table), "--json"]) == 0

    result = Result.from_json(json.loads(capsys.readouterr().out))
    assert "Norm (afspraak): Hulp gestart na de melding, binnen 20 kalenderdagen" in result.sentences[0]
    (cohort,) = rows(result, "cohorts")
    assert (cohort["cases"], cohort["met"], cohort["not_met"]) == (41, 18, 22)


CLOSED = ("24-12-2024 t/m 01-01-2025: kerstsluiting (fictief)", "2025-03-14: studiedag (fictief)")


def test_closed_days_go_along_in_every_way_of_writing(tmp_path: Path) -> None:
    text = NormText.model_validate(
        OWN | {"key": "hulp", "unit": "working_days", "closed": CLOSED, "good_friday": False, "liberation_day": "5"}
    )
    (tmp_path / "normen.csv").write_bytes(norm_file.csv([text]))

    assert norm_file.read(tmp_path / "normen.csv") == {"hulp": text}
    workdays = text.norm().workdays
    assert len(workdays.closed) == 10
    assert (workdays.good_friday, workdays.liberation_day_every) == (False, 5)
    assert NormText.of(text.norm()).norm() == text.norm()


@pytest.mark.parametrize(
    "line",
    ["24-12-2024", "24-12-2024:", "31-12-2024 t/m 24-12-2024: kerst", "30-02-2025: kerst", "24-12-2024 t/m: kerst",
     "kerst: 24-12-2024", "01-01-2024 t/m 01-01-2026: jaren", "24-12-24: kerst"],
)  # fmt: skip
def test_a_line_that_is_no_closed_day(evaluation: Evaluation, researcher: User, tmp_path: Path, line: str) -> None:
    with pytest.raises(InputError) as caught:
        actions.add_norm(
            actor=researcher, evaluation=evaluation, content=OWN | {"closed": (CLOSED[0], line)}, reason=REASON
        )
    assert caught.value.where == "closed"
    assert str(sentence(caught.value)) == (
        f"“{line}” is geen gesloten dag. Schrijf een dag of een reeks van hoogstens een jaar, een dubbele punt en de "
        "reden, zoals 24-12-2026 t/m 31-12-2026: kerstsluiting."
    )
    assert not NormRow.objects.exists()
    columns = [one for one in norm_file.HEADINGS.values() if one != "gesloten dagen"]
    row = norm_file.csv([NormText.model_validate(OWN | {"key": "hulp"})]).decode("utf-8-sig").splitlines()[1]
    (tmp_path / "normen.csv").write_text(
        f"{';'.join(columns)};gesloten dagen\n{_without(row, 'closed')};{line}\n", "utf-8"
    )
    with pytest.raises(InputError) as caught:
        norm_file.read(tmp_path / "normen.csv")
    assert str(sentence(caught.value)).startswith("Rij 2: “gesloten dagen” ontbreekt of is niet te lezen.")


def _without(row: str, name: str) -> str:
    cells = row.split(";")
    del cells[list(norm_file.HEADINGS).index(name)]
    return ";".join(cells)


def test_a_norm_with_a_calendar_of_its_own_is_counted_by_it(
    accept: Accept, evaluation: Evaluation, researcher: User
) -> None:
    """Help starts ten or thirty days after the report; where the whole year is closed no term ends in time."""
    version = accept()
    change(researcher, evaluation, COUNCIL, unit="working_days", term=7)
    strict = seals.opened(ask(researcher, version)).result
    change(researcher, evaluation, COUNCIL, seen=2, closed=("01-01-2025 t/m 30-12-2025: heel het jaar (fictief)",))
    closed = seals.opened(ask(researcher, version)).result

    met = [rows(one, "cohorts")[0]["met"] for one in (strict, closed)]
    assert met[0] < met[1] == 36
    told = {row["what"]: row["value"] for row in rows(closed, "norm")}
    assert told["kalender"] == (
        "werkdagen; Goede Vrijdag is vrij; 5 mei is elk jaar vrij; "
        "gesloten: 01-01-2025 t/m 30-12-2025 (heel het jaar (fictief))"
    )
    assert f"Kalender: {told['kalender']}." in closed.sentences
    assert not any(one.startswith("Kalender") for one in strict.sentences)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("sleutel;kleur\na;b\n", "“kleur” is geen kolom van een normentabel."),
        ("sleutel;norm\na;b\n", "Rij 2: “wie” ontbreekt of is niet te lezen."),
    ],
)
def test_a_table_that_cannot_be_read_says_where(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "normen.csv").write_text(text, "utf-8")

    with pytest.raises(InputError) as caught:
        norm_file.read(tmp_path / "normen.csv")
    assert str(sentence(caught.value)).startswith(said)
