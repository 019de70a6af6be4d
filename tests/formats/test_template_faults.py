"""A template that is broken is refused, and its author is sent to the exact spot."""

from __future__ import annotations

import copy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from sluitend.errors import InputError
from sluitend.formats import template

FOLDER = Path(__file__).parents[2] / "src/sluitend/apps/design/templates_data"

Break = Callable[[dict[str, Any]], object]

FAULTS: list[tuple[Break, str, str]] = [
    (lambda t: t.pop("title"), "title", "missing"),
    (lambda t: t["perspectives"][0].update(kleur="rood"), "perspectives.0.kleur", "extra_forbidden"),
    (lambda t: t["matrix"][3].update(planned="zes"), "matrix.3.planned", "int_type"),
    (lambda t: t["matrix"][3].update(planned=0), "matrix.3.planned", "greater_than_equal"),
    (
        lambda t: t["perspectives"][0]["topics"][1].update(prompts=["Wat?"]),
        "perspectives.0.topics.1.prompts",
        "too_short",
    ),
    (lambda t: t["methods"][2].update(kind="enquete"), "methods.2.kind", "literal_error"),
    (lambda t: t["criteria"][1].update(good="  "), "criteria.1.good", "string_too_short"),
    (lambda t: t["phases"][0].update(weeks=True), "phases.0.weeks", "int_type"),
    (lambda t: t["matrix"][3].update(question="V1.99"), "matrix.3.question", "unknown_question"),
    (lambda t: t["matrix"][3].update(perspective="niemand"), "matrix.3.perspective", "unknown_perspective"),
    (lambda t: t["matrix"][3].update(method="raden"), "matrix.3.method", "unknown_method"),
    (lambda t: t["matrix"][1].update(level="executive"), "matrix.1.level", "level_not_of_perspective"),
    (lambda t: t["matrix"].append(dict(t["matrix"][0])), "matrix.80", "twice"),
    (lambda t: t["methods"][1].update(name=t["methods"][0]["name"]), "methods.1", "twice"),
    (lambda t: t["levels"][2].update(perspectives=["niemand"]), "levels.2.perspectives", "unknown_perspective"),
    (lambda t: t["criteria"][4].update(question="V1.99"), "criteria.4.question", "unknown_question"),
    (lambda t: t["criteria"].pop(), "sub_questions.8", "no_criterion"),
    (lambda t: t["sub_questions"][1].update(no_criterion="zomaar"), "sub_questions.1.no_criterion", "has_criterion"),
    (lambda t: t["sub_questions"][0].pop("no_criterion"), "sub_questions.0", "no_criterion"),
    (lambda t: t["sub_questions"][0].update(key="V1.2"), "sub_questions.0.key", "question_out_of_order"),
    (
        lambda t: t["sub_questions"][5]["questions"][1].update(key="V1.6.3"),
        "sub_questions.5.questions.1.key",
        "question_out_of_order",
    ),
    (
        lambda t: t["perspectives"][2]["topics"][0].update(questions=["V1.2", "V1.99"]),
        "perspectives.2.topics.0.questions",
        "unknown_question",
    ),
    (
        lambda t: t["perspectives"][2]["topics"][0].update(questions=["V1.2", "V1.9"]),
        "perspectives.2.topics.0.questions",
        "topic_not_in_matrix",
    ),
    (
        lambda t: t["matrix"].append(
            {"question": "V1.9", "perspective": "ouders", "method": "interviews", "planned": 3}
        ),
        "matrix.80",
        "not_on_topic_list",
    ),
    (
        lambda t: t["methods"].append({"key": "gissen", "name": "Gissen", "kind": "expert", "note": "Niet gebruikt."}),
        "methods.6",
        "not_in_matrix",
    ),
    (lambda t: t["outline"][4].update(markdown="[[V1.99]]"), "outline.4.markdown", "unknown_reference"),
    (lambda t: t["outline"][4].update(markdown="[[B4]]"), "outline.4.markdown", "unknown_reference"),
    (lambda t: t["outline"][4].update(markdown="{{bijlage onzin}}"), "outline.4.markdown", "unknown_block"),
    (lambda t: t["outline"][4].update(markdown="{{bevindingen V1.99}}"), "outline.4.markdown", "unknown_block"),
]

