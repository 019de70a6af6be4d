"""The five templates hold what they promise, and a broken one is told where it is broken."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import BaseModel, ValidationError

from sluitend.formats import template
from sluitend.formats.template import Question, Template
from sluitend.formats.template_check import VOICES

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "src/sluitend/apps/design/templates_data"
JEUGDWET = ROOT / "../shared/real/documents/Jeugdwet.md"
KEYS = ("actieonderzoek", "budget", "keten", "pilot", "samenwerking")
TEMPLATES = template.load_all(FOLDER)

every_template = pytest.mark.parametrize("chosen", TEMPLATES.values(), ids=TEMPLATES.keys())


def leaves(chosen: Template) -> list[Question]:
    return [question for question in chosen.all_questions() if not question.questions]


def texts(part: object, path: str = "") -> Iterator[tuple[str, str]]:
    """Every string in a template with its path."""
    if isinstance(part, str):
        yield path, part
    elif isinstance(part, tuple):
        for index, item in enumerate(part):
            yield from texts(item, f"{path}.{index}")
    elif isinstance(part, BaseModel):
        for name in type(part).model_fields:
            yield from texts(getattr(part, name), f"{path}.{name}".lstrip("."))


def sentences(chosen: Template) -> Iterator[tuple[str, str]]:
    """What a reader sees: no keys, no enums."""
    return ((path, text) for path, text in texts(chosen) if " " in text)


# The five


def test_five_templates_in_order_of_file_name() -> None:
    assert tuple(TEMPLATES) == KEYS


@every_template
def test_size_is_that_of_a_usable_design(chosen: Template) -> None:
    assert 6 <= len(chosen.sub_questions) <= 10
    assert 5 <= len(chosen.perspectives) <= 9
    assert {len(item.topics) for item in chosen.perspectives} <= set(range(5, 10))
    assert 8 <= len(chosen.criteria) <= 14
    assert 15 <= len(list(chosen.all_codes())) <= 35
    assert len(chosen.logbook_prompts) >= 5
    assert len(chosen.pitfalls) >= 6
    assert len(chosen.object.scope_prompts) >= 5


@every_template
def test_every_question_has_two_voices_and_two_methods(chosen: Template) -> None:
    kinds = {method.key: method.kind for method in chosen.methods}
    voices, methods = defaultdict(set), defaultdict(set)

    for row in chosen.matrix:
        methods[row.question].add(row.method)
        if kinds[row.method] in VOICES:
            voices[row.question].add(row.perspective)

    assert {item.key: len(voices[item.key]) for item in leaves(chosen) if len(voices[item.key]) < 2} == {}
    assert {item.key: len(methods[item.key]) for item in leaves(chosen) if len(methods[item.key]) < 2} == {}


@every_template
def test_clients_are_heard_in_their_own_voice(chosen: Template) -> None:
    kinds = {method.key: method.kind for method in chosen.methods}
    clients = {item.key for item in chosen.perspectives if item.client}
    heard = {row.perspective for row in chosen.matrix if kinds[row.method] in VOICES}

    assert clients
    assert clients <= heard


@every_template
def test_planned_conversations_fit_in_one_evaluation(chosen: Template) -> None:
    """One conversation serves many questions, so per kind of conversation the largest number counts."""
    kinds = {method.key: method.kind for method in chosen.methods}
    load: dict[tuple[str, str, str | None], int] = defaultdict(int)
    for row in chosen.matrix:
        if kinds[row.method] in {"interview", "group_interview", "sense_making"}:
            places = 6 if row.per_place else 1
            key = (row.perspective, row.method, row.level)
            load[key] = max(load[key], row.planned * places)

    assert 30 <= sum(load.values()) <= 120


@every_template
def test_three_levels_and_the_phases_of_an_evaluation(chosen: Template) -> None:
    assert {level.key for level in chosen.levels} == {"official", "managerial", "executive"}
    assert chosen.phases[0].kind == "preparation"
    assert {"fieldwork", "analysis", "final"} <= {phase.kind for phase in chosen.phases}


@every_template
def test_report_outline_answers_every_question_and_ends_with_its_annexes(chosen: Template) -> None:
    whole = "\n".join(section.markdown for section in chosen.outline)

    for question in leaves(chosen):
        assert f"[[{question.key}]]" in whole
        assert f"{{{{bevindingen {question.key}}}}}" in whole
    for block in ("conclusies", "aanbevelingen", "bijlagen"):
        assert f"{{{{{block}}}}}" in whole
    assert "[[V1]]" in whole


@every_template
def test_outline_holds_only_guidance_references_and_short_leads(chosen: Template) -> None:
    for section in chosen.outline:
        for line in filter(None, section.markdown.splitlines()):
            assert re.match(r"> Schrijfhulp: |\[\[V[\d.]+\]\]$|\{\{.+\}\}$|De hoofdvraag luidt: \[\[V1\]\]$", line), (
                line
            )


# The words


@every_template
def test_text_is_dutch(chosen: Template) -> None:
    english = re.compile(r"\b(the|and|of|with|for|this|that|which|are|should|must|from)\b", re.IGNORECASE)
    # Sources keep the title they were published under; "of" is Dutch for "or".
    strays = [
        (path, found.group())
        for path, text in sentences(chosen)
        if not path.endswith(".source")
        for found in english.finditer(text)
        if found.group().lower() != "of"
    ]

    assert strays == []


@every_template
@pytest.mark.parametrize(
    "wrong",
    [
        r"anoniem|anonimi",  # what we hold is pseudonymised: DESIGN.md, promises
        r"\S  +\S",
        r"TODO|TBD|XXX|lorem|\?\?",
        r"\s[,.;?]",
        r"\.\.|…",
        r"[“”\"]",
        r"\b(?!je\b)(\w{2,}) \1\b",  # "voel je je veilig" is Dutch
    ],
)
def test_wording(chosen: Template, wrong: str) -> None:
    strays = [(path, found.group()) for path, text in sentences(chosen) if (found := re.search(wrong, text))]

    assert strays == []


@every_template
def test_prompts_are_open_questions(chosen: Template) -> None:
    """A prompt that can be answered with yes or no leads the respondent."""
    opening = re.compile(r"\b(wie|wat|waar\w*|hoe\w*|wanneer|welke?|welk)\b", re.IGNORECASE)
    prompts = [text for item in chosen.perspectives for topic in item.topics for text in topic.prompts]

    assert [text for text in prompts if not opening.search(text) or text[-1] not in "?."] == []


@every_template
def test_prompts_for_clients_are_short(chosen: Template) -> None:
    """B1: a sentence of at most seventeen words, and no word that only professionals use."""
    jargon = re.compile(
        r"casus|traject|overdracht|verantwoording|mandaat|governance|domein|interventie|randvoorwaarde", re.IGNORECASE
    )
    prompts = [text for item in chosen.perspectives if item.client for t in item.topics for text in t.prompts]
    long = [text for text in prompts for part in re.split(r"(?<=[.?]) ", text) if len(part.split()) > 17]

    assert long == []
    assert [text for text in prompts if jargon.search(text)] == []


@every_template
def test_no_prompt_is_asked_twice_of_one_perspective(chosen: Template) -> None:
    for item in chosen.perspectives:
        prompts = [text for topic in item.topics for text in topic.prompts]
        assert len(prompts) == len(set(prompts)), item.key


# The assessment framework

KNOWN = re.compile(
    r"in te vullen: eigen afspraak|Jeugdwet, artikel|Besluit Jeugdwet, paragraaf 5\.1$|AVG, artikel"
    r"|Algemene verordening gegevensbescherming \(AVG\), artikel|Verdrag inzake de rechten van het kind, artikel"
    r"|Gemeentewet, artikel|Wet gemeenschappelijke regelingen, artikel 9"
    r"|Wet maatschappelijke ondersteuning 2015, artikel 4\.1\.1$|Handelingsprotocol Veilig Thuis 2019$"
    r"|OECD-DAC, evaluatiecriterium (relevantie|samenhang|doeltreffendheid|doelmatigheid|impact|duurzaamheid)"
    r"|Regeling periodiek evaluatieonderzoek 2022, artikel 1"
    r"|Toekomstscenario kind- en gezinsbescherming \(2021\), pijler (gezinsgericht|eenvoudig|lerend|rechtsbeschermend)"
    r"|Norm voor Opdrachtgeverschap jeugd|Rapport Basisfuncties voor lokale teams|Reflexieve Monitoring in Actie"
    r"|Herr en Anderson|Lincoln en Guba|Effectladder"
)


@every_template
def test_criteria_rest_on_sources_that_were_checked(chosen: Template) -> None:
    parts = [part for item in chosen.criteria for part in item.source.split("; ")]

    assert [part for part in parts if not KNOWN.match(part)] == []


@every_template
def test_most_criteria_have_a_source_and_the_rest_say_whose_it_is(chosen: Template) -> None:
    to_fill = [item.key for item in chosen.criteria if item.to_fill]

    assert 1 <= len(to_fill) <= len(chosen.criteria) // 2


ORDINALS = {"eerste": 1, "tweede": 2, "derde": 3, "vierde": 4, "vijfde": 5, "zesde": 6}


def cited(source: str) -> Iterator[tuple[str, int | None]]:
    """The articles of the Jeugdwet in a source, each with the paragraph (lid) that is named with it."""
    for part in (part for part in source.split("; ") if part.startswith("Jeugdwet")):
        for found in re.finditer(r"(\d+(?:\.\d+)+)(?:(?:, | \()(\w+)(?: en \w+)? lid)?", part):
            yield found.group(1), ORDINALS.get(found.group(2) or "")


@pytest.mark.skipif(not JEUGDWET.exists(), reason="the text of the Jeugdwet is not beside the repository")
@every_template
def test_articles_of_the_jeugdwet_exist(chosen: Template) -> None:
    law = JEUGDWET.read_text(encoding="utf-8")
    articles = dict(re.findall(r"\*\*Artikel ([\d.]+\w?)\*\*\s*\n(.*?)(?=\*\*Artikel |\Z)", law, re.DOTALL)[::-1])
    citations = [pair for item in chosen.criteria for pair in cited(item.source)]

    assert citations
    for article, paragraph in citations:
        assert "ervallen" not in articles[article][:80], article
        assert paragraph is None or f"**{paragraph}.**" in articles[article], (article, paragraph)


def test_citations_are_read_with_their_paragraph() -> None:
    source = "Jeugdwet, artikelen 2.4, 3.1 (vijfde lid) en 4.1.1, tweede lid; AVG, artikel 5"

    assert list(cited(source)) == [("2.4", None), ("3.1", 5), ("4.1.1", 2)]


# What each is about


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("pilot", ["regiehouder", "tussenevaluatie", "consulent", "afbaken", "andere gemeenten", "partners"]),
        ("samenwerking", ["subregio", "bovenregionaal waar dat meerwaarde heeft", "zomer", "subsidietraject"]),
        ("actieonderzoek", ["mislukt", "werkzame bestanddelen", "randvoorwaarden", "stelsel", "uitwisseling"]),
        ("budget", ["tekort", "al begonnen", "niet van toepassing", "herken", "bandbreedte", "kans", "kwetsbare"]),
        ("keten", ["regiegroep", "projectgroep", "tussen wal en schip", "onderwijs", "werk", "veiligheid"]),
    ],
)
def test_substance_of_the_evaluation_is_there(key: str, words: list[str]) -> None:
    whole = " ".join(text for _, text in texts(TEMPLATES[key]))

    assert [word for word in words if word not in whole] == []


# The shape


def test_template_is_frozen() -> None:
    with pytest.raises(ValidationError):
        TEMPLATES["keten"].title = "anders"  # type: ignore[misc]


def test_questions_and_codes_are_walked_parents_first() -> None:
    chosen = TEMPLATES["keten"]

    questions = [question.key for question in chosen.all_questions()]
    codes = [code.name for code in chosen.all_codes()]

    assert questions[5:9] == ["V1.6", "V1.6.1", "V1.6.2", "V1.7"]
    assert codes[:3] == ["Schakels en overdracht", "Signaleren", "Wachten"]
    assert codes[-1] == "Borging"
