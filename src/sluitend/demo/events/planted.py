"""What is planted in the events of the demo region; written before the generator. See docs/developer/planted_events.md.

Everything is invented; names say so.
"""

from __future__ import annotations

from datetime import date
from typing import Final

SEED: Final = 74
BEGIN, END = date(2023, 1, 1), date(2026, 1, 1)  # events lie in [BEGIN, END)
NORTH, MIDDLE, SOUTH = (f"Waterrijk-{part} (fictief)" for part in ("Noord", "Midden", "Zuid"))
PLACES: Final = {  # municipality: subregion and cases
    "Lindeveen (fictief)": (NORTH, 7_400),
    "Wierdijk (fictief)": (NORTH, 3_200),
    "Zwanebroek (fictief)": (NORTH, 70),
    "Oudeslenk (fictief)": (NORTH, 2_030),
    "Oosterkade (fictief)": (MIDDLE, 6_600),
    "Kreekhoven (fictief)": (MIDDLE, 3_800),
    "Vaartwijk (fictief)": (MIDDLE, 2_400),
    "Polderhuizen (fictief)": (MIDDLE, 1_500),
    "Molenhorst (fictief)": (SOUTH, 6_100),
    "Rietmeer (fictief)": (SOUTH, 3_900),
    "Biezenland (fictief)": (SOUTH, 2_930),
    "Elsbroek (fictief)": (SOUTH, 70),
}
CASES: Final = 40_000
NAMED_NA: Final = 17  # this case, in the order in which they begin, is named "NA"

COUNCIL: Final = "Raad voor de Kinderbescherming Waterrijk (fictief)"
INSTITUTION: Final = "Gecertificeerde instelling De Brug (fictief)"
HEALTH: Final = "JGZ Waterrijk (fictief)"
PROVIDERS: Final = tuple(
    f"Jeugdhulp {name} (fictief)"
    for name in ("De Steiger", "Het Anker", "De Kade", "De Vlonder", "Het Veer", "De Werf")
)

SLOW_PLACE: Final = SOUTH  # 1
SLOW_DAYS: Final = 23
MOVED_SHARE: Final = 0.12  # 2: of cases without child protection, about
LOST_CASES: Final = 1_600
LOST_DAYS: Final = 30  # nobody's for longer than this
THERE, BACK = PROVIDERS[:2]  # 3: from THERE to BACK and to THERE again
PING_PONGS: Final = 1_500
PILOT: Final = "Kreekhoven (fictief)"  # 4
PILOT_FROM: Final = date(2024, 3, 1)
PILOT_FACTOR: Final = 0.6
SUMMER: Final = ((7, 10), (8, 20))  # 5: first and last day on which one comes
SUMMER_FACTOR: Final = 1.4
CHRISTMAS: Final = ((12, 24), (1, 1))  # 6: first and last day without intakes
SAID_NOT_SEEN: Final = (INSTITUTION, PROVIDERS[2])  # 8
NOISE: Final = ("Zwanebroek (fictief)", "Elsbroek (fictief)")  # 9
STOPPED_SHARE: Final = 0.14  # 10
PARALLEL_SHARE: Final = 0.06
LATE_SHARE: Final = 0.06
MISSING_SHARE: Final = 0.02


def team(municipality: str) -> str:
    """The neighbourhood team of a municipality."""
    return f"Wijkteam {municipality}"