KETEN = yaml.safe_load((FOLDER / "keten.yaml").read_text(encoding="utf-8"))


def refused(path: Path) -> InputError:
    with pytest.raises(InputError) as caught:
        template.load(path)
    assert caught.value.code == "formats.template_invalid"
    return caught.value


@pytest.mark.parametrize(("fault", "where", "problem"), FAULTS, ids=[f"{p}@{w}" for _, w, p in FAULTS])
def test_broken_file_gives_the_precise_path(tmp_path: Path, fault: Break, where: str, problem: str) -> None:
    content = copy.deepcopy(KETEN)
    fault(content)
    path = tmp_path / "keten.yaml"
    path.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), encoding="utf-8")

    error = refused(path)

    assert (error.data["path"], error.data["problem"]) == (where, problem)
    assert error.where == f"keten.yaml: {where}"


def test_unbroken_copy_loads(tmp_path: Path) -> None:
    path = tmp_path / "keten.yaml"
    path.write_text(yaml.safe_dump(KETEN, allow_unicode=True), encoding="utf-8")

    assert template.load(path) == template.load(FOLDER / "keten.yaml")


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    content = copy.deepcopy(KETEN)
    content["matrix"][3]["question"] = "V1.99"
    content["criteria"][4]["question"] = "V1.99"
    path = tmp_path / "keten.yaml"
    path.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")

    problems = refused(path).data["problems"]

    assert [(item.path, item.value) for item in problems if item.problem == "unknown_question"] == [  # type: ignore[attr-defined]
        ("matrix.3.question", "V1.99"),
        ("criteria.4.question", "V1.99"),
    ]


def test_guidance_may_show_references_that_do_not_exist_yet(tmp_path: Path) -> None:
    content = copy.deepcopy(KETEN)
    content["outline"][0]["markdown"] = "> Schrijfhulp: verwijs met [[B4]] naar een bevinding."
    path = tmp_path / "keten.yaml"
    path.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")

    assert template.load(path).outline[0].markdown.endswith("naar een bevinding.")


@pytest.mark.parametrize(
    ("text", "where", "problem"),
    [
        (b"key: keten\ntitle: [open\n", "broken.yaml: 3:1", "not_yaml"),
        (b"key: keten\nkey: keten\n", "broken.yaml: 2:1", "key_twice"),
        (b"key: &a keten\ntitle: *a\n", "broken.yaml: 1:6", "alias"),
        (b"a: &a [x]\nb: &b [*a, *a]\nc: &c [*b, *b]\n", "broken.yaml: 1:4", "alias"),
        (b"key: 2024-01-01\n", "broken.yaml: key", "string_pattern_mismatch"),
        (b"key: !!python/name:os.system\n", "broken.yaml: 1:6", "not_yaml"),
        (b"key: caf\xe9\n", "broken.yaml", "not_utf8"),
        (b"", "broken.yaml", "model_type"),
        (b"- keten\n", "broken.yaml", "model_type"),
    ],
)
def test_file_that_is_no_template_gives_line_and_column(tmp_path: Path, text: bytes, where: str, problem: str) -> None:
    path = tmp_path / "broken.yaml"
    path.write_bytes(text)

    error = refused(path)

    assert (error.where, error.data["problem"]) == (where, problem)


def test_huge_file_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(template, "MAX_BYTES", 10)
    path = tmp_path / "broken.yaml"
    path.write_text("key: keten\ntitle: te groot\n", encoding="utf-8")

    assert refused(path).data["problem"] == "too_large"


def test_file_is_named_after_its_key(tmp_path: Path) -> None:
    (tmp_path / "anders.yaml").write_text(yaml.safe_dump(KETEN, allow_unicode=True), encoding="utf-8")

    with pytest.raises(InputError) as caught:
        template.load_all(tmp_path)

    assert (caught.value.where, caught.value.data["problem"]) == ("anders.yaml: key", "not_the_file_name")
