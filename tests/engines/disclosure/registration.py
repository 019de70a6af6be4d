"""A registration of a fictitious municipality as a csv, and `sluitend prepare` on it. All people are fictief."""

from __future__ import annotations

import random
from datetime import date, timedelta
from pathlib import Path

import pyarrow.parquet as parquet
import pytest

from sluitend import cli
from sluitend.engines.disclosure.check_digits import passes_eleven_test

CANARIES = ("Zonnewever", "Quirina", "Vlierboomkade", "moeder@voorbeeld.invalid", "gebeld met")
NAMES = [
    *("bsn", "gezin", "naam", "geboren", "gemeente", "straat"),
    *("stap", "datum", "org", "medewerker", "opmerking", "vorm", "mail"),
]
LOG = ["--case", "bsn", "--activity", "stap", "--time", "datum", "--resource", "org"]
MORE = [
    "--family",
    "gezin",
    "--birth",
    "geboren",
    "--municipality",
    "gemeente",
    "--person",
    "medewerker",
    "--keep",
    "vorm",
]


def bsns(many: int) -> list[str]:
    chance = random.Random(11)
    found: list[str] = []
    while len(found) < many:
        one = f"{chance.randrange(10**7, 10**9):09d}"
        if passes_eleven_test(one):
            found.append(one)
    return found


BSNS = bsns(60)


def rows() -> list[list[str]]:
    chance = random.Random(12)
    found = []
    for number, bsn in enumerate(BSNS):
        day = date(2024, 1, 1) + timedelta(chance.randrange(300))
        about = [
            bsn,
            f"gezin {number // 2}",
            f"Quirina Zonnewever {'abcdef'[number % 6]}",
            f"{number % 28 + 1:02d}-04-{2008 + number % 12}",
            "Havenrak" if number % 3 else "Molenhorst",
            f"Vlierboomkade {number + 1}",
        ]
        for step in ["Melding", "Intake", "Start hulp", "Einde"][: chance.randint(1, 4)]:
            kind = "kleinschalig verblijf" if number == 5 else chance.choice(["ambulant", "dagbehandeling"])
            who = chance.choice(["Wijkteam", "GI Waterrijk"]), chance.choice(["Jan Jansen", "Sanne de Vries"])
            remark = f"gebeld met de moeder van kind {number} over {step}"
            found.append([*about, step, day.isoformat(), *who, remark, kind, "moeder@voorbeeld.invalid"])
            day += timedelta(chance.choice([0, 0, 3, 20]))
    return found


def prepare(file: Path, *more: str, out: str = "uit") -> tuple[int, Path]:
    folder = file.parent / out
    return cli.main(["prepare", str(file), *LOG, *more, "--out", str(folder)]), folder


def everything(folder: Path, capsys: pytest.CaptureFixture[str]) -> str:
    """All that was written and printed, Parquet also as text."""
    told = capsys.readouterr()
    parts = [told.out, told.err]
    for path in folder.rglob("*") if folder.exists() else []:
        parts.append(path.read_bytes().decode("latin-1"))
        if path.suffix == ".parquet":
            parts.append(str(parquet.read_table(path).to_pydict()))
    return "\n".join(parts)


def is_clean(text: str) -> bool:
    return not any(one in text for one in (*CANARIES, *BSNS, *(one.lstrip("0") for one in BSNS)))
