"""What organisations say about working together, laid over what the handovers show."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Literal, Self

import numpy as np
from pydantic import model_validator

from sluitend.apps.analyses.kit import words
from sluitend.apps.analyses.kit.analysis import Analysis, Inputs, Progress
from sluitend.apps.analyses.kit.guards import Counts, Remade
from sluitend.apps.analyses.kit.parameters import Parameters, attribute, choice, dataset, day, flag, number
from sluitend.apps.analyses.kit.result import Column, Kind, Result, Table
from sluitend.apps.analyses.kit.saying import LADDER, MATCHES, STEPS, tell
from sluitend.apps.analyses.kit.tables import records, table
from sluitend.apps.analyses.kit.telling import result
from sluitend.engines.chain import Answer, Intensity, Match, Overlay, answers_of
from sluitend.engines.chain.graphs import betweenness, cut_off
from sluitend.engines.chain.network import MOST
from sluitend.engines.chain.questionnaire import Perceived, Regard
from sluitend.engines.chain.waiting import AFTER, BEFORE
from sluitend.errors import InputError

_WEIGHTS = {"handovers": "overdrachten", "cases": "casussen"}
# What a questionnaire calls answers of before and after; an answer of no such moment counts in both.
_MOMENTS = {"voor": BEFORE, "vóór": BEFORE, "before": BEFORE, "na": AFTER, "vanaf": AFTER, "after": AFTER}
_LEAST = 10  # cases between two organisations below which nothing of the two is told outside the team


class OverlayParameters(Parameters):
    """What counts as saying and as seeing."""

    questionnaire: str = dataset("De vragenlijst", "relations", "Wie met wie zegt te werken.")
    said_from: Literal["1", "2", "3", "4"] = choice("Samenwerken is vanaf", LADDER, default="2")
    both_say: bool = flag("Beide moeten het zeggen", "Anders is één van de twee genoeg.")
    weight: Literal["handovers", "cases"] = choice("Te zien aan", _WEIGHTS, default="cases")
    seen_from: int = number("Te zien vanaf", "Zoveel overdrachten of casussen, beide kanten samen.", default=1, least=1)
    low_trust: float | None = number(
        "Weinig vertrouwen is lager dan",
        "Op de schaal van de vragenlijst. Zonder keuze: het midden tussen het laagste en het hoogste antwoord.",
        least=-1e6,
    )
    by: str = attribute("Vergelijk per", "Bijvoorbeeld de subregio: de groepen van de vragenlijst met dezelfde naam.")
    split: date | None = day(
        "Vergelijk vóór en vanaf",
        "De dag waarop bijvoorbeeld een pilot begon. Antwoorden horen erbij als hun groep “voor” of “na” heet.",
    )

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if self.by and self.split:
            raise InputError("analyses.by_or_split", where="split")
        return self


def run(inputs: Inputs, params: OverlayParameters, progress: Progress) -> Result:
    """Pairs of organisations: what they say, what is seen, and what the two come to together."""
    summary = inputs.log.summary()
    if summary.resources > MOST:
        raise InputError("analyses.too_many_resources", where="only", most=MOST)
    answers = _answers(inputs, params)
    found = inputs.log.overlay(
        answers, by=params.by or None, split=params.split,
        said_from=Intensity(int(params.said_from)), both_say=params.both_say,
        weight=params.weight, seen_from=params.seen_from,
    )  # fmt: skip
    progress(80)
    named = [_Named(group, found, params) for group in found.perceived]
    counts = _counts(found, named)
    tables = (
        counts, _matches(counts), _pairs(found, params), *_networks(found, params), *_regards(found, answers, params),
    )  # fmt: skip
    return result(tables, summary.cases, tell, params)


def _answers(inputs: Inputs, params: OverlayParameters) -> list[Answer]:
    """Those of a questionnaire with the groups that are compared here; where none are, all of them speak of all."""
    given = answers_of(inputs.beside)
    if params.by:
        return given
    moments = _MOMENTS if params.split else {}
    return [replace(one, group=moments.get((one.group or "").casefold())) for one in given]


class _Named:
    """A group of cases and what it is called."""

    def __init__(self, group: str | None, found: Overlay, params: OverlayParameters) -> None:
        self.group, groups = group, list(found.perceived)
        self.name = words.cohort(group, params.by, params.split, "overgedragen", "alle organisaties", groups)


def _counts(found: Overlay, named: Sequence[_Named]) -> Table:
    columns = [Column("group", "groep"), Column("pairs", "paren", Kind.COUNT)]
    columns += [Column(match, said, Kind.COUNT) for match, said in MATCHES.items()]
    columns += [Column("known", "van beide bekend", Kind.COUNT), Column("same", "daarvan hetzelfde", Kind.COUNT)]
    columns += [Column("agreement", "komt overeen", Kind.SHARE)]
    rows = []
    for one, row in zip(named, found.counts.to_pylist(), strict=True):
        known, same = row["pairs"] - row[Match.UNKNOWN], row[Match.BOTH] + row[Match.NEITHER]
        rows.append([one.name, row["pairs"], *(row[match] for match in MATCHES), known, same, row["agreement"]])
    return table("counts", "Zeggen en doen, in paren van organisaties", columns, rows, by=("group",))


def _matches(counts: Table) -> Table:
    """The same, a row for every answer: what the bars are drawn of: of the exact table, or of what is told."""
    columns = [Column("group", "groep"), Column("match", "zeggen en doen"), Column("pairs", "paren", Kind.COUNT)]
    rows = [
        [row["group"], said, row[match]]
        for row in records(counts)
        for match, said in MATCHES.items()
        if row[match] is not None
    ]
    return table("matches", "Hetzelfde, per antwoord", columns, rows, by=("group", "match"))


def _pairs(found: Overlay, params: OverlayParameters) -> Table:
    columns = [Column("group", "groep"), Column("one", "organisatie"), Column("other", "en")]
    columns += [
        Column("match", "zeggen en doen"),
        Column("one_says", "zegt de eerste"),
        Column("other_says", "zegt de ander"),
    ]
    columns += [Column("handovers", "overdrachten", Kind.COUNT), Column("cases", "casussen", Kind.COUNT)]
    rows = [
        [_Named(row["group"], found, params).name, row["one"], row["other"], MATCHES[row["match"]],
         STEPS.get(row["one_says"]), STEPS.get(row["other_says"]), row["handovers"], row["cases"]]
        for row in sorted(found.pairs.to_pylist(), key=_told_first)
    ]  # fmt: skip
    return table("pairs", "Elk paar van organisaties", columns, rows, by=("group", "one", "other"))


def _told_first(row: Mapping[str, Any]) -> tuple[Any, ...]:
    """Within a group and an answer: who say most, and then who hand over most."""
    order = list(MATCHES)
    says = (row["one_says"] or 0) + (row["other_says"] or 0)
    return str(row["group"] or ""), order.index(row["match"]), -row["cases"], -says, row["one"], row["other"]


def _networks(found: Overlay, params: OverlayParameters) -> Iterator[Table]:
    """Both networks as a whole, and each organisation's place in both."""
    whole, places = [], []
    for group, said in found.perceived.items():
        name = _Named(group, found, params).name
        rows = [row for row in found.pairs.to_pylist() if row["group"] == group]
        names = sorted({row[side] for row in rows for side in ("one", "other")})
        seen = _ties(names, rows, "seen")
        known = sum(row["seen"] is not None for row in rows)
        answered = sum(tie.intensity is not None for tie in said.ties.values())
        both = [said.density, said.confirmed, _density(seen, names, known), len(said.silent)]
        whole.append([name, len(names), answered, len(rows), *both])
        places += [[name, *row] for row in _places(names, _ties(names, rows, "said"), seen)]
    columns = [Column("group", "groep"), Column("organisations", "organisaties", Kind.COUNT)]
    columns += [Column("answers", "antwoorden", Kind.COUNT), Column("pairs", "paren", Kind.COUNT)]
    columns += [
        Column("said_density", "dichtheid, gezegd", Kind.SHARE),
        Column("confirmed", "door beide gezegd", Kind.SHARE),
    ]
    columns += [
        Column("seen_density", "dichtheid, te zien", Kind.SHARE),
        Column("silent", "gaven geen antwoord", Kind.COUNT),
    ]
    yield table("whole", "De twee netwerken als geheel", columns, whole, by=("group",))
    yield table(
        "organisations",
        "De plaats van elke organisatie in beide netwerken",
        _PLACES,
        places,
        by=("group", "organisation"),
    )


