"""What the entry on stock says of Little's law. Everything is fictitious."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pytest

from tests.analyses.test_stretches import FIRST, Spell, ask, rows


def stream(seed: int, missing: float) -> list[Spell]:
    """About two a day over three years, open for five to twenty-five days; some are never closed on record."""
    chance = random.Random(seed)
    begins = [FIRST + timedelta(days=chance.randrange(1096)) for _case in range(2200)]
    return [
        (begin, None if chance.random() < missing else begin + timedelta(days=chance.randint(5, 25)))
        for begin in [*begins, date(2024, 1, 1)]
    ]


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize(
    ("missing", "end"),
    [
        (0.0, "Dat klopt met elkaar."),
        (0.03, "Dat klopt niet met elkaar: waarschijnlijk ontbreken er sluitingen of oude casussen in de registratie, "
               "of een deel van de casussen blijft liggen."),
        (0.3, "Vergelijken mag hier niet: er kwamen veel meer casussen binnen dan er uitgingen. Kijk of er echt meer "
              "open bleven, of dat er sluitingen ontbreken in de registratie."),
    ],
)  # fmt: skip
def test_the_law_tells_a_whole_registration_from_one_without_closures(seed: int, missing: float, end: str) -> None:
    result = ask(stream(seed, missing), first_day="2025-01-01", last_day="2026-12-31")

    assert result.sentences[-1].endswith(end)


def test_the_law_is_not_asked_of_a_short_time() -> None:
    result = ask(stream(1, 0.0), last_day=(FIRST + timedelta(days=20)).isoformat())

    assert rows(result, "little")[0]["long_enough"] is False
    assert result.sentences[-1].endswith("de periode is korter dan drie keer zo lang als een casus open is.")
