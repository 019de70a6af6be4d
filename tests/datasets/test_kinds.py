"""Datasets that are no event log: the same door, report, decision and end."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest

from sluitend.apps.datasets import actions, queries
from sluitend.apps.datasets.kinds import KINDS, RELATIONS, SERIES
from sluitend.apps.datasets.mapping import Named, Roles, guessed, suggested
from sluitend.apps.datasets.models import DatasetKind, DatasetVersion, VersionState
from sluitend.apps.datasets.report import lines_of
from sluitend.apps.datasets.store import open_columns
from sluitend.apps.datasets.views.showing import shown_lines
from sluitend.apps.datasets.wording import refusal_of
from sluitend.apps.design.models import Evaluation
from sluitend.apps.people.models import User
from sluitend.engines.chain import answers_of
from sluitend.engines.chain.remarks import LEVELS, Code
from sluitend.errors import InputError
from sluitend.web.wording import sentence
from tests.datasets.conftest import done, files_on_disk
from tests.datasets.near import GOOD, about
from tests.on_disk import files_with

CANARY = "Wijkteam Kanarie (fictief)"
ANSWERS = (
    "organisatie,over,samenwerking,vertrouwen,subregio,respondent\n"
    f"{CANARY},GI Waterrijk (fictief),2,7,Oost,r1\n"
    f"{CANARY},GI Waterrijk (fictief),3,8,Oost,r2\n"
    f"GI Waterrijk (fictief),{CANARY},1,,Oost,r3\n"
    f"GI Waterrijk (fictief),{CANARY},1,6,Oost,r4\n"
)
VALUES = "maand,gemeente,aantal,noemer\n" + "".join(
    f"2025-{month:02},Waterdam,{20 + month},100\n" for month in range(1, 13)
)
Take = Callable[..., DatasetVersion]


@pytest.fixture
def take(evaluation: Evaluation, researcher: User) -> Take:
    """``take(kind, content)``: taken in and read."""

    def taken(kind: DatasetKind, content: str, filename: str = "tabel.csv") -> DatasetVersion:
        file = io.BytesIO(content.encode())
        return done(
            actions.take_in(
                actor=researcher, evaluation=evaluation, file=file, filename=filename, about=about(), kind=kind
            )
        )

    return taken


@pytest.fixture
def reported(take: Take, researcher: User) -> Take:
    """``reported(kind, content)``: mapped as it is guessed, and checked."""

    def checked(kind: DatasetKind, content: str) -> DatasetVersion:
        version = take(kind, content)
        roles = guessed(open_columns(version), KINDS[kind])
        return done(actions.map_columns(actor=researcher, version=version, roles=roles))

    return checked


@pytest.mark.django_db(transaction=True)
def test_a_questionnaire_becomes_answers_that_the_engine_reads(reported: Take, researcher: User, apart: None) -> None:
    version = actions.accept(actor=researcher, version=reported(DatasetKind.RELATIONS, ANSWERS))

    assert (version.state, version.events, version.cases) == (VersionState.ACCEPTED, 4, 2)
    with queries.opened_table(version) as table:
        found = answers_of(table)
    assert [(one.organisation, one.intensity, one.trust, one.group) for one in found][:3] == [
        (CANARY, 2, 7.0, "Oost"),
        (CANARY, 3, 8.0, "Oost"),
        ("GI Waterrijk (fictief)", 1, None, "Oost"),
    ]
    assert "respondent" not in table.column_names
    assert [path.name for path in files_on_disk()] == [Path(version.steps_path).name]


@pytest.mark.django_db(transaction=True)
def test_a_series_becomes_values_per_period(reported: Take, researcher: User) -> None:
    version = actions.accept(actor=researcher, version=reported(DatasetKind.SERIES, VALUES))

    with queries.opened_table(version) as table:
        rows = table.to_pylist()
    assert (version.events, version.cases) == (12, 1)
    assert [row["value"] for row in rows] == [float(20 + month) for month in range(1, 13)]
    assert {row["unit"] for row in rows} == {"month"}


@pytest.mark.django_db(transaction=True)
def test_nothing_that_somebody_answered_stands_readable(reported: Take, researcher: User) -> None:
    version = actions.accept(actor=researcher, version=reported(DatasetKind.RELATIONS, ANSWERS))

    assert files_with(b"Kanarie") == []
    assert "Kanarie" not in str(DatasetVersion.objects.filter(pk=version.pk).values())


@pytest.mark.django_db(transaction=True)
def test_columns_are_guessed_by_kind_and_remembered_by_kind(take: Take, evaluation: Evaluation) -> None:
    version = take(DatasetKind.RELATIONS, ANSWERS)
    columns = open_columns(version)

    assert guessed(columns, RELATIONS) == Named(
        {
            "respondent": "respondent",
            "about": "over",
            "trust": "vertrouwen",
            "group": "subregio",
            "intensity": "samenwerking",
            "organisation": "organisatie",
        }
    )
    said = Named({"organisation": "over", "about": "organisatie", "intensity": "samenwerking"}, ("geen idee",))
    actions.map_columns(actor=version.made_by, version=version, roles=said)

    assert suggested(evaluation, take(DatasetKind.RELATIONS, ANSWERS + "a,b,1,,,\n"), columns) == said
    assert suggested(evaluation, take(DatasetKind.SERIES, ANSWERS + "a,b,2,,,\n"), columns) != said


@pytest.mark.django_db(transaction=True)
def test_an_error_waits_for_a_reason_and_its_rows_stay_out(reported: Take, researcher: User) -> None:
    version = reported(DatasetKind.RELATIONS, ANSWERS + "Alleen (fictief),Alleen (fictief),2,,Oost,r9\n")

    lines = shown_lines(version, lines_of(version))
    assert (lines[0].code, lines[0].column_name, lines[0].rows, lines[0].blocks) == ("itself", "over", (6,), True)
    assert str(lines[0].consequence) == "Deze rijen blijven buiten analyses, ook als u dit doorlaat."
    with pytest.raises(InputError, match=r"datasets\.errors_left"):
        actions.accept(actor=researcher, version=version)
    actions.waive(actor=researcher, version=version, code="itself", column="about", reason="Tikfout van de invuller")
    assert actions.accept(actor=researcher, version=version).events == 4


@pytest.mark.django_db(transaction=True)
def test_the_door_is_the_same(take: Take) -> None:
    bsn = "organisatie,over,mate,bsn\n" + "".join(
        f"A{row},B,2,{number}\n" for row, number in enumerate(("111222333", "123456782", "999990019"))
    )

    version = take(DatasetKind.RELATIONS, bsn)

    assert version.state == VersionState.REFUSED
    assert "Kolom 4 bevat burgerservicenummers (BSN)." in refusal_of(version)
    assert files_on_disk() == []


@pytest.mark.django_db(transaction=True)
def test_only_a_log_comes_as_xes(take: Take) -> None:
    with pytest.raises(InputError) as refused:
        take(DatasetKind.SERIES, "<log/>", "log.xes")

    assert sentence(refused.value) == ("Zo’n tabel komt als csv, csv.gz, xlsx of Parquet. Kies zo’n bestand.")


@pytest.mark.django_db(transaction=True)
def test_a_table_without_one_good_row_asks_for_its_columns_again(reported: Take) -> None:
    version = reported(DatasetKind.SERIES, "maand,aantal\nooit,3\n")

    assert version.state == VersionState.MAPPING
    assert refusal_of(version) == "Geen van de 1 rijen is te gebruiken. Kies de kolommen opnieuw."


@pytest.mark.django_db(transaction=True)
def test_what_is_needed_of_a_kind_is_asked_for(take: Take, researcher: User) -> None:
    version = take(DatasetKind.SERIES, VALUES)

    with pytest.raises(InputError, match=r"datasets\.no_value_column"):
        actions.map_columns(actor=researcher, version=version, roles=Named({"period": "maand"}))
    with pytest.raises(ValueError, match="another kind"):
        actions.map_columns(actor=researcher, version=version, roles=Roles("maand", "gemeente", "maand"))


@pytest.mark.django_db(transaction=True)
def test_a_newer_delivery_is_held_against_the_one_in_use(reported: Take, researcher: User) -> None:
    first = actions.accept(actor=researcher, version=reported(DatasetKind.RELATIONS, ANSWERS))
    newer = ANSWERS.replace("GI Waterrijk (fictief),2", "GI Nieuw (fictief),2")

    version = done(
        actions.take_in_version(
            actor=researcher, dataset=first.dataset, file=io.BytesIO(newer.encode()), filename="tabel.csv"
        )
    )
    version = done(
        actions.map_columns(actor=researcher, version=version, roles=guessed(open_columns(version), RELATIONS))
    )

    new = [line.remark for line in lines_of(version) if line.remark.code is Code.NEW_VALUE]
    assert [(one.column, one.count) for one in new] == [("about", 1)]


@pytest.mark.django_db(transaction=True)
def test_all_of_it_goes_with_the_dataset(reported: Take, researcher: User, leader: User) -> None:
    version = actions.accept(actor=researcher, version=reported(DatasetKind.RELATIONS, ANSWERS))

    actions.remove_dataset(actor=leader, dataset=version.dataset, reason="not_needed")

    version.refresh_from_db()
    assert (version.state, version.steps_path, version.wrapped_key) == (VersionState.DESTROYED, "", None)
    assert files_on_disk() == []


def test_every_role_is_looked_for() -> None:
    assert {*KINDS} == {*DatasetKind}
    for one in (RELATIONS, SERIES):
        assert sorted(one.guessing) == sorted(one.keys)


def test_every_remark_has_words() -> None:
    from sluitend.apps.datasets.remark_words import REMARKS  # noqa: PLC0415

    assert {*REMARKS} == {*Code} == {*LEVELS}


def test_a_log_is_guessed_as_before() -> None:
    columns = [
        {"name": name, "filled": 4, "values": 2, "dates": name == "tijd"} for name in GOOD.split("\n", 1)[0].split(",")
    ]

    assert guessed(columns) == Roles("zaak", "activiteit", "tijd", "organisatie", attributes=("gemeente",))