_PLACES = (
    Column("group", "groep"),
    Column("organisation", "organisatie"),
    Column("said_partners", "partners, gezegd", Kind.COUNT),
    Column("seen_partners", "partners, te zien", Kind.COUNT),
    Column("said_broker", "makelaar, gezegd", Kind.SHARE),
    Column("seen_broker", "makelaar, te zien", Kind.SHARE),
    Column("said_cut_off", "valt weg zonder deze, gezegd", Kind.COUNT),
    Column("seen_cut_off", "valt weg zonder deze, te zien", Kind.COUNT),
)


def _ties(names: Sequence[str], rows: Iterable[Mapping[str, Any]], what: str) -> Any:
    """Who is linked to whom: what is not known is no link here."""
    at = {name: place for place, name in enumerate(names)}
    linked = np.zeros((len(names), len(names)), bool)
    for row in rows:
        if row[what]:
            one, other = at[row["one"]], at[row["other"]]
            linked[one, other] = linked[other, one] = True
    return linked


def _regards(found: Overlay, answers: Sequence[Answer], params: OverlayParameters) -> Iterator[Table]:
    """What they say of trust and value, where the questionnaire asked it: of pairs, and of each organisation."""
    trusts = [one.trust for one in answers if one.trust is not None]
    if not trusts and all(one.value is None for one in answers):
        return
    pairs, places = [], []
    for group, said in found.perceived.items():
        name = _Named(group, found, params).name
        pairs += [[name, *pair, _closest(said, pair), *_figures(one)] for pair, one in said.between.items()]
        places += [[name, organisation, *_figures(one)] for organisation, one in said.of.items()]
    middle = params.low_trust if params.low_trust is not None else (min(trusts) + max(trusts)) / 2 if trusts else None
    groups, steps = Column("group", "groep"), Column("closest", "het nauwst gezegd")
    two = (Column("one", "organisatie"), Column("other", "en"))
    columns = [groups, *two, steps, *_REGARD]
    yield table("between", "Vertrouwen en waarde, per paar", columns, pairs, by=("group", "one", "other"))
    columns = [groups, Column("organisation", "organisatie"), *_REGARD]
    title = "Vertrouwen en waarde: wat anderen van elke organisatie zeggen"
    yield table("regarded", title, columns, places, by=("group", "organisation"))
    yield table("low", "Weinig vertrouwen", [Column("below", "is lager dan", Kind.NUMBER)], [[middle]])


