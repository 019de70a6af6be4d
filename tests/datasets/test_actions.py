"""A file comes in, is read, named, checked, decided on, and destroyed."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from django.utils import timezone

from sluitend.apps.datasets import actions, queries, store
from sluitend.apps.datasets.mapping import Roles, guessed, suggested
from sluitend.apps.datasets.models import Dataset, DatasetVersion, VersionState
from sluitend.apps.datasets.report import lines_of
from sluitend.apps.datasets.wording import refusal_of
from sluitend.apps.fieldwork.models import DestructionStatement
from sluitend.apps.people.models import AuditEvent, User
from sluitend.engines.chain.remarks import Code
from sluitend.errors import InputError, NotAllowed, NotFound
from sluitend.formats import eventlog
from sluitend.web.wording import sentence
from sluitend.work import events_process
from tests.datasets.conftest import done, files_on_disk
from tests.datasets.near import CANARY, GOOD, HEAD, ROLES, TWICE, about
from tests.on_disk import files_with

Make = Callable[..., DatasetVersion]
EPOCH = date(1970, 1, 1)
# Eleven-test: 111222333 and 123456782 are the usual examples of a BSN that passes; these are of nobody.
BSN = "zaak,bsn,activiteit,tijd\n" + "".join(
    f"z{row},{bsn},Aanmelding,2025-01-0{row}\n" for row, bsn in enumerate(("111222333", "123456782", "999990019"), 1)
)


@pytest.mark.django_db(transaction=True)
def test_a_good_file_becomes_a_log_that_can_be_asked(report: Make, researcher: User, apart: None) -> None:
    version = report()

    actions.accept(actor=researcher, version=version)

    version.refresh_from_db()
    assert version.state == VersionState.ACCEPTED
    assert (version.events, version.cases) == (4, 2)
    assert version.raw_sha256 == hashlib.sha256(GOOD.encode()).hexdigest()
    with queries.opened(version) as log:
        assert log.summary().handovers == 2
        assert log.where(gemeente="Rietveen").summary().cases == 1
        folder = log.coded.steps
        assert isinstance(folder, Path)
    assert not folder.exists()
    assert [path.name for path in files_on_disk()] == [Path(version.steps_path).name]


@pytest.mark.django_db(transaction=True)
def test_acceptance_destroys_the_file_and_says_so(accepted: Make) -> None:
    version = accepted()

    assert (version.raw_path, version.sealed_columns, version.sealed_filename) == ("", None, None)
    assert version.raw_destroyed_reason == "accepted"
    lines = DestructionStatement.objects.get().lines
    assert [(one["kind"], one["object"], one["sha256"]) for one in lines] == [
        ("datasets.removed_file", "D1/1", version.raw_sha256)
    ]


@pytest.mark.django_db(transaction=True)
def test_nothing_of_a_case_stands_readable(accepted: Make) -> None:
    version = accepted()

    assert files_with(CANARY.encode()) == []
    assert CANARY not in str(list(AuditEvent.objects.values()))
    assert CANARY not in str(DatasetVersion.objects.filter(pk=version.pk).values())


@pytest.mark.django_db
def test_columns_are_guessed_and_then_remembered(take_in: Make, researcher: User) -> None:
    first = done(take_in())
    guessed = suggested(first.dataset.evaluation, first, store.open_columns(first))
    said = Roles("zaak", "organisatie", "tijd", missing=("EMPTY",))
    done(actions.map_columns(actor=researcher, version=first, roles=said))
    second = done(take_in(GOOD + "c3,Aanmelding,2025-03-09,Wijkteam Zuid,Rietveen\n"))

    assert guessed == ROLES
    assert suggested(second.dataset.evaluation, second, store.open_columns(second)) == said


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "value", "code"),
    [("case", "", "datasets.no_case_column"), ("time", "", "datasets.no_time_column"),
     ("resource", "zaak", "datasets.role_twice"), ("activity", "iets anders", "datasets.unknown_column")],
)  # fmt: skip
def test_columns_that_cannot_be_used_are_refused(
    take_in: Make, researcher: User, name: str, value: str, code: str
) -> None:
    version = done(take_in())

    with pytest.raises(InputError) as caught:
        actions.map_columns(actor=researcher, version=version, roles=replace(ROLES, **{name: value}))

    assert caught.value.code == code


@pytest.mark.django_db(transaction=True)
def test_identifying_columns_are_refused_and_destroyed(take_in: Make, apart: None) -> None:
    version = done(take_in(BSN))

    assert version.state == VersionState.REFUSED
    assert version.raw_destroyed_reason == "identifying"
    assert version.wrapped_key is None
    assert files_on_disk() == []
    assert refusal_of(version) == (
        "Kolom 2 bevat burgerservicenummers (BSN). Het bestand is vernietigd: zulke gegevens komen hier niet binnen. "
        "Laat wie de gegevens beheert op de eigen computer eerst “sluitend prepare” uitvoeren. Dat vervangt nummers "
        "van casussen door sleutels en haalt weg wat zegt wie iemand is; voeg daarna toe wat dat oplevert."
    )


@pytest.mark.django_db
def test_a_file_without_names_of_columns_is_refused(take_in: Make) -> None:
    version = done(take_in(GOOD.removeprefix(HEAD)))

    assert (version.state, version.refusal_code) == (VersionState.REFUSED, "events.no_names")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("content", "filename", "code"),
    [(b"", "leeg.csv", "eventlog.empty"), (GOOD.encode(), "keten.docx", "datasets.unsupported")],
)
def test_what_need_not_be_read_leaves_nothing(take_in: Make, content: bytes, filename: str, code: str) -> None:
    with pytest.raises(InputError) as caught:
        take_in(content, filename)

    assert caught.value.code == code
    assert not Dataset.objects.exists()
    assert files_on_disk() == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("content", "filename"), [(b"PAR1 en dan niets", "keten.parquet"), (b"\x1f\x8b123", "k.csv.gz")]
)
def test_a_damaged_file_is_refused_and_destroyed(take_in: Make, content: bytes, filename: str) -> None:
    version = done(take_in(content, filename))

    assert (version.state, version.refusal_code) == (VersionState.REFUSED, "eventlog.damaged")
    assert files_on_disk() == []


@pytest.mark.django_db
def test_the_same_file_comes_in_once(take_in: Make) -> None:
    take_in()

    with pytest.raises(InputError) as caught:
        take_in()

    assert sentence(caught.value) == "Dit bestand staat al in deze evaluatie, als D1. Het is niet nog eens toegevoegd."
    assert Dataset.objects.count() == 1


@pytest.mark.django_db
def test_an_error_blocks_until_somebody_lets_it_pass(report: Make, researcher: User) -> None:
    version = report(TWICE)

    with pytest.raises(InputError) as caught:
        actions.accept(actor=researcher, version=version)
    with pytest.raises(InputError) as reasonless:
        actions.waive(actor=researcher, version=version, code="twice", column="", reason="  ")
    actions.waive(actor=researcher, version=version, code="twice", column="", reason="Twee toewijzingen op één dag.")
    actions.accept(actor=researcher, version=version)

    assert (caught.value.code, caught.value.data) == ("datasets.errors_left", {"count": 1})
    assert reasonless.value.code == "datasets.no_reason"
    version.refresh_from_db()
    assert version.events == 5  # what was let pass counts
    assert list(AuditEvent.objects.filter(action="datasets.waived").values_list("data__code", flat=True)) == ["twice"]


@pytest.mark.django_db
def test_a_waiver_can_be_taken_back(report: Make, researcher: User) -> None:
    version = report(TWICE)
    actions.waive(actor=researcher, version=version, code="twice", column="", reason="Mag.")

    actions.take_back_waiver(actor=researcher, version=version, code="twice", column="")

    assert [line.remark.code for line in lines_of(version) if line.blocks] == ["twice"]


@pytest.mark.django_db
def test_only_errors_of_the_report_can_pass(report: Make, researcher: User) -> None:
    version = report()

    with pytest.raises(InputError) as caught:
        actions.waive(actor=researcher, version=version, code="twice", column="", reason="Mag.")

    assert caught.value.code == "datasets.no_such_error"


@pytest.mark.django_db
def test_rows_that_are_no_events_stay_out(report: Make, researcher: User) -> None:
    bad = GOOD + ",Aanmelding,2025-03-04,,\nc3,,2025-03-04,,\nc3,Aanmelding,,,\nc3,Aanmelding,31-02-2025,,\n"

    version = report(bad)

    found = {line.remark.code: line.remark.rows for line in lines_of(version) if line.is_error}
    assert found == {"no_case": (6,), "no_activity": (7,), "no_time": (8,), "bad_time": (9,)}
    assert (version.events, version.cases) == (4, 2)


@pytest.mark.django_db
def test_times_in_two_ways_ask_for_other_columns(report: Make, apart: None) -> None:
    version = report(GOOD + ",Aanmelding,2025-03-04,,\nc3,Aanmelding,2025-03-09 10:00,Wijkteam Zuid,Rietveen\n")

    assert version.state == VersionState.MAPPING
    assert (version.refusal_code, version.refusal_data) == ("eventlog.mixed_times", {"row": 2, "other": 7})


@pytest.mark.django_db
def test_words_for_not_known_are_no_resources(report: Make) -> None:
    version = report(GOOD + "NA,Aanmelding,2025-03-09,EMPTY,Rietveen\n", replace(ROLES, missing=("EMPTY", "NA")))

    with queries.opened(version) as log:
        assert (log.summary().resources, log.summary().cases) == (3, 3)  # a case may be called NA


@pytest.mark.django_db
@pytest.mark.parametrize("suffix", [".parquet", ".xes.gz", ".csv"])
def test_other_kinds_of_files_give_the_same_log(report: Make, tmp_path: Path, suffix: str) -> None:
    names = {"case": "zaak", "activity": "activiteit", "time": "tijd", "resource": "organisatie"}
    (tmp_path / "log.csv").write_text(GOOD, "utf-8")
    file = tmp_path / f"log{suffix}"
    eventlog.write(eventlog.read(tmp_path / "log.csv", **names), file)
    columns = events_process.columns(file)["columns"]

    version = report(file.read_bytes(), replace(guessed(columns), attributes=()), f"keten{suffix}")

    assert (version.refusal_code, version.events, version.cases) == ("", 4, 2)
    with queries.opened(version) as log:
        assert log.summary().handovers == 2


@pytest.mark.django_db
def test_when_it_was_recorded_is_kept_and_compared(report: Make) -> None:
    roles = Roles("zaak", "stap", "dag", registered="vastgelegd")
    rows = "k1,Aanmelding,2025-02-03,2025-02-01\nk1,Sluiting,2025-02-09,2025-03-01\nk2,Sluiting,2025-02-04,onbekend\n"

    version = report(f"zaak,stap,dag,vastgelegd\n{rows}", roles)
    unclear = report(f"zaak,stap,dag,vastgelegd\n{rows}k2,Sluiting,2025-02-04,2025-02-05 10:00\n", roles)

    assert [(one.remark.column, one.remark.rows) for one in lines_of(version) if one.remark.code == Code.BEFORE] == [
        ("registered", (2,))
    ]
    with queries.opened(version) as log:
        days = pq.read_table(log.coded.steps, columns=["registered"])["registered"].to_pylist()
    assert days == [(date(2025, 2, 1) - EPOCH).days, (date(2025, 3, 1) - EPOCH).days, None]
    assert (unclear.state, unclear.refusal_code) == (VersionState.MAPPING, "events.registered_unclear")


@pytest.mark.django_db
def test_a_reason_goes_with_what_happened(report: Make) -> None:
    head = "case,activity,time,reason,redenen\n"
    rows = "k1,Start,2025-02-01,,x\nk1,Gestopt,2025-02-09,volgens plan,x\nk2,Gestopt,2025-02-04, verhuisd ,y\n"
    file = f"{head}{rows}k3,Gestopt,2025-02-05,onbekend,y\n"

    apart = report(f"{file}k4,Start,2025-02-06,,y\n", Roles("case", "activity", "time", attributes=("reason",)))
    version = report(file, Roles("case", "activity", "time", reason="reason", missing=("onbekend",)))

    told = ["Gestopt", "Gestopt: verhuisd", "Gestopt: volgens plan", "Start"]
    assert sorted(queries.names_in(version)["activity"]) == told
    assert sorted(queries.names_in(apart)["activity"]) == ["Gestopt", "Start"]


def test_a_reason_is_guessed_by_its_own_name_only() -> None:
    columns = [{"name": name, "filled": 4, "values": 2, "dates": name == "time"} for name in (
        "case", "activity", "time", "reden", "reden aanmelding"
    )]  # fmt: skip

    assert guessed(columns) == Roles("case", "activity", "time", reason="reden", attributes=("reden aanmelding",))


@pytest.mark.django_db
def test_the_report_says_how_far_cases_can_be_told_apart(report: Make) -> None:
    alike = "".join(f"m{n},Aanmelding,2025-02-{n:02},Wijkteam Noord,Waterdam\n" for n in range(1, 12))

    version = report(HEAD + alike + "r1,Aanmelding,2025-02-03,Wijkteam Noord,Rietveen\nr1,Sluiting,2025-03-03,,\n")

    found = [(line.remark.code, line.remark.column, line.remark.count) for line in lines_of(version)]
    assert found == [("recognisable", "gemeente", 1), ("only_course", "activity", 1), ("no_resource", "resource", 1)]


@pytest.mark.django_db(transaction=True)
def test_a_newer_delivery_takes_over_once_it_is_accepted(accepted: Make, researcher: User) -> None:
    first = accepted()
    newer = GOOD + "c3,Overleg,2025-03-20,Wijkteam West,Rietveen\n"

    second = actions.take_in_version(
        actor=researcher, dataset=first.dataset, file=io.BytesIO(newer.encode()), filename="keten.csv"
    )
    done(second)
    before = queries.current_version_for(researcher, first.dataset)
    done(actions.map_columns(actor=researcher, version=second, roles=ROLES))
    actions.accept(actor=researcher, version=second)

    assert before == first
    assert queries.current_version_for(researcher, first.dataset) == second
    remarks = [line.remark for line in lines_of(DatasetVersion.objects.get(pk=second.pk))]
    assert [(one.column, one.rows) for one in remarks if one.code == Code.NEW_VALUE] == [
        ("activity", (6,)),
        ("resource", (6,)),
    ]  # values that the version in use does not have


@pytest.mark.django_db
def test_one_delivery_waits_at_a_time(take_in: Make, researcher: User) -> None:
    version = take_in()

    with pytest.raises(InputError) as caught:
        actions.take_in_version(
            actor=researcher, dataset=version.dataset, file=io.BytesIO(b"a,b\n"), filename="nieuw.csv"
        )

    assert caught.value.code == "datasets.version_open"


@pytest.mark.django_db
def test_readers_and_outsiders_see_nothing(accepted: Make, reader: User, outsider: User) -> None:
    dataset = accepted().dataset

    with pytest.raises(NotAllowed):
        queries.datasets_for(reader, dataset.evaluation)
    with pytest.raises(NotFound):
        queries.dataset_for(outsider, dataset.evaluation, 1)


@pytest.mark.django_db
def test_retention_lies_ahead(take_in: Make, researcher: User) -> None:
    version = take_in()

    with pytest.raises(InputError) as caught:
        actions.change_dataset(
            actor=researcher, dataset=version.dataset, about=about(retain_until=timezone.localdate())
        )

    assert caught.value.code == "datasets.retention_past"
