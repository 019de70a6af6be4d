"""What editing keeps: history, order, names, and what somebody else wrote meanwhile."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from sluitend.apps.design import actions, queries
from sluitend.apps.design.differences import words_between
from sluitend.apps.design.models import Evaluation, MatrixCell, Membership, Place, Question
from sluitend.apps.people import actions as people_actions
from sluitend.apps.people.models import Municipality, Region, RegionMembership, User
from sluitend.apps.people.permissions import Role
from sluitend.errors import InputError
from sluitend.web.wording import sentence

MEANWHILE = (
    "Iemand anders heeft dit gewijzigd terwijl u schreef. Wat u typte, staat er nog: vergelijk, en sla opnieuw op."
)
REASON = "Schrijf in één zin waarom dit verandert. De reden komt in het logboek."


@pytest.fixture
def question(begun: Evaluation) -> Question:
    return begun.questions.get(label="V1.3")


def _reword(actor: User, question: Question, **change: object) -> None:
    values = {"text": "Waar wachten jeugdigen?", "reason": "Korter.", "date": date(2026, 3, 1), "seen": 1}
    actions.reword_question(actor=actor, question=question, **{**values, **change})


def test_another_wording_leaves_the_old_one(question: Question, leader: User, begun: Evaluation) -> None:
    old = question.versions.get().text

    _reword(leader, question)

    assert [one.text for one in queries.question_history(leader, question)] == [old, "Waar wachten jeugdigen?"]
    line = next(line for line in queries.questions_for(leader, begun) if line.label == "V1.3")
    assert (line.text, line.version) == ("Waar wachten jeugdigen?", 2)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"reason": " "}, REASON),
        ({"seen": 0}, MEANWHILE),
        (
            {"date": date(2025, 12, 31)},
            "De datum ligt vóór het begin van de formulering die nu geldt. Kies een latere datum.",
        ),
    ],
)
def test_a_wording_that_cannot_be(question: Question, leader: User, change: dict[str, object], expected: str) -> None:
    with pytest.raises(InputError) as caught:
        _reword(leader, question, **change)

    assert sentence(caught.value) == expected
    assert question.versions.count() == 1


def test_the_same_wording_is_no_version(question: Question, leader: User) -> None:
    with pytest.raises(InputError) as caught:
        _reword(leader, question, text=question.versions.get().text)

    assert sentence(caught.value) == "De formulering is dezelfde als eerst. Wijzig haar, of ga terug."


def test_the_database_refuses_a_change_without_reason(question: Question, leader: User) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        question.versions.create(number=2, text="Anders", reason="", date=date(2026, 3, 1), author=leader)


def test_a_dropped_question_stays_with_its_reason(question: Question, leader: User, begun: Evaluation) -> None:
    actions.drop_question(actor=leader, question=question, reason="Elders onderzocht.", date=date(2026, 3, 1))

    assert "V1.3" not in [line.label for line in queries.questions_for(leader, begun)]
    kept = {line.label: line for line in queries.questions_for(leader, begun, with_dropped=True)}
    assert kept["V1.3"].dropped_reason == "Elders onderzocht."
    assert "V1.3" not in {cell.question_label for cell in queries.matrix_for(leader, begun)}


def test_parts_are_dropped_before_the_whole_and_restored_after(begun: Evaluation, leader: User) -> None:
    whole, part = begun.questions.get(label="V1.6"), begun.questions.get(label="V1.6.1")
    with pytest.raises(InputError) as caught:
        actions.drop_question(actor=leader, question=whole, reason="Weg.", date=date(2026, 3, 1))
    assert sentence(caught.value) == "Vraag V1.6 heeft deelvragen. Laat die eerst vervallen."

    for label in ("V1.6.1", "V1.6.2", "V1.6"):
        one = begun.questions.get(label=label)
        actions.drop_question(actor=leader, question=one, reason="Weg.", date=date(2026, 3, 1))

    part.refresh_from_db()
    with pytest.raises(InputError) as caught:
        actions.restore_question(actor=leader, question=part)
    assert sentence(caught.value) == "Vraag V1.6, waar deze vraag bij hoort, is vervallen. Haal die eerst terug."


def test_questions_are_two_levels_deep(begun: Evaluation, leader: User) -> None:
    with pytest.raises(InputError) as caught:
        actions.add_question(
            actor=leader, evaluation=begun, text="x", kind="forward", parent=begun.questions.get(label="V1.6.1")
        )

    assert sentence(caught.value) == (
        "Vraag V1.6.1 is al een deel van een deelvraag. Voeg de vraag een niveau hoger toe."
    )


def test_once_under_way_an_addition_needs_a_reason(begun: Evaluation, leader: User) -> None:
    actions.set_status(actor=leader, evaluation=begun, status="running")

    with pytest.raises(InputError) as caught:
        actions.add_question(actor=leader, evaluation=begun, text="x", kind="forward")
    assert sentence(caught.value) == REASON
    with pytest.raises(InputError):
        actions.add_criterion(
            actor=leader, question=begun.questions.get(label="V1.2"), name="x", source="x", good="x", insufficient="x"
        )


def test_a_change_in_place_is_refused_over_somebody_elses(begun: Evaluation, leader: User, researcher: User) -> None:
    method = begun.methods.all()[0]
    actions.change_method(actor=leader, method=method, revision=1, name="Eerst", kind="expert", note="")

    with pytest.raises(InputError) as caught:
        actions.change_method(actor=researcher, method=method, revision=1, name="Daarna", kind="expert", note="")

    assert sentence(caught.value) == MEANWHILE
    assert begun.methods.get(pk=method.pk).name == "Eerst"


def test_a_name_stands_once(begun: Evaluation, leader: User) -> None:
    name = begun.perspectives.all()[0].name

    with pytest.raises(InputError) as caught:
        actions.add_perspective(actor=leader, evaluation=begun, name=name)

    assert sentence(caught.value) == f"Er is hier al een “{name}”. Kies een andere naam."


def test_moving_changes_places_with_the_neighbour(begun: Evaluation, leader: User) -> None:
    before = [one.name for one in begun.perspectives.all()]

    actions.move(actor=leader, item=begun.perspectives.all()[1], step=-1)
    actions.move(actor=leader, item=begun.perspectives.all()[0], step=-1)

    assert [one.name for one in begun.perspectives.all()] == [before[1], before[0], *before[2:]]


def test_moving_a_question_stays_under_its_parent(begun: Evaluation, leader: User) -> None:
    actions.move(actor=leader, item=begun.questions.get(label="V1.6.2"), step=-1)

    labels = [line.label for line in queries.questions_for(leader, begun)]
    assert labels[6:9] == ["V1.6", "V1.6.2", "V1.6.1"]


def test_places_by_name_are_tied_to_the_register(begun: Evaluation, leader: User) -> None:
    town = Municipality.objects.create(code="GM9001", name="Aardam (fictief)")

    added = [
        actions.add_places(
            actor=leader, evaluation=begun, names=["Aardam (fictief)", "Nieuw", "Nieuw"], kind="municipality"
        )
        for _twice in range(2)
    ]

    assert added == [2, 0]
    assert list(begun.places.values_list("name", "municipality")) == [("Aardam (fictief)", town.pk), ("Nieuw", None)]


@pytest.fixture
def region(db: None) -> Region:
    """A region with two municipalities of its own, one of them until last year, and two in its subregion."""
    whole = Region.objects.create(name="Regio (fictief)", kind="youth_region")
    part = Region.objects.create(name="Subregio (fictief)", kind="subregion", parent=whole)
    for number, (here, ends) in enumerate([(whole, None), (whole, date(2025, 12, 31)), (part, None), (part, None)]):
        town = Municipality.objects.create(code=f"GM900{number}", name=f"Plaats {number} (fictief)")
        for product in ("JB", "Pleegzorg")[: 2 if number == 0 else 1]:
            RegionMembership.objects.create(
                region=here, municipality=town, product=product, starts=date(2020, 1, 1), ends=ends
            )
    return whole


def test_a_region_is_taken_over_for_a_product_and_a_day(begun: Evaluation, leader: User, region: Region) -> None:
    added = actions.take_region(actor=leader, evaluation=begun, region=region, product="JB", on=date(2026, 6, 1))

    places = {place.name: place.parent and place.parent.name for place in begun.places.select_related("parent")}
    assert added == 5
    assert places == {
        "Regio (fictief)": None,
        "Subregio (fictief)": "Regio (fictief)",
        "Plaats 0 (fictief)": "Regio (fictief)",
        "Plaats 2 (fictief)": "Subregio (fictief)",
        "Plaats 3 (fictief)": "Subregio (fictief)",
    }
    again = actions.take_region(actor=leader, evaluation=begun, region=region, product="JB", on=date(2025, 6, 1))
    assert again == 1  # who sat in it then


def test_a_region_for_another_product_has_other_municipalities(begun: Evaluation, leader: User, region: Region) -> None:
    actions.take_region(actor=leader, evaluation=begun, region=region, product="Pleegzorg")

    assert sorted(begun.places.values_list("name", flat=True)) == ["Plaats 0 (fictief)", "Regio (fictief)"]


def test_a_place_with_places_in_it_stays(begun: Evaluation, leader: User) -> None:
    whole = Place.objects.create(evaluation=begun, name="Regio", kind="region")
    Place.objects.create(evaluation=begun, name="Plaats", kind="municipality", parent=whole)

    with pytest.raises(InputError) as caught:
        actions.delete_place(actor=leader, place=whole)

    assert sentence(caught.value) == (
        "Dit kan niet weg: bronnen of andere onderdelen verwijzen er nog naar. Wijzig die eerst."
    )
    assert begun.places.count() == 2


def _cell(begun: Evaluation) -> tuple[Question, object, list[object]]:
    return begun.questions.get(label="V1.2"), begun.perspectives.all()[0], list(begun.methods.all())


def test_a_cell_is_planned_anew(begun: Evaluation, leader: User) -> None:
    question, perspective, methods = _cell(begun)
    place = Place.objects.create(evaluation=begun, name="Plaats", kind="municipality")
    plans = [
        actions.Plan(methods[0], 4),
        actions.Plan(methods[0], 2, level="executive", place=place),
        actions.Plan(methods[1], 1, per_place=True),
    ]

    actions.set_cell(actor=leader, question=question, perspective=perspective, plans=plans)

    cells = queries.cells_of(leader, question, perspective)
    assert [(cell.method, cell.planned, cell.level, cell.place, cell.per_place) for cell in cells] == [
        (methods[0], 4, "", None, False),
        (methods[0], 2, "executive", place, False),
        (methods[1], 1, "", None, True),
    ]
    actions.set_cell(actor=leader, question=question, perspective=perspective, plans=[])
    assert queries.cells_of(leader, question, perspective) == []


def test_a_cell_that_cannot_be(begun: Evaluation, leader: User) -> None:
    question, perspective, methods = _cell(begun)
    place = Place.objects.create(evaluation=begun, name="Plaats", kind="municipality")
    before = MatrixCell.objects.count()

    def problem(plans: list[actions.Plan], seen: str | None = None) -> str:
        with pytest.raises(InputError) as caught:
            actions.set_cell(actor=leader, question=question, perspective=perspective, plans=plans, seen=seen)
        return sentence(caught.value)

    assert problem([actions.Plan(methods[0], 1), actions.Plan(methods[0], 2)]) == (
        "Twee regels hebben dezelfde methode, hetzelfde niveau en dezelfde plaats. Voeg ze samen."
    )
    assert problem([actions.Plan(methods[0], 1, place=place, per_place=True)]) == (
        "Een regel geldt voor elke plaats of voor één plaats. Kies een van de twee."
    )
    assert problem([], seen="wat er eerst stond") == MEANWHILE
    assert MatrixCell.objects.count() == before


def test_the_object_changes_in_order_of_time(begun: Evaluation, leader: User) -> None:
    evaluated = begun.evaluated_object
    new = {"name": "Smallere rol", "description": "", "scope": "", "reason": "De tussenevaluatie."}

    version = actions.add_object_version(
        actor=leader, evaluated_object=evaluated, starts=date(2026, 4, 1), seen=1, **new
    )

    assert (version.number, version.reason) == (2, "De tussenevaluatie.")
    expected = "De versies volgen elkaar op in de tijd. Kies een datum na de vorige versie en vóór de volgende."
    with pytest.raises(InputError) as caught:
        actions.add_object_version(actor=leader, evaluated_object=evaluated, starts=date(2026, 3, 1), seen=2, **new)
    assert sentence(caught.value) == expected
    first = evaluated.versions.get(number=1)
    with pytest.raises(InputError) as caught:
        actions.describe_object_version(
            actor=leader, version=first, revision=1, name="x", description="", scope="", starts=date(2026, 5, 1)
        )
    assert sentence(caught.value) == expected


def test_a_criterion_keeps_its_history(begun: Evaluation, leader: User) -> None:
    criterion = begun.criteria.all()[0]
    content = {"name": "Op tijd", "source": "Eigen norm", "good": "Ja", "insufficient": "Nee"}

    actions.change_criterion(actor=leader, criterion=criterion, reason="Preciezer.", seen=1, **content)

    line = queries.criterion_for(leader, begun, criterion.pk)
    assert (line.name, len(line.versions), line.current.reason) == ("Op tijd", 2, "Preciezer.")
    with pytest.raises(InputError) as caught:
        actions.change_criterion(actor=leader, criterion=criterion, reason="Nog eens.", seen=1, **content)
    assert sentence(caught.value) == MEANWHILE


def test_the_last_project_leader_stays(begun: Evaluation, leader: User, researcher: User) -> None:
    own = begun.memberships.get(user=leader)
    expected = "Een evaluatie heeft altijd een projectleider. Maak eerst iemand anders projectleider."

    for attempt in (
        lambda: actions.remove_member(actor=leader, membership=own),
        lambda: actions.change_role(actor=leader, membership=own, role=Role.READER),
    ):
        with pytest.raises(InputError) as caught:
            attempt()
        assert sentence(caught.value) == expected

    actions.change_role(actor=leader, membership=begun.memberships.get(user=researcher), role=Role.LEADER)
    actions.remove_member(actor=leader, membership=own)
    assert not begun.memberships.filter(user=leader).exists()


def test_who_has_an_account_is_a_member_at_once(begun: Evaluation, leader: User, outsider: User) -> None:
    membership, invitation, token = actions.invite_member(
        actor=leader, evaluation=begun, email=outsider.email.upper(), role=Role.RESEARCHER
    )

    assert membership is not None
    assert (membership.user, membership.role, invitation, token) == (outsider, Role.RESEARCHER, None, "")
    with pytest.raises(InputError) as caught:
        actions.invite_member(actor=leader, evaluation=begun, email=outsider.email, role=Role.READER)
    assert sentence(caught.value) == (f"{outsider.name} is al lid van deze evaluatie. Wijzig de rol in de lijst.")


def test_an_accepted_invitation_makes_the_member(begun: Evaluation, leader: User) -> None:
    _none, invitation, token = actions.invite_member(
        actor=leader, evaluation=begun, email="nieuw@voorbeeld.invalid", role=Role.READER
    )
    assert invitation is not None
    assert not Membership.objects.filter(user__email="nieuw@voorbeeld.invalid").exists()

    user = people_actions.accept_invitation(token=token, name="Nieuw (fictief)", password="lang-en-fictief-2026")

    assert begun.memberships.get(user=user).role == Role.READER
    assert list(queries.invitations_for(leader, begun)) == []


def test_an_invitation_to_the_installation_makes_no_member(begun: Evaluation, owner: User) -> None:
    _invitation, token = people_actions.invite(actor=owner, email="los@voorbeeld.invalid")

    user = people_actions.accept_invitation(token=token, name="Los (fictief)", password="lang-en-fictief-2026")

    assert not Membership.objects.filter(user=user).exists()


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("", "Hoe gaat het?", [("same", "Hoe gaat het?")]),
        ("Hoe gaat het?", "Hoe gaat het nu?", [("same", "Hoe gaat "), ("out", "het?"), ("in", "het nu?")]),
        ("Een twee", "Twee", [("out", "Een twee"), ("in", "Twee")]),
    ],
)
def test_changed_words(before: str, after: str, expected: list[tuple[str, str]]) -> None:
    assert [(piece.kind, piece.text) for piece in words_between(before, after)] == expected
