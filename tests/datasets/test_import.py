"""`sluitend import events`: larger files, other kinds, and what is printed."""

from __future__ import annotations

from pathlib import Path

import pytest

from sluitend import cli
from sluitend.apps.datasets.actions import taking_in
from sluitend.apps.datasets.models import Dataset, DatasetVersion, VersionState
from sluitend.apps.design.models import Evaluation
from sluitend.apps.people.models import User
from sluitend.apps.sources import receiving
from tests.datasets.conftest import files_on_disk
from tests.datasets.near import GOOD, TWICE

ABOUT = ["--title", "Keten (fictief)", "--origin", "Regiebureau", "--licence", "Convenant", "--until", "2030-12-31"]


@pytest.fixture
def told(evaluation: Evaluation, researcher: User, tmp_path: Path, capsys: pytest.CaptureFixture[str]):  # type: ignore[no-untyped-def]
    """``told(content, *options)``: the code, and what was printed."""

    def run(content: str, *options: str, name: str = "keten.csv") -> tuple[int, str]:
        (tmp_path / name).write_text(content)
        as_ = ["--as", researcher.email, "import", "events", str(tmp_path / name)]
        code = cli.main([*as_, "--evaluation", str(evaluation.pk), *options])
        printed = capsys.readouterr()
        return code, printed.out + printed.err

    return run


@pytest.mark.django_db(transaction=True)
def test_a_log_is_taken_in_and_waits_for_a_decision(told) -> None:  # type: ignore[no-untyped-def]
    code, printed = told(TWICE, *ABOUT)

    assert code == 1
    assert printed.splitlines()[:2] == ["D1/1: wacht op uw besluit", "Casussen: 2; Gebeurtenissen: 5"]
    assert "fout: hele rij: gelijk aan een eerdere rij" in printed
    assert DatasetVersion.objects.get().state == VersionState.REPORTED


@pytest.mark.django_db(transaction=True)
def test_what_has_no_errors_can_be_accepted_at_once_and_delivered_again(told) -> None:  # type: ignore[no-untyped-def]
    assert told(GOOD, *ABOUT, "--accept")[0] == 0
    code, printed = told(GOOD.replace("b2", "c3"), "--dataset", "D1", "--map", "gemeente", "leave_out", "--accept")

    assert (code, printed.splitlines()[0]) == (0, "D1/2: geaccepteerd")
    assert DatasetVersion.objects.get(number=2).mapping["attributes"] == []
    assert len(files_on_disk()) == 2


@pytest.mark.django_db(transaction=True)
def test_a_file_that_is_too_large_for_the_screen_comes_in(told, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    for module in (taking_in, receiving):
        monkeypatch.setattr(module, "MAX_BYTES", 10)

    assert told(GOOD, *ABOUT, "--accept")[0] == 0


@pytest.mark.django_db(transaction=True)
def test_a_questionnaire_says_its_kind(told) -> None:  # type: ignore[no-untyped-def]
    code, printed = told("wie,over,mate\nA,B,2\nB,A,3\n", *ABOUT, "--kind", "relations", "--map", "wie", "organisation")

    assert "Organisaties die antwoord gaven: 2; Antwoorden: 2" in printed
    assert (code, Dataset.objects.get().kind) == (0, "relations")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("options", "said"),
    [
        ([], "Een nieuwe dataset heeft al deze opties nodig: --title, --origin, --licence, --until. "),
        (["--dataset", "D9"], "D9"),
        ([*ABOUT, "--map", "zaak", "zaken"], "Een kolom kan geen “zaken” bevatten."),
        ([*ABOUT, "--kind", "ijw", "--dataset", "D1"], "Berichten worden een eigen dataset. Laat --dataset weg."),
        ([*ABOUT, "--kind", "ijw"], "laat de bronhouder “sluitend prepare” op de eigen machine draaien"),
    ],
)
def test_what_cannot_be_is_one_sentence(told, options: list[str], said: str) -> None:  # type: ignore[no-untyped-def]
    code, printed = told(GOOD, *options)

    assert code == 1
    assert said in printed
