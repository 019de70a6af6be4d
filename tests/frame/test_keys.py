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


@pytest.mark.parametrize("place", ["data", "data/keys", "data/../data/backups/keys"])
def test_a_key_among_the_data_would_go_along_in_every_copy(tmp_path: Path, place: str) -> None:
    with pytest.raises(KeyTrouble) as told:
        require_installation_key(tmp_path / place, data=tmp_path / "data")

    assert "dan gaat de sleutel mee in elke kopie" in str(told.value)
    assert list(tmp_path.rglob("*")) == []


def test_a_damaged_key_is_told(tmp_path: Path) -> None:
    (tmp_path / KEY_FILE).write_bytes(b"te kort")
    with pytest.raises(KeyTrouble) as told:
        require_installation_key(tmp_path, data=tmp_path / "data")
    path = tmp_path / KEY_FILE
    assert str(told.value) == f"De sleutel is beschadigd: {path}. Zet haar terug uit uw reservekopie en start opnieuw."


def test_a_key_of_other_data_is_told_and_nothing_changes(tmp_path: Path) -> None:
    for name in ("een", "twee"):
        require_installation_key(tmp_path / f"{name}.keys", data=tmp_path / name)
        (tmp_path / name / "sluitend.sqlite3").write_bytes(b"iets")
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}

    with pytest.raises(KeyTrouble) as told:
        require_installation_key(tmp_path / "een.keys", data=tmp_path / "twee")

    assert str(told.value) == (
        f"De sleutel in {tmp_path / 'een.keys' / KEY_FILE} hoort bij andere gegevens dan die in {tmp_path / 'twee'}. "
        "Wijs de goede map aan met SLUITEND_KEYS of SLUITEND_DATA en start opnieuw; er is niets veranderd."
    )
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before


def test_the_mark_in_the_data_does_not_give_the_key_away(tmp_path: Path) -> None:
    require_installation_key(tmp_path / "keys", data=tmp_path / "data")

    mark = bytes.fromhex((tmp_path / "data" / "key.mark").read_text())

    key = installation_key(tmp_path / "keys")
    assert len(mark) == len(key)
    assert not any(key[place : place + 4] in mark for place in range(len(key) - 3))


def test_without_anything_sealed_a_new_key_may_be_made(tmp_path: Path) -> None:
    require_installation_key(tmp_path / "keys", data=tmp_path / "data")
    first = installation_key(tmp_path / "keys")
    (tmp_path / "keys" / KEY_FILE).unlink()

    require_installation_key(tmp_path / "keys", data=tmp_path / "data")

    second = installation_key(tmp_path / "keys")
    require_installation_key(tmp_path / "keys", data=tmp_path / "data")  # the mark is that of the new key
    assert second != first
    assert installation_key(tmp_path / "keys") == second


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
