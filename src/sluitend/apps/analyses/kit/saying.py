"""What is told of saying and doing: charts, sentences and caveats of the tables of `catalogue.overlay`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sluitend.apps.analyses.kit import charts, networks, squares, words
from sluitend.apps.analyses.kit.result import Chart
from sluitend.apps.analyses.kit.tables import Row
from sluitend.apps.analyses.kit.telling import Given, Telling, telling

LADDER = {"1": "elkaar kennen", "2": "samenwerken", "3": "afstemmen", "4": "werken als één"}
STEPS = {0: "geen contact", 1: "kennen elkaar", 2: "werken samen", 3: "stemmen af", 4: "werken als één"}
MATCHES: Mapping[str, str] = {
    "both": "zeggen en doen het",
    "said_not_seen": "zeggen het, geen overdracht te zien",
    "seen_not_said": "dragen over, zeggen het niet",
    "neither": "geen van beide",
    "unknown": "niet te zeggen",
}
_TOLD = 3  # pairs and organisations in a sentence


def tell(given: Given, params: Any) -> Telling:
    """Charts, sentences and caveats of these tables."""
    return telling(_charts(given, params), _sentences(given, params), _caveats(given, params))


def _charts(given: Given, params: Any) -> Iterator[Chart | None]:
    if "matches" in given.tables:
        told = "; ".join(f"{row['group']}, {row['match']}: {words.told(row['pairs'])}" for row in given.rows("matches"))
        yield charts.bars(
            given.tables["matches"], title="Zeggen en doen", text=f"Paren van organisaties. {told}.",
            x="pairs", y="group", stack="match",
        )  # fmt: skip
    if not given.outside:
        yield from _squares(given)
    if given.rows("regarded") and len(given.group("regarded", "group")) == 1:
        yield _trust(given)
    groups = given.group("pairs", "group")
    if len(groups) == 1 and not given.outside:
        (rows,) = groups.values()
        yield _drawing("said", "Wat zij zeggen", [row for row in rows if row["match"] in _SAID], _says)
        yield _drawing("seen", "Wat er te zien is", rows, lambda row: float(row[params.weight] or 0))


# The first three as the bars have them; of what says nothing there is nothing to see.
_ANSWERS = {
    "both": ("", charts.COLOURS[0]),
    "said_not_seen": ("Z", charts.COLOURS[1]),
    "seen_not_said": ("D", charts.COLOURS[2]),
    "neither": ("–", "#e3e8ec"),
    "unknown": ("?", "#f6efdc"),
}
_SQUARES = {MATCHES[key]: squares.Answer(MATCHES[key], colour, sign) for key, (sign, colour) in _ANSWERS.items()}
_NOTHING = squares.Answer("niet gevraagd en niets te zien", "#ffffff")
_LINKED = {MATCHES[key] for key in ("both", "said_not_seen", "seen_not_said")}
_MOST_SQUARES = 4  # groups beside each other: more are not compared by eye


def _squares(given: Given) -> Iterator[Chart]:
    """Both networks over each other, for each group: in the order in which names that say most lie together."""
    groups = given.group("pairs", "group")
    for place, (group, rows) in enumerate(list(groups.items())[:_MOST_SQUARES]):
        answers = {networks.pair(row["one"], row["other"]): _SQUARES[row["match"]] for row in rows}
        names = _most_linked(rows)
        drawn = squares.square(names, answers, [*_SQUARES.values(), _NOTHING], title="zeggen en doen")
        title = "Wie met wie" + (f": {group}" if len(groups) > 1 else "")
        if len(names) > squares.MOST:
            title += f" (de {squares.MOST} met de meeste verbindingen, van {len(names)})"
        yield Chart(f"pairs-square-{place}", title, drawn.to_dict(), _square_told(rows), "pairs")


def _most_linked(rows: Sequence[Row]) -> list[str]:
    """All names: first who are in most pairs that say it or do it, laid next to those with whom they do."""
    linked = {networks.pair(row["one"], row["other"]): 1.0 for row in rows if row["match"] in _LINKED}
    names = {row[side]: 0.0 for row in rows for side in ("one", "other")}
    for two in linked:
        for name in two:
            names[name] += 1
    kept = sorted(names, key=lambda name: (-names[name], name))
    return networks.ring(kept[: squares.MOST], linked) + kept[squares.MOST :]


def _square_told(rows: Sequence[Row]) -> str:
    many = {said: sum(row["match"] == said for row in rows) for said in MATCHES.values()}
    told = "; ".join(f"{said}: {words.count(number)}" for said, number in many.items())
    return f"Een vakje voor elke twee organisaties. {told}."


def _trust(given: Given) -> Chart | None:
    rows = [row for row in given.rows("regarded") if row["trust"] is not None]
    if not rows:
        return None
    told = "; ".join(f"{row['organisation']}: {words.number(row['trust'])}" for row in rows[:10])
    title = "Vertrouwen dat anderen in elke organisatie hebben"
    text = f"Gemiddeld op de schaal van de vragenlijst. {told}."
    return charts.bars(given.tables["regarded"], title=title, text=text, x="trust", y="organisation")


_SAID = {MATCHES["both"], MATCHES["said_not_seen"]}


def _says(row: Row) -> float:
    steps = {said: step for step, said in STEPS.items()}
    return float(max(steps.get(row["one_says"], 0), steps.get(row["other_says"], 0)))


def _drawing(key: str, title: str, rows: Sequence[Row], weight: Any) -> Chart | None:
    weights = {networks.pair(row["one"], row["other"]): weight(row) for row in rows if weight(row)}
    if not weights:
        return None
    carried: dict[str, float] = {}
    for two, heavy in weights.items():
        for name in two:
            carried[name] = carried.get(name, 0) + heavy
    names = sorted(carried, key=lambda name: (-carried[name], name))
    heaviest = sorted(weights, key=lambda two: (-weights[two], two))[:_TOLD]
    told = "; ".join(" en ".join(two) for two in heaviest)
    drawn = networks.drawing(names, weights, table="pairs", title=title, text=f"Het sterkst verbonden: {told}.")
    return Chart(f"pairs-{key}", drawn.title, drawn.spec, drawn.text, drawn.table)


def _sentences(given: Given, params: Any) -> Iterator[str]:
    rows = given.rows("counts")
    for row in rows:
        begin = f"{words.first_upper(row['group'])}: " if len(rows) > 1 else ""
        known = words.count(row["known"])
        told = f"van de {known} paren waarvan beide bekend zijn, is wat zij zeggen en wat er te zien is"
        if row["known"]:
            said = f"{told} bij {words.count(row['same'])} hetzelfde ({words.share(row['agreement'])})."
            yield begin + (said if begin else words.first_upper(said))
        elif row["known"] is not None:
            yield f"{begin}Van geen paar is beide bekend: wat zij zeggen en wat er te zien is."
        for match, clause in _GAPS.items():
            yield from _gap(given, row, match, clause, begin)
    yield from _wholes(given)
    yield from _close_without_trust(given)
    yield from _trusted(given)
    if not given.outside:
        yield from _brokers(given)


_GAPS = {
    "said_not_seen": ("paar zegt", "paren zeggen", "samen te werken zonder dat er een overdracht te zien is"),
    "seen_not_said": ("paar draagt", "paren dragen", "aan elkaar over zonder samenwerken te noemen"),
}


def _gap(given: Given, row: Row, match: str, clause: tuple[str, str, str], begin: str) -> Iterator[str]:
    """How many pairs differ in this way, and the first of them."""
    many = row[match]
    if many == 0:
        return
    one, more, rest = clause
    pairs = [
        two for two in given.rows("pairs") if two["group"] == row["group"] and two["match"] == MATCHES[match]
    ][:_TOLD]  # fmt: skip
    told = ", ".join(f"{two['one']} en {two['other']}" for two in pairs)
    named = f": {'onder meer ' if many and many > len(pairs) else ''}{told}" if told else ""
    yield f"{begin}{words.count(many)} {words.verb(many, one, more)} {rest}{named}."


def _wholes(given: Given) -> Iterator[str]:
    rows = given.rows("whole")
    for row in rows:
        begin = f"{words.first_upper(row['group'])}: d" if len(rows) > 1 else "D"
        if row["said_density"] is not None and row["seen_density"] is not None:
            yield (
                f"{begin}e organisaties noemen {words.share(row['said_density'])} van de verbindingen waarnaar is "
                f"gevraagd; te zien is {words.share(row['seen_density'])} van wat kan."
            )


_CLOSE = {STEPS[3], STEPS[4]}


def _close_without_trust(given: Given) -> Iterator[str]:
    """Pairs of which one says at least to coordinate, while there is little trust between them: in the team only."""
    below = given.one("low")["below"]
    for name, rows in given.group("between", "group").items():
        begin = f"{words.first_upper(name)}: " if len(given.group("between", "group")) > 1 else ""
        close = [row for row in rows if row["closest"] in _CLOSE and row["trust"] is not None]
        few = sorted((row for row in close if row["trust"] < below), key=lambda row: (row["trust"], row["one"]))
        if close:
            told = "; ".join(f"{row['one']} en {row['other']} ({_mean(row)})" for row in few[:_TOLD])
            yield (
                f"{begin}{words.count(len(few))} van de {words.count(len(close))} paren die afstemmen of meer, volgens "
                f"minstens één van beide, {words.verb(len(few), 'heeft', 'hebben')} weinig vertrouwen (gemiddeld lager "
                f"dan {words.number(below, 2)}){': ' if told else ''}{told}."
            )


def _mean(row: Row) -> str:
    many = row["trust_answers"]
    return f"{words.number(row['trust'], 2)} uit {words.count(many)} {words.verb(many, 'antwoord', 'antwoorden')}"


def _trusted(given: Given) -> Iterator[str]:
    """Of whom others say most and least, of those of which enough is told."""
    for name, rows in given.group("regarded", "group").items():
        begin = f"{words.first_upper(name)}: v" if len(given.group("regarded", "group")) > 1 else "V"
        known = sorted((row for row in rows if row["trust"] is not None), key=lambda row: row["trust"])
        if len(known) > 1 and known[0]["trust"] < known[-1]["trust"]:
            enough = " waarover genoeg antwoorden zijn," if given.outside else ""
            yield (
                f"{begin}an de organisaties{enough} krijgt {known[-1]['organisation']} het meeste vertrouwen van "
                f"anderen ({_mean(known[-1])}) en {known[0]['organisation']} het minste ({_mean(known[0])})."
            )


def _brokers(given: Given) -> Iterator[str]:
    """Over whom lines run in one of the two networks, and where all hangs on one point."""
    for name, rows in given.group("organisations", "group").items():
        begin = f"{words.first_upper(name)}: " if len(given.group("organisations", "group")) > 1 else ""
        for what, said in (("said", "Naar eigen zeggen"), ("seen", "In de overdrachten")):
            lines = sorted((row for row in rows if row[f"{what}_broker"]), key=lambda row: -row[f"{what}_broker"])
            if lines:
                told = f"{lines[0]['organisation']} ({words.share(lines[0][f'{what}_broker'])})"
                yield f"{begin}{said} loopt de kortste weg tussen anderen het vaakst over {told}."
            alone = [row["organisation"] for row in rows if row[f"{what}_cut_off"]]
            if alone:
                yield f"{begin}{said} hangt alles aan één punt bij: {', '.join(alone[:_TOLD])}."


def _caveats(given: Given, params: Any) -> Iterator[str]:
    yield "Een antwoord dat ontbreekt is geen “nee”. Wie geen gebeurtenis in het logboek heeft, kan niet te zien zijn."
    yield "Samenwerken gaat ook zonder overdracht: overleg en consultatie staan niet in het logboek."
    yield "De namen in de vragenlijst en in het logboek moeten gelijk zijn; anders lijken het andere organisaties."
    wholes = given.rows("whole")
    for row in wholes:
        if silent := row["silent"] or 0:
            begin = f"{words.first_upper(row['group'])}: " if len(wholes) > 1 else ""
            who = words.verb(silent, "organisatie wordt genoemd en gaf", "organisaties worden genoemd en gaven")
            yield f"{begin}{words.count(silent)} {who} zelf geen antwoord."
    if given.rows("regarded"):
        yield (
            "Vertrouwen en waarde zijn gemiddelden op de schaal van de vragenlijst, van wie dat invulde. Van weinig "
            "antwoorden zegt een gemiddelde weinig."
        )
    step = LADDER[params.said_from]
    yield f"Zeggen telt vanaf “{step}” op de ladder van kennen tot werken als één."
