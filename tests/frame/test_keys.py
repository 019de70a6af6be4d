"""The installation key: made once, never in the place of one that is missing."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from sluitend.config.keys import KEY_FILE, KeyTrouble, derived_secret, installation_key, require_installation_key


def test_at_first_use_a_key_is_made_that_only_its_owner_reads(tmp_path: Path) -> None:
    keys = tmp_path / "keys"
    require_installation_key(keys, data=tmp_path / "data")
    assert (keys / KEY_FILE).stat().st_mode & 0o777 == 0o600
    assert keys.stat().st_mode & 0o777 == 0o700
    first = installation_key(keys)
    require_installation_key(keys, data=tmp_path / "data")
    assert installation_key(keys) == first


@pytest.mark.parametrize("content", ["sluitend.sqlite3", "originals/a.b", "reports/a.b", "backups/20260101.sqlite3"])
def test_beside_data_no_new_key_is_made(tmp_path: Path, content: str) -> None:
    data, keys = tmp_path / "data", tmp_path / "keys"
    (data / content).parent.mkdir(parents=True)
    (data / content).write_bytes(b"iets")
    with pytest.raises(KeyTrouble):
        require_installation_key(keys, data=data)
    assert not keys.exists()


def test_a_key_that_goes_while_running_is_not_replaced(tmp_path: Path) -> None:
    require_installation_key(tmp_path / "keys", data=tmp_path / "data")
    (tmp_path / "keys" / KEY_FILE).unlink()
    with pytest.raises(KeyTrouble):
        derived_secret(tmp_path / "keys", purpose=b"test")
    assert not (tmp_path / "keys" / KEY_FILE).exists()


def test_a_damaged_key_is_told(tmp_path: Path) -> None:
    (tmp_path / KEY_FILE).write_bytes(b"te kort")
    with pytest.raises(KeyTrouble) as told:
        require_installation_key(tmp_path, data=tmp_path / "data")
    path = tmp_path / KEY_FILE
    assert str(told.value) == f"De sleutel is beschadigd: {path}. Zet haar terug uit uw reservekopie en start opnieuw."


def command(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "SLUITEND_DATA": str(folder / "data"), "SLUITEND_KEYS": str(folder / "keys")}
    environment |= {"DJANGO_SETTINGS_MODULE": "sluitend.config.settings"}
    line = [sys.executable, "-m", "sluitend.cli", *words]
    return subprocess.run(line, env=environment, capture_output=True, text=True, check=False)


def test_the_command_line_stops_with_one_sentence_and_what_it_writes_is_private(tmp_path: Path) -> None:
    assert command(tmp_path, "new", "--template", "keten", "Sleutel (fictief)").returncode == 0
    assert (tmp_path / "data").stat().st_mode & 0o077 == 0
    assert (tmp_path / "data" / "sluitend.sqlite3").stat().st_mode & 0o077 == 0
    (tmp_path / "keys" / KEY_FILE).unlink()
    stopped = command(tmp_path, "check")
    assert stopped.returncode == 1
    assert stopped.stderr == (
        f"De sleutel van deze gegevens is niet te lezen: {tmp_path / 'keys' / KEY_FILE}. Zet de map met de sleutel "
        "terug (of wijs haar aan met SLUITEND_KEYS) en start opnieuw; er is niets veranderd.\n"
    )
    assert not (tmp_path / "keys" / KEY_FILE).exists()
