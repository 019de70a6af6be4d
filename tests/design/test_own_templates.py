"""A template from an evaluation: the same schema, without names, kept here or taken along as a file."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from sluitend.apps.coding.models import Code
from sluitend.apps.design import actions, queries
from sluitend.apps.design.models import Evaluation, MatrixCell, OwnTemplate, Place, Topic
from sluitend.apps.design.template_faults import faults_of
from sluitend.apps.design.template_store import FOLDER, own_templates, templates
from sluitend.apps.people.models import AuditEvent, User
from sluitend.errors import InputError, NotAllowed
from sluitend.formats.template import Template, dumps, loads
from sluitend.web.wording import sentence

ClientOf = Callable[[User], Client]
BASE = templates()["keten"]
WORDS = {"title": "Onze keten", "for_whom": "Voor regio's.", "description": "Wat wij leerden."}


def _made(user: User, evaluation: Evaluation) -> queries.Made:
    return queries.as_template(user, evaluation, key=actions.key_for(WORDS["title"]), **WORDS)


@pytest.mark.parametrize("key", ["keten", "samenwerking"])
def test_an_evaluation_gives_back_the_template_it_began_with(leader: User, key: str) -> None:
    evaluation = actions.create_evaluation(actor=leader, template_key=key, title="Proef")

    made = _made(leader, evaluation).template

    base = templates()[key]
    same = ("main_question", "sub_questions", "codes", "outline", "pitfalls", "logbook_prompts", "places", "object")
    assert {name: getattr(made, name) for name in same} == {name: getattr(base, name) for name in same}
    assert [one.topics for one in made.perspectives] == [one.topics for one in base.perspectives]
    assert [(one.name, one.source) for one in made.criteria] == [(one.name, one.source) for one in base.criteria]
    assert len(made.matrix) == len(base.matrix)
    assert {(row.planned, row.per_place, row.level) for row in made.matrix} == {
        (row.planned, row.per_place, row.level) for row in base.matrix
    }


def test_what_is_dropped_and_added_follows(begun: Evaluation, leader: User) -> None:
    actions.drop_question(
        actor=leader, question=begun.questions.get(label="V1.3"), reason="Weg.", date=date(2026, 2, 1)
    )
    second = actions.add_question(actor=leader, evaluation=begun, text="Wat kost het?", kind="descriptive", parent=None)
    part = actions.add_question(actor=leader, evaluation=begun, text="Per gemeente?", kind="descriptive", parent=second)
    group, method = begun.perspectives.all()[0], begun.methods.get(kind="interview")
    place = Place.objects.create(evaluation=begun, name="Aardam (fictief)", kind="other")
    MatrixCell.objects.create(question=part, perspective=group, method=method, place=place, planned=2)

    template = _made(leader, begun).template

    texts = {question.key: question.text for question in template.all_questions()}
    assert list(texts) == sorted(texts, key=lambda key: [int(step) for step in key[1:].split(".")])
    assert begun.questions.get(label="V1.3").versions.get().text not in texts.values()
    assert (texts["V1.9"], texts["V1.9.1"]) == ("Wat kost het?", "Per gemeente?")
    row = next(row for row in template.matrix if row.question == "V1.9.1")
    assert (row.per_place, row.planned) == (True, 2)
    topic = template.perspectives[0].topics[-1]
    assert (topic.text, topic.questions) == ("in te vullen: onderwerp bij V1.9.1", ("V1.9.1",))
    outline = "\n".join(section.markdown for section in template.outline)
    assert "{{bevindingen V1.9.1}}" in outline
    assert outline.count("{{bevindingen V1.3}}") == "\n".join(one.markdown for one in BASE.outline).count(
        "bevindingen V1.4}}"
    )


def test_no_name_of_the_evaluation_goes_along(begun: Evaluation, leader: User) -> None:
    Place.objects.create(evaluation=begun, name="Aardam (fictief)", kind="other")
    leader.name = "Jo Verzonnen (fictief)"
    leader.save(update_fields=["name"])
    commissioner = actions.organisation_named(actor=leader, name="Gemeente Bovenmeer (fictief)")
    begun.commissioner = commissioner
    begun.save(update_fields=["commissioner"])
    topic = Topic.objects.filter(perspective__evaluation=begun).order_by("pk")[0]
    topic.prompts = [
        "Hoe gaat het in Aardam?",
        "Wat vindt u van Bovenmeer?",
        "Kent u Jo Verzonnen?",
        "En in Aardamse wijken?",
    ]
    topic.save(update_fields=["prompts"])

    made = _made(leader, Evaluation.objects.get(pk=begun.pk))

    assert made.template.perspectives[0].topics[0].prompts == (
        "Hoe gaat het in [plaats]?",
        "Wat vindt u van [organisatie]?",
        "Kent u [naam]?",
        "En in Aardamse wijken?",
    )
    assert made.names >= 3
    assert "Bovenmeer" not in dumps(made.template)


def test_codes_of_a_name_twice_and_without_rules_are_told_apart(begun: Evaluation, leader: User) -> None:
    first, second = Code.objects.filter(evaluation=begun, parent=None).order_by("pk")[:2]
    for parent in (first, second):
        Code.objects.create(
            evaluation=begun, parent=parent, name="Nieuw", example="Letterlijk gezegd", created_by=leader
        )

    template = _made(leader, begun).template

    names = [code.name for code in template.all_codes()]
    assert names.count("Nieuw") == names.count("Nieuw (2)") == 1
    assert "Letterlijk gezegd" not in dumps(template)
    assert next(code for code in template.all_codes() if code.name == "Nieuw").definition.startswith("in te vullen:")


def test_a_question_that_nobody_is_asked_is_a_fault_in_words(begun: Evaluation, leader: User) -> None:
    MatrixCell.objects.filter(question__evaluation=begun, question__label="V1.9").delete()

    with pytest.raises(InputError) as caught:
        _made(leader, begun)

    assert faults_of(caught.value) == ["sub_questions.8: dit komt niet voor in de matrix."]


def test_without_questions_there_is_no_template(begun: Evaluation, leader: User, client_of: ClientOf) -> None:
    begun.questions.update(dropped_at=date(2026, 2, 1), dropped_reason="Weg.")

    page = client_of(leader).post(reverse("design:make_template", args=[begun.pk]), WORDS)

    assert page.status_code == 200
    assert "Deze evaluatie stelt geen vragen meer" in page.content.decode()
    assert not OwnTemplate.objects.exists()


def test_a_kept_template_begins_an_evaluation(begun: Evaluation, leader: User) -> None:
    own = actions.save_template(actor=leader, evaluation=begun, template=_made(leader, begun).template)

    assert (own.key, list(own_templates())) == ("onze_keten", ["onze_keten"])
    evaluation = actions.create_evaluation(actor=leader, template_key="onze_keten", title="Tweede")
    assert evaluation.questions.count() == begun.questions.count()
    assert actions.key_for("Onze keten") == "onze_keten_2"
    with pytest.raises(InputError) as caught:
        actions.save_template(actor=leader, evaluation=begun, template=own_templates()["onze_keten"])
    assert sentence(caught.value).startswith("Er is al een sjabloon met de sleutel “onze_keten”.")

    actions.delete_template(actor=leader, own=own)
    assert len(_made(leader, evaluation).template.sub_questions) == len(templates()["keten"].sub_questions)
    saved, removed = AuditEvent.objects.filter(action__startswith="design.template").order_by("id")
    assert (saved.action, saved.evaluation_id, saved.data) == ("design.template_saved", begun.pk, {})
    assert removed.action == "design.template_deleted"


def test_only_who_may_begin_an_evaluation_keeps_a_template(begun: Evaluation, leader: User, researcher: User) -> None:
    template = _made(researcher, begun).template

    with pytest.raises(NotAllowed):
        actions.save_template(actor=researcher, evaluation=begun, template=template)
    with pytest.raises(NotAllowed):
        actions.upload_template(actor=researcher, data=dumps(template).encode(), name="eigen.yaml")
    assert not OwnTemplate.objects.exists()


def test_as_yaml_a_template_stays_what_it_is() -> None:
    for template in templates().values():
        assert loads(dumps(template).encode(), "eigen.yaml") == template


def _upload(client: Client, content: bytes) -> str:
    answer = client.post(
        reverse("design:upload_template"), {"file": SimpleUploadedFile("eigen.yaml", content)}, follow=True
    )
    return answer.content.decode()


def _renamed(template: Template) -> str:
    return dumps(template).replace("key: keten\n", "key: eigen\n", 1)


@pytest.mark.django_db
def test_a_file_with_faults_says_line_by_line_what(leader: User, client_of: ClientOf) -> None:
    client = client_of(leader)
    good = _renamed(templates()["keten"])
    line = good[: good.index("question: V1.2\n")].count("\n") + 1

    page = _upload(client, good.replace("question: V1.2\n", "question: V1.99\n", 1).encode())
    assert f"Regel {line} (criteria." in page or f"Regel {line} (matrix." in page
    assert "deze vraag bestaat niet in het sjabloon." in page
    assert "Regel 2: het bestand is geen YAML" in _upload(client, b"key: eigen\n\ttitle: x\n")
    assert "Het bestand: het is niet in UTF-8" in _upload(client, b"\xff\xfe")
    assert "Er is al een sjabloon met de sleutel" in _upload(client, Path(FOLDER / "keten.yaml").read_bytes())
    assert not OwnTemplate.objects.exists()

    page = _upload(client, good.encode())
    assert "Evaluatie hiermee beginnen" in page
    assert OwnTemplate.objects.get().key == "eigen"


def test_from_the_page_a_template_is_kept_or_downloaded(begun: Evaluation, leader: User, client_of: ClientOf) -> None:
    client = client_of(leader)
    address = reverse("design:make_template", args=[begun.pk])

    file = client.post(address, {**WORDS, "download": "1"})
    assert file["Content-Disposition"] == 'attachment; filename="onze_keten.yaml"'
    assert loads(file.content, "onze_keten.yaml").title == "Onze keten"
    assert not OwnTemplate.objects.exists()

    page = client.post(address, WORDS, follow=True)
    assert "Onze keten" in page.content.decode()
    assert "Onze keten" in client.get(reverse("design:begin")).content.decode()
    again = client.get(reverse("design:download_template", args=["onze_keten"]))
    assert again.content == file.content
    client.post(reverse("design:delete_template", args=["onze_keten"]))
    assert not OwnTemplate.objects.exists()