_REGARD = (
    Column("trust", "vertrouwen, gemiddeld", Kind.NUMBER),
    Column("trust_answers", "antwoorden over vertrouwen", Kind.COUNT),
    Column("value", "waarde, gemiddeld", Kind.NUMBER),
    Column("value_answers", "antwoorden over waarde", Kind.COUNT),
)


def _figures(one: Regard) -> list[float | int | None]:
    means = (None if mean is None else _plain(mean) for mean in (one.trust, one.value))
    return [cell for two in zip(means, (one.trust_answers, one.value_answers), strict=True) for cell in two]


def _closest(said: Perceived, two: tuple[str, str]) -> str | None:
    """The step of who of the two says most."""
    ties = [said.ties[one].intensity for one in (two, two[::-1]) if one in said.ties]
    known = [step for step in ties if step is not None]
    return STEPS[max(known)] if known else None


def _density(linked: Any, names: Sequence[str], known: int) -> float | None:
    """Of all pairs; None where nobody can be seen."""
    pairs = len(names) * (len(names) - 1) // 2
    return int(linked.sum()) / 2 / pairs if pairs and known else None


def _places(names: Sequence[str], said: Any, seen: Any) -> Iterator[list[Any]]:
    figures = [
        (said.sum(axis=1), seen.sum(axis=1)), (betweenness(said), betweenness(seen)), (cut_off(said), cut_off(seen))
    ]  # fmt: skip
    for at, name in enumerate(names):
        yield [name, *(_plain(figure[at]) for two in figures for figure in two)]


def _plain(value: Any) -> int | float:
    """Rounded so that the same data give the same result on every machine."""
    return int(value) if float(value).is_integer() else round(float(value), 9)


def _told_pairs(exact: Table, made: Mapping[str, Table]) -> Table | None:
    """Outside the team: pairs with cases enough, without what they say: that two hand over and say they do not work
    together is the answer of each, which one respondent may have given. Nor does the order of the rows tell it."""
    rows = sorted(filter(lambda row: _enough(row["cases"]), records(exact)), key=_most_first)
    keys = [column.key for column in exact.columns]
    kept = replace(exact, rows=tuple(tuple(row[key] for key in keys) for row in rows))
    return Counts(counts=("cases",), labels=("group", "one", "other"))(kept, made)


def _most_first(row: Mapping[str, Any]) -> tuple[Any, ...]:
    return str(row["group"]), -row["cases"], row["one"], row["other"]


def _enough(cases: object) -> bool:
    return isinstance(cases, int) and cases >= _LEAST


ANALYSIS = Analysis(
    key="zeggen-en-doen",
    title="Zeggen en doen",
    question="Wie zeggen samen te werken zonder dat er een overdracht te zien is, en andersom?",
    parameters=OverlayParameters,
    run=run,
    needs_resource=True,
    order=36,
    tell=tell,
    guards={
        # Without how many are known and the same: sums of some of these parts, from which the others would follow.
        "counts": Counts(wholes={"pairs": tuple(MATCHES)}, labels=("group",)),
        "matches": Remade(lambda made: _matches(made["counts"]) if "counts" in made else None),
        "pairs": _told_pairs,
        "whole": Counts(
            counts=("answers", "pairs"),
            values={"said_density": ("answers",), "confirmed": ("answers",), "seen_density": ("pairs",)},
            labels=("group",),
        ),
        # Of a pair it is the answer of few, as what they say is; of an organisation that of ten people at least.
        "regarded": Counts(
            by=("group", "organisation"),
            counts=("trust_answers", "value_answers"),
            values={"trust": ("trust_answers",), "value": ("value_answers",)},
            drop=True,
        ),
    },
)
