"""Whole folders at once, from the command line; the real documents when they are there."""

from __future__ import annotations

from pathlib import Path

import pytest

from sluitend.apps.design.models import Evaluation
from sluitend.apps.people.models import User
from sluitend.apps.sources import actions, queries
from sluitend.apps.sources.models import Source, Upload
from sluitend.errors import InputError
from tests.sources.conftest import files_on_disk

PUBLIC = {"kind": "document", "is_public": True}
REAL = Path(__file__).parents[2] / "../shared/real/documents"


def lines(actor: User, evaluation: Evaluation, *paths: Path) -> list[str]:
    outcomes = actions.import_paths(actor=actor, evaluation=evaluation, paths=paths, attributes=PUBLIC)
    return [outcome.line for outcome in outcomes]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "plan.md").write_text("# Plan\n\nSamen.", "utf-8")
    (tmp_path / "a.txt").write_text("Eén gesprek.", "cp1252")
    (tmp_path / "kopie.txt").write_text("Eén gesprek.", "cp1252")
    (tmp_path / "leeg.txt").write_bytes(b"")
    (tmp_path / ".verborgen.txt").write_text("niet voor u")
    (tmp_path / "~$a.docx").write_text("slot van Word")
    (tmp_path / "link.txt").symlink_to(tmp_path / "a.txt")
    return tmp_path


def test_a_folder_comes_in_with_one_line_a_file(folder: Path, evaluation: Evaluation, researcher: User) -> None:
    assert lines(researcher, evaluation, folder) == [
        "S1 a.txt",
        "S2 plan.md",
        "kopie.txt: overgeslagen, staat al in deze evaluatie als S1.",
        "leeg.txt: niet ingelezen. Dit bestand is leeg. Controleer of u het juiste bestand hebt gekozen.",
    ]
    assert [source.title for source in Source.objects.all()] == ["a", "Plan"]
    assert queries.upload_results_for(researcher, evaluation) == []


def test_only_what_is_refused_needs_mending(folder: Path, evaluation: Evaluation, researcher: User) -> None:
    outcomes = actions.import_paths(actor=researcher, evaluation=evaluation, paths=[folder], attributes=PUBLIC)

    assert [(outcome.number, outcome.refused) for outcome in outcomes] == [
        (1, False),
        (2, False),
        (1, False),
        (None, True),
    ]


def test_a_second_time_adds_nothing(folder: Path, evaluation: Evaluation, researcher: User) -> None:
    lines(researcher, evaluation, folder)
    before = (Source.objects.count(), files_on_disk())

    lines(researcher, evaluation, folder)

    assert (Source.objects.count(), files_on_disk()) == before


def test_a_path_that_is_not_there(tmp_path: Path, evaluation: Evaluation, researcher: User) -> None:
    with pytest.raises(InputError) as error:
        lines(researcher, evaluation, tmp_path / "weg")

    assert error.value.code == "sources.no_such_path"
    assert not Upload.objects.exists()


@pytest.mark.skipif(not REAL.exists(), reason="the real documents (../shared) are not here")
def test_the_real_documents_come_in_whole(evaluation: Evaluation, researcher: User) -> None:
    outcomes = list(actions.import_paths(actor=researcher, evaluation=evaluation, paths=[REAL], attributes=PUBLIC))

    assert [outcome.line for outcome in outcomes if outcome.refused] == []
    law = Source.objects.get(original__media_type="text/markdown", title="Jeugdwet")
    written = (REAL / "Jeugdwet.md").read_text("utf-8")
    text = queries.version_text(law.versions.get())
    assert len(text) > 230_000
    assert text == written.rstrip()
    assert {source.original.media_type for source in Source.objects.select_related("original")} == {
        "text/plain",
        "text/markdown",
        "application/pdf",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    }
