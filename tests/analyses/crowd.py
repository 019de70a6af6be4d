"""Some hundreds of cases drawn at random, with a village, an organisation and ways that few went (all fictitious)."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import cache
from typing import Any

import pyarrow as pa

from sluitend.apps.analyses.discovery import analysis
from sluitend.apps.analyses.kit.analysis import checked, inputs_of
from sluitend.apps.analyses.kit.outside import outside
from sluitend.apps.analyses.kit.result import Result
from sluitend.apps.analyses.kit.vocabulary import vocabulary_of
from sluitend.engines.chain import EventLog
from sluitend.engines.tables.questionnaire import SCHEMA

TOWNS = {"Waterdam": 50, "Rietveen": 30, "Molenhoek": 14, "Kleinerode": 6}
WHO = {"Wijkteam": 40, "Jeugdhulp Een": 25, "Jeugdhulp Twee": 15, "Meldpunt": 10, "Voogdij": 8, "Zeldzaam": 2}
FAMILY = 2  # cases of one family
ENDS = ["einde", "afgebroken", "ingetrokken"]
ASKED: dict[str, dict[str, Any]] = {
    "doorgegeven": {"per": "gezin"},
    "doorlooptijd": {},
    "einde": {"planned": ["einde"], "early": ["afgebroken"], "other": ["ingetrokken"], "by": "gemeente"},
    "netwerk": {},
    "normen": {
        "norm": "start_raadsonderzoek", "trigger": ["melding"], "answer": ["hulp"], "term": 40, "by": "gemeente",
    },
    "proceskaart": {"arrows": 100},
    "procesgrafiek": {"closes": ENDS, "by": "gemeente"},
    "rond-een-gezin": {
        "starts": ["hulp", "terug"], "stops": ["einde", "afgebroken"], "closes": ["ingetrokken", "afsluiting"],
        "per": "gezin", "by": "gemeente",
    },
    "starten-stoppen": {"starts": ["melding"], "pauses": ["losgelaten"], "stops": ["einde", "afsluiting"]},
    "stroom": {"closes": ENDS, "by": "gemeente"},
    "terug": {"closes": ENDS, "opens": ["melding"], "per": "gezin", "compare": "attribute", "by": "gemeente"},
    "trechter": {"having": ["terug"], "by": "gemeente"},
    "vertraging": {"start": ["losgelaten"], "then": ["hulp"], "closes": ENDS, "by": "gemeente"},
    "wachten": {"start": ["melding"], "end": ["hulp"], "stop": ["ingetrokken"], "by": "gemeente", "norm": 30},
    "welke-schakel": {"group": ["gemeente=Rietveen"], "closes": ["einde"]},
    "zeggen-en-doen": {"questionnaire": "D2", "by": "gemeente"},
    "zonder-regiehouder": {
        "takes": ["melding", "hulp", "terug"], "lets_go": ["losgelaten", "terug"], "closes": ENDS, "by": "gemeente",
        "per": "gezin",
    },
    "zwaarder-lichter": {
        "light": ["melding", "afgebroken"], "middle": ["hulp"], "heavy": ["terug"], "only": ["gemeente=Molenhoek"],
    },
}  # fmt: skip

GROUPED: dict[str, dict[str, Any]] = {  # the same, of groups side by side
    f"{key}/{how}": {name: value for name, value in ASKED[key].items() if name not in ("only", "per")} | groups
    for key in ("doorgegeven", "doorlooptijd", "netwerk", "proceskaart", "starten-stoppen", "zwaarder-lichter")
    for how, groups in (("by", {"by": "gemeente"}), ("split", {"split": "2025-03-01"}))
}
GROUPED |= {  # and of entries that lay the groups of an attribute side by side themselves
    f"{key}/split": {name: value for name, value in ASKED[key].items() if name not in ("by", "per")}
    | {"split": "2025-03-01"}
    for key in ("rond-een-gezin", "trechter", "vertraging", "zonder-regiehouder")
}
GROUPED["stroom/split"] = {"closes": ENDS, "split": "2024-11-11"}  # of days, not of cases
GROUPED["trechter/split"]["split"] = "2024-01-15"  # few began before it
GROUPED["doorgegeven/per"] = {**ASKED["doorgegeven"], "by": "gemeente"}
for _key in ("rond-een-gezin", "zonder-regiehouder"):
    GROUPED[f"{_key}/per"] = GROUPED[f"{_key}/split"] | {"per": "gezin"}


def events(seed: int, cases: int) -> Iterator[tuple[str, str, datetime, str | None, str, str]]:
    chance = random.Random(seed)
    for case in range(cases):
        town = chance.choices([*TOWNS], [*TOWNS.values()])[0]
        at = datetime(2024, 1, 1) + timedelta(days=chance.randrange(500))  # noqa: DTZ001 - a log of days
        for activity, who, days in _way(chance):
            at += timedelta(days=days)
            yield f"k{case}", activity, at, who, town, f"g{case // FAMILY}"


def _way(chance: random.Random) -> Iterator[tuple[str, str | None, int]]:
    who = chance.choices([*WHO], [*WHO.values()])[0]
    if chance.random() < 0.01:
        yield "afsluiting", None, 0
        return
    yield "melding", "Wijkteam", 0
    if chance.random() < 0.4:
        yield "losgelaten", "Wijkteam", chance.randrange(0, 12)
    if chance.random() < 0.1:
        yield "ingetrokken", "Wijkteam", 3
        return
    if chance.random() < 0.15:
        return
    yield "hulp", who, int(chance.expovariate(1 / 25)) + 1
    while chance.random() < 0.3:
        who = chance.choices([*WHO], [*WHO.values()])[0]
        yield "terug", who, chance.randrange(1, 30)
    if chance.random() < 0.7:
        yield "einde" if chance.random() < 0.85 else "afgebroken", who, chance.randrange(20, 200)
        if chance.random() < 0.3:
            yield "melding", "Wijkteam", chance.randrange(10, 200)


def log(seed: int, cases: int) -> EventLog:
    """The log, with municipality and family of every case."""
    columns = zip(*events(seed, cases), strict=True)
    names = ("case", "activity", "time", "resource", "gemeente", "gezin")
    found: dict[str, Any] = dict(zip(names, map(list, columns), strict=True))
    made = pa.table(found)
    return EventLog(made.set_column(2, "time", made["time"].cast(pa.timestamp("us"))), attributes=["gemeente", "gezin"])


_MARKS = [None, 1.0, 2.0, 3.0, 4.0, 5.0]


@cache
def answers(found: EventLog, seed: int) -> pa.Table:
    """What some people of everybody in the log say of everybody else, at random; now and then nothing."""
    chance = random.Random(seed)
    names = found.coded.values["resource"].to_pylist()
    people = [one for place, one in enumerate(names) for _ in range(1 + place)]
    rows = [
        (one, two, chance.choice([None, 0, 1, 2, 3, 4]), chance.choice(_MARKS), chance.choice(_MARKS))
        for one in people
        for two in names
        if one != two
    ]
    columns = dict(
        zip(("organisation", "about", "intensity", "trust", "value"), map(list, zip(*rows, strict=True)), strict=True)
    )
    return pa.table([columns.get(name, [None] * len(rows)) for name in SCHEMA.names], schema=SCHEMA)


def _listed(value: Any) -> Any:
    """As JSON has it; what is kept of a question is a tuple."""
    return list(value) if isinstance(value, tuple) else value


@cache
def both(key: str, seed: int, cases: int = 700, *, together: bool = False, **changed: Any) -> tuple[Result, Result]:
    """A result, exact and as it leaves the team; `together`: of all cases instead of by group. `changed`: what is asked
    otherwise than in `ASKED`."""
    found = log(seed, cases)
    vocabulary = vocabulary_of(found)
    given = (ASKED | GROUPED)[key] | {name: _listed(value) for name, value in changed.items()}
    asked = {name: value for name, value in given.items() if not together or name not in ("by", "compare", "split")}
    key = key.partition("/")[0]
    if key == "trechter" and "split" not in asked:
        asked.setdefault("by", "gemeente")  # there is no funnel of all cases; what it tells of all groups is of all
    parameters = checked(analysis(key), asked, vocabulary)
    inputs = inputs_of(found, vocabulary, parameters, answers(found, seed) if key == "zeggen-en-doen" else None)
    exact = analysis(key).run(inputs, parameters, lambda percent: None)
    return exact, outside(analysis(key), exact, parameters)
