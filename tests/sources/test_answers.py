"""Open answers: a table is told what its columns hold, and becomes one source with a speaker a row."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from sluitend.apps.design import actions as design
from sluitend.apps.design.models import Evaluation, PlaceKind
from sluitend.apps.people.models import AuditEvent, User
from sluitend.apps.sources import actions, queries
from sluitend.apps.sources.actions.answering import drop_old_answers
from sluitend.apps.sources.actions.importing_answers import import_answers
from sluitend.apps.sources.answers.plan import Role, Value, open_preview
from sluitend.apps.sources.answers.signs import personal_sign
from sluitend.apps.sources.models import (
    AnswerMemory,
    AnswerPlan,
    GroundKind,
    ReleaseGround,
    Source,
    SourceKind,
    Speaker,
    Upload,
    UploadState,
)
from sluitend.errors import InputError, NotAllowed, NotFound
from sluitend.work import runs
from sluitend.work.models import Run
from tests.clearing import open_gate
from tests.formats.answer_files import write_xlsx
from tests.sources.conftest import data_folder_holds, files_on_disk

HEAD = ("Respondentnummer", "E-mailadres", "Functie", "Gemeente", "Wat gaat er goed?", "Wat kan er beter?")
ROWS = (
    ("A1", "canarie@voorbeeld.invalid", "Ouder (fictief)", "Voorbeeldstad", "Het wijkteam luistert echt.", ""),
    ("A2", "twee@voorbeeld.invalid", "School (fictief)", "Fictieveen", "Kort overleg; altijd bereikbaar.", "Wachttijd"),
    ("A3", "drie@voorbeeld.invalid", "ouder (fictief)", "", "", ""),
    ("A4", "vier@voorbeeld.invalid", "School (fictief)", "Voorbeeldstad", "", "Te veel mensen aan tafel, zei iemand."),
)
ROLES = (Role.KEY, Role.LEAVE_OUT, Role.PERSPECTIVE, Role.PLACE, Role.QUESTION, Role.QUESTION)

Bring = Callable[..., AnswerPlan]


def table(rows: Sequence[Sequence[str]] = ROWS, head: Sequence[str] = HEAD) -> io.BytesIO:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=";").writerows([head, *rows])
    return io.BytesIO(text.getvalue().encode("cp1252"))


@pytest.fixture
def bring(evaluation: Evaluation, researcher: User) -> Bring:
    """``bring()``: the table above, looked at; the evaluation knows one place of it."""
    design.add_places(actor=researcher, evaluation=evaluation, names=["Voorbeeldstad"], kind=PlaceKind.OTHER)

    def brought(file: io.BytesIO | None = None, filename: str = "antwoorden.csv") -> AnswerPlan:
        return actions.take_in_answers(actor=researcher, evaluation=evaluation, file=file or table(), filename=filename)

    return brought


@pytest.fixture
def answered(bring: Bring, evaluation: Evaluation, researcher: User) -> Source:
    """The table above as a source."""
    row = bring()
    unknown = actions.place_columns(actor=researcher, row=row, roles=ROLES)
    values: dict[str, dict[str, Value]] = {
        role: {**actions.make_values(actor=researcher, evaluation=evaluation, role=role, names=names)}
        for role, names in unknown.items()
    }
    upload = actions.start_reading(actor=researcher, row=row, values=values)
    runs.drain()
    upload.refresh_from_db()
    assert upload.source is not None, upload.refusal_code
    return upload.source


def test_the_columns_are_looked_at_and_guessed(
    bring: Bring, researcher: User, client_of: Callable[..., Client]
) -> None:
    row = bring()

    columns = open_preview(row).columns
    page = client_of(researcher).get(_url("answer_columns", row)).content.decode()

    assert [column.filled for column in columns] == [4, 4, 4, 3, 2, 2]
    assert [column.sign for column in columns] == ["", "email", "", "", "", ""]
    assert "Lijkt op e-mailadressen: laat weg, tenzij u een reden heeft." in page
    assert "canarie@" not in page
    chosen = [part.split('"')[0] for part in page.split('<option value="')[1:] if "selected" in part.split(">")[0]]
    assert chosen == ["key", "leave_out", "perspective", "place", "question", "question"]


def _url(name: str, row: AnswerPlan) -> str:
    return reverse(f"sources:{name}", args=[row.upload.evaluation_id, row.upload_id])


def test_answers_become_one_source_with_a_speaker_a_row(answered: Source, researcher: User) -> None:
    version = answered.versions.get()
    text = queries.version_text(version)

    views = queries.speakers_for(researcher, answered)

    assert answered.kind == SourceKind.SURVEY_ANSWERS
    assert [text[start:end] for start, end, *_ in version.turns] == [ROWS[0][4], ROWS[1][4], ROWS[1][5], ROWS[3][5]]
    assert [view.label for view in views] == ["A1", "A2", "A4"]
    assert [view.words for view in views] == [
        ["Ouder (fictief)", "Voorbeeldstad"],
        ["School (fictief)", "Fictieveen"],
        ["School (fictief)", "Voorbeeldstad"],
    ]
    assert "@" not in text


def test_nothing_can_be_read_before_release_and_nothing_is_left(answered: Source) -> None:
    assert not AnswerPlan.objects.exists()
    assert data_folder_holds("wijkteam luistert") == []
    assert data_folder_holds("canarie@voorbeeld") == []
    assert not Speaker.objects.exclude(label="").exists()
    assert "wijkteam" not in json.dumps(list(AuditEvent.objects.values_list("data", flat=True)))


def test_they_are_released_as_any_source_is(answered: Source, researcher: User, evaluation: Evaluation) -> None:
    version = answered.versions.get()
    with pytest.raises(InputError):
        actions.release_version(actor=researcher, version=version, ground=ReleaseGround.NO_PERSONAL_DATA)
    open_gate(evaluation)
    actions.set_ground(
        actor=researcher,
        source=answered,
        kind=GroundKind.ANONYMOUS,
        reason="Zonder namen gevraagd (fictief).",
        revision=0,
    )

    actions.release_version(actor=researcher, version=version, ground=ReleaseGround.NO_PERSONAL_DATA)

    assert set(answered.speakers.values_list("label", flat=True)) == {"A1", "A2", "A4"}


def test_what_was_said_is_remembered_for_the_next_file(
    answered: Source, bring: Bring, researcher: User, client_of: Callable[..., Client]
) -> None:
    memory = AnswerMemory.objects.get()
    again = bring(table([("B1", "vijf@voorbeeld.invalid", "OUDER (fictief)", "Fictieveen", "Nog een antwoord.", "")]))

    page = client_of(researcher).get(_url("answer_columns", again)).content.decode()
    unknown = actions.place_columns(actor=researcher, row=again, roles=ROLES)

    assert page.count('value="question" selected') == 2
    assert unknown == {}
    assert "Ouder" not in json.dumps([memory.roles, memory.values])
    guess = "\x1f".join((str(memory.evaluation_id), "perspective", "ouder (fictief)"))
    assert hashlib.sha256(guess.encode()).hexdigest()[:32] not in memory.values["perspective"]


def test_a_second_click_reads_nothing_twice(bring: Bring, researcher: User) -> None:
    row = bring()
    actions.place_columns(actor=researcher, row=row, roles=ROLES)
    other = AnswerPlan.objects.select_related("upload__evaluation").get()  # as its page read it, just before
    actions.start_reading(actor=researcher, row=row)

    with pytest.raises(NotFound):
        actions.start_reading(actor=researcher, row=other)

    assert Run.objects.filter(kind="sources.read").count() == 1


def test_the_pages_lead_from_file_to_source(
    bring: Bring, evaluation: Evaluation, researcher: User, client_of: Callable[..., Client], tmp_path: Path
) -> None:
    client = client_of(researcher)
    path = write_xlsx(tmp_path / "a.xlsx", ("Uitleg", (("Leeg",), ("x",))), ("Antwoorden", (HEAD, *ROWS)))
    with path.open("rb") as file:
        sent = client.post(reverse("sources:add_answers", args=[evaluation.pk]), {"table": file})
    row = AnswerPlan.objects.get()
    assert sent["Location"] == _url("answer_columns", row)

    client.post(_url("answer_columns", row), {"sheet": "1"})
    placed = client.post(_url("answer_columns", row), {f"c{index}": role for index, role in enumerate(ROLES)})
    page = client.get(placed["Location"]).content.decode()
    chosen = client.post(placed["Location"], {"v0": "new", "v1": "", "v2": "new"})
    runs.drain()

    assert placed["Location"] == _url("answer_values", row)
    assert "School (fictief)" in page
    assert chosen["Location"] == reverse("sources:add", args=[evaluation.pk])
    source = Source.objects.get()
    assert source.speakers.count() == 3
    assert evaluation.places.filter(name="Fictieveen").exists()


@pytest.mark.parametrize(
    ("roles", "sentence"),
    [
        (["leave_out"] * 6, "Kies minstens één kolom met antwoorden op een open vraag."),
        (
            ["key", "leave_out", "place", "place", "question", "question"],
            "Van “Functie” en “Gemeente” is gezegd dat ze hetzelfde bevatten. Kies een van de twee en laat de andere "
            "weg.",
        ),
    ],
)
def test_columns_that_make_no_source_are_refused(
    bring: Bring, researcher: User, client_of: Callable[..., Client], roles: list[str], sentence: str
) -> None:
    row = bring()

    page = client_of(researcher).post(_url("answer_columns", row), {f"c{i}": role for i, role in enumerate(roles)})

    assert sentence in page.content.decode()
    row.upload.refresh_from_db()
    assert row.upload.state == UploadState.MAPPING


def test_a_file_that_is_no_table_leaves_nothing(
    evaluation: Evaluation, researcher: User, client_of: Callable[..., Client]
) -> None:
    file = io.BytesIO(b"a;a\n1;2\n")
    file.name = "dubbel.csv"

    page = client_of(researcher).post(reverse("sources:add_answers", args=[evaluation.pk]), {"table": file})

    assert (
        "De kolommen A en B heten allebei “a”. Geef een van de twee in rij 1 een andere naam." in page.content.decode()
    )
    assert not Upload.objects.exists()
    assert files_on_disk() == []


def test_the_same_table_is_not_added_twice(answered: Source, bring: Bring) -> None:
    with pytest.raises(InputError) as caught:
        bring()

    assert (caught.value.code, caught.value.data) == ("sources.duplicate", {"number": answered.number})


def test_a_key_that_stands_twice_refuses_the_table(bring: Bring, researcher: User) -> None:
    row = bring(table([ROWS[0], (*ROWS[0][:4], "Nog een antwoord", "")]))
    actions.place_columns(actor=researcher, row=row, roles=ROLES)

    upload = actions.start_reading(actor=researcher, row=row)
    runs.drain()

    upload.refresh_from_db()
    assert (upload.refusal_code, upload.refusal_data) == ("answers.same_key", {"row": 3, "other": 2})
    assert not AnswerPlan.objects.exists()


def test_only_who_brought_a_table_in_sees_its_rows(
    bring: Bring, leader: User, reader: User, evaluation: Evaluation, client_of: Callable[..., Client]
) -> None:
    row = bring()

    assert client_of(leader).get(_url("answer_columns", row)).status_code == 404
    with pytest.raises(NotFound):
        actions.place_columns(actor=leader, row=row, roles=ROLES)
    with pytest.raises(NotAllowed):
        actions.take_in_answers(actor=reader, evaluation=evaluation, file=table(), filename="a.csv")


def test_a_table_is_destroyed_when_dropped_or_forgotten(bring: Bring, researcher: User) -> None:
    first, second = bring(), bring(table(ROWS[:1]))
    Upload.objects.filter(pk=second.upload_id).update(created_at=timezone.now() - timedelta(days=8))

    actions.drop_answers(actor=researcher, row=first)
    assert drop_old_answers() == 1

    assert set(Upload.objects.values_list("state", flat=True)) == {UploadState.REFUSED}
    assert files_on_disk() == []


@pytest.mark.parametrize(
    ("name", "cells", "sign"),
    [
        ("E-mailadres", ["x"], "email"),
        ("Naam", ["Jansen"], "name"),
        ("Naam van uw organisatie", ["Voorbeeld"], ""),
        ("Geboortedatum", ["1-1-2001"], "birth_date"),
        ("IP", ["x"], "ip_address"),
        ("Veld 7", ["111222333", "123456782"], "bsn"),
        ("Veld 8", ["123456789", "987654321"], ""),
        ("Veld 9", ["10.0.0.1", "2001:db8::1"], "ip_address"),
        ("Veld 10", ["een@voorbeeld.invalid"], "email"),
        ("Wat vindt u van het adres van het wijkteam?", ["Prima bereikbaar"], ""),
        ("Wat gaat er goed?", ["Bel 020-1234567 of mail een@voorbeeld.invalid voor meer uitleg hierover"], ""),
    ],
)
def test_columns_with_personal_data_are_recognised(name: str, cells: list[str], sign: str) -> None:
    assert personal_sign(name, cells) == sign


def test_a_table_is_imported_on_the_command_line(
    bring: Bring, evaluation: Evaluation, researcher: User, tmp_path: Path
) -> None:
    path = tmp_path / "antwoorden.csv"
    path.write_bytes(table().getvalue())
    columns = {"gemeente": Role.PLACE, "Wat kan er beter?": Role.QUESTION}

    with pytest.raises(InputError) as unknown:
        import_answers(actor=researcher, evaluation=evaluation, path=path, columns=columns)
    with pytest.raises(InputError) as missing:
        import_answers(actor=researcher, evaluation=evaluation, path=path, columns={"Plaats": Role.PLACE})
    upload = import_answers(actor=researcher, evaluation=evaluation, path=path, columns=columns, leave_empty=True)

    assert unknown.value.data == {"column": "Gemeente", "values": "Fictieveen"}
    assert missing.value.code == "sources.answers_no_such_column"
    assert upload.source is not None
    assert [view.words for view in queries.speakers_for(researcher, upload.source)] == [[], ["Voorbeeldstad"]]
    assert len(files_on_disk()) == 1
