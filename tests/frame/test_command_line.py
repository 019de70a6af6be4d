"""What can go wrong at the command line ends in one sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from sluitend import cli
from sluitend.apps.design.models import Evaluation
from sluitend.apps.people.models import User
from sluitend.apps.reporting import actions


def test_a_place_that_is_not_there_is_told(
    evaluation: Evaluation, leader: User, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    actions.start_report(actor=leader, evaluation=evaluation)
    target = tmp_path / "geen map" / "rapport.html"

    code = cli.main(["--as", leader.email, "report", "--format", "inside", "--out", str(target)])

    said = f"“{target}” kan niet gelezen of geschreven worden. Kijk of het er is en of u er rechten voor hebt.\n"
    assert (code, capsys.readouterr().err) == (1, said)


@pytest.mark.parametrize("port", ["abc", "0", "65536", "-1", ""])
def test_a_port_from_the_environment_is_checked_as_the_option_is(
    port: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SLUITEND_PORT", port)

    with pytest.raises(SystemExit) as stopped:
        cli.main(["serve"])

    assert stopped.value.code == 2
    assert f"een poort is een getal van 1 tot en met 65535, niet '{port}'" in capsys.readouterr().err


def test_a_login_link_to_nothing_is_not_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLUITEND_DATA", str(tmp_path / "elders"))
    monkeypatch.delenv("DATABASE_URL", raising=False)

    with pytest.raises(SystemExit, match=r"staan geen gegevens van Sluitend\..*SLUITEND_DATA"):
        cli.main(["login"])

    assert list(tmp_path.iterdir()) == []
