"""The codebook's tree: adding, changing, moving, ordering, archiving, and its start from a template."""

from __future__ import annotations

import random
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sluitend.apps.coding import actions, queries
from sluitend.apps.coding.actions.taking_over_codes import NewCode, take_over_codes
from sluitend.apps.coding.models import CODE_COLOURS, Code, CodeChange, CodeChangeKind
from sluitend.apps.coding.queries.codebook import paths_of
from sluitend.apps.design.models import Evaluation
from sluitend.apps.people.models import AuditEvent, User
from sluitend.apps.sources.models import SourceVersion
from sluitend.engines.retrieval.expression import plain
from sluitend.errors import InputError, NotAllowed, NotFound
from sluitend.web import registry
from sluitend.web.wording import sentence


def _paths(user: User, evaluation: Evaluation) -> list[str]:
    return [node.path for node in queries.flat(queries.codebook_for(user, evaluation))]


@pytest.fixture
def tree(evaluation: Evaluation, leader: User) -> dict[str, Code]:
    """Keten › (Wachten › Overbrugging, Overdracht), Geld."""
    codes: dict[str, Code] = {}
    for name, parent in (
        ("Keten", ""),
        ("Wachten", "Keten"),
        ("Overbrugging", "Wachten"),
        ("Overdracht", "Keten"),
        ("Geld", ""),
    ):
        codes[name] = actions.add_code(actor=leader, evaluation=evaluation, name=name, parent=codes.get(parent))
    return codes


def test_the_tree_reads_from_top_to_bottom(leader: User, evaluation: Evaluation, tree: dict[str, Code]) -> None:
    assert _paths(leader, evaluation) == [
        "Keten",
        "Keten › Wachten",
        "Keten › Wachten › Overbrugging",
        "Keten › Overdracht",
        "Geld",
    ]


@given(
    st.dictionaries(
        st.integers(1, 9),
        st.tuples(st.integers(1, 9), st.sampled_from(("A", "B", "A › B", "B › A", "A › B (2)", "B’", "B'"))),
    )
)
def test_no_two_codes_are_read_by_one_path(drawn: dict[int, tuple[int, str]]) -> None:
    codes: dict[int, tuple[int | None, str]] = {}
    for pk, (above, name) in sorted(drawn.items()):
        one = (above if above in codes else None, name)
        if one not in codes.values():  # beside each other no two have one name
            codes[pk] = one

    paths = paths_of(codes)

    assert len({plain(path) for path in paths.values()}) == len(codes)
    reordered = paths_of(dict(reversed(codes.items())))
    assert reordered == paths


def test_the_code_that_lies_deepest_keeps_its_path() -> None:
    codes = {1: (None, "A › B"), 2: (None, "A"), 3: (2, "B"), 4: (1, "C"), 5: (None, "A › B (2)")}

    assert paths_of(codes) == {1: "A › B (3)", 2: "A", 3: "A › B", 4: "A › B › C", 5: "A › B (2)"}


def test_a_family_shares_a_colour_and_the_top_deals_them(tree: dict[str, Code]) -> None:
    assert {tree[name].colour for name in ("Keten", "Wachten", "Overbrugging", "Overdracht")} == {1}
    assert tree["Geld"].colour == 2


def test_names_and_rules_are_kept_in_one_form_whatever_typed_them(leader: User, evaluation: Evaluation) -> None:
    typed, kept = "Rege\u0301\r\nlang ", "Regé\nlang"

    code = actions.add_code(actor=leader, evaluation=evaluation, name=typed, definition=typed, example=typed)
    assert (code.name, code.definition, code.example) == ("Regé lang", kept, kept)
    with pytest.raises(InputError):
        actions.add_code(actor=leader, evaluation=evaluation, name="Regé lang")

    actions.change_code(actor=leader, code=code, name=typed, include=typed)
    assert (code.name, code.include) == ("Regé lang", kept)


def test_a_codebook_from_elsewhere_is_kept_in_the_same_form(leader: User, evaluation: Evaluation) -> None:
    typed, kept = "Rege\u0301\r\nlang ", "Regé\nlang"
    rules = {"definition": typed, "include": typed, "exclude": typed}
    new = NewCode("k", None, typed, None, typed, typed, typed, typed)

    taken = take_over_codes(actor=leader, evaluation=evaluation, codes=[new], here={}).codes["k"]
    actions.start_codebook(
        actor=leader, evaluation=evaluation, codes=[SimpleNamespace(name="Nége\u0301", children=[], **rules)]
    )

    planted = Code.objects.get(evaluation=evaluation, name="Négé")
    assert (taken.name, taken.definition, taken.example) == ("Regé lang", kept, kept)
    assert (planted.definition, planted.include, planted.exclude) == (kept, kept, kept)


def test_names_are_unique_under_one_parent(leader: User, evaluation: Evaluation, tree: dict[str, Code]) -> None:
    actions.add_code(actor=leader, evaluation=evaluation, name="Wachten", parent=tree["Geld"])

    with pytest.raises(InputError) as error:
        actions.add_code(actor=leader, evaluation=evaluation, name=" wachten ", parent=tree["Keten"])

    assert sentence(error.value) == "Er is hier al een code met de naam “wachten”. Kies een andere naam."


@pytest.mark.parametrize(("name", "code"), [("  ", "coding.code_name_empty"), ("x" * 121, "coding.code_name_too_long")])
def test_a_code_has_a_name_that_fits(leader: User, evaluation: Evaluation, name: str, code: str) -> None:
    with pytest.raises(InputError) as error:
        actions.add_code(actor=leader, evaluation=evaluation, name=name)

    assert error.value.code == code
    assert not Code.objects.exists()


def test_changing_keeps_what_is_not_named(leader: User, tree: dict[str, Code]) -> None:
    actions.change_code(actor=leader, code=tree["Geld"], name="Geld", definition="Alles over bekostiging.")
    actions.change_code(actor=leader, code=tree["Geld"], name="Geld en contracten", colour=7)

    code = Code.objects.get(pk=tree["Geld"].pk)
    assert (code.name, code.colour, code.definition) == ("Geld en contracten", 7, "Alles over bekostiging.")


def test_moving_takes_all_below_along(leader: User, evaluation: Evaluation, tree: dict[str, Code]) -> None:
    actions.move_code(actor=leader, code=tree["Wachten"], parent=tree["Geld"])

    assert _paths(leader, evaluation) == [
        "Keten",
        "Keten › Overdracht",
        "Geld",
        "Geld › Wachten",
        "Geld › Wachten › Overbrugging",
    ]


def test_a_move_stands_in_the_history_of_the_code(leader: User, tree: dict[str, Code]) -> None:
    actions.move_code(actor=leader, code=tree["Wachten"], parent=None)

    change = CodeChange.objects.get(code=tree["Wachten"], kind=CodeChangeKind.MOVED)
    assert (change.before, change.after, change.actor) == ({"parent": "Keten"}, {"parent": ""}, leader)


def test_a_code_cannot_stand_below_itself(leader: User, tree: dict[str, Code]) -> None:
    for parent in ("Keten", "Overbrugging"):
        with pytest.raises(InputError) as error:
            actions.move_code(actor=leader, code=tree["Keten"], parent=tree[parent])

        assert sentence(error.value) == "“Keten” kan niet onder zichzelf staan. Kies een andere plaats."


def test_shifting_changes_places_with_a_neighbour(leader: User, evaluation: Evaluation, tree: dict[str, Code]) -> None:
    assert actions.shift_code(actor=leader, code=tree["Overdracht"], up=True) is True
    assert actions.shift_code(actor=leader, code=tree["Overdracht"], up=True) is False
    assert actions.shift_code(actor=leader, code=tree["Geld"], up=False) is False

    assert _paths(leader, evaluation)[:2] == ["Keten", "Keten › Overdracht"]


def test_an_archived_code_is_not_shifted(leader: User, tree: dict[str, Code]) -> None:
    actions.archive_code(actor=leader, code=tree["Geld"])
    assert actions.shift_code(actor=leader, code=tree["Geld"], up=True) is False


@pytest.mark.parametrize("seed", range(3))
def test_random_shifts_agree_with_a_list(seed: int, leader: User, evaluation: Evaluation) -> None:
    choice = random.Random(seed)
    names = [f"Code {letter}" for letter in "ABCDE"]
    codes = {name: actions.add_code(actor=leader, evaluation=evaluation, name=name) for name in names}

    for _ in range(20):
        name, up = choice.choice(names), choice.random() < 0.5
        here = names.index(name)
        there = here - 1 if up else here + 1
        if 0 <= there < len(names):
            names[here], names[there] = names[there], names[here]
        actions.shift_code(actor=leader, code=codes[name], up=up)
        assert _paths(leader, evaluation) == names


def test_archiving_takes_all_below_out_of_use(leader: User, evaluation: Evaluation, tree: dict[str, Code]) -> None:
    assert actions.archive_code(actor=leader, code=tree["Wachten"]) == 2

    assert _paths(leader, evaluation) == ["Keten", "Keten › Overdracht", "Geld"]
    assert {code.name for code in queries.archived_codes_for(leader, evaluation)} == {"Wachten", "Overbrugging"}


def test_a_name_is_free_again_after_archiving(leader: User, evaluation: Evaluation, tree: dict[str, Code]) -> None:
    actions.archive_code(actor=leader, code=tree["Geld"])
    actions.add_code(actor=leader, evaluation=evaluation, name="Geld")

    with pytest.raises(InputError) as error:
        actions.restore_code(actor=leader, code=tree["Geld"])

    assert error.value.code == "coding.code_name_taken"


def test_a_restored_code_stands_at_the_top_when_its_parent_is_archived(
    leader: User, evaluation: Evaluation, tree: dict[str, Code]
) -> None:
    actions.archive_code(actor=leader, code=tree["Wachten"])
    actions.restore_code(actor=leader, code=Code.objects.get(name="Overbrugging"))

    assert _paths(leader, evaluation)[-1] == "Overbrugging"


def test_readers_have_no_codebook(reader: User, outsider: User, evaluation: Evaluation, code: Code) -> None:
    with pytest.raises(NotAllowed):
        actions.add_code(actor=reader, evaluation=evaluation, name="Iets")
    with pytest.raises(NotAllowed):
        queries.codebook_for(reader, evaluation)
    with pytest.raises(NotFound):
        queries.codebook_for(outsider, evaluation)


def test_counts_are_of_the_code_itself(
    leader: User, researcher: User, version: SourceVersion, public_version: SourceVersion, tree: dict[str, Code]
) -> None:
    for user, text, start in ((leader, version, 3), (researcher, version, 3), (leader, public_version, 0)):
        actions.apply_code(actor=user, version=text, start=start, end=12, code=tree["Wachten"])

    counts = {
        node.code.name: (node.codings, node.sources)
        for node in queries.flat(queries.codebook_for(leader, version.source.evaluation, with_sources=True))
    }

    assert counts["Wachten"] == (3, 2)
    assert counts["Keten"] == (0, 0)


def _template(*names: str) -> SimpleNamespace:
    codes = [
        SimpleNamespace(name=name, definition="Wat", include="Wel", exclude="Niet", children=children)
        for name, children in [(name, ()) for name in names]
    ]
    return SimpleNamespace(codes=codes)


def test_a_new_evaluation_starts_with_the_codes_of_its_template(leader: User, evaluation: Evaluation) -> None:
    starter = registry.starters["coding.codebook"]

    starter.run(leader, evaluation, _template(*(f"Thema {number}" for number in range(1, 15))))

    codes = list(Code.objects.all())
    assert [code.name for code in codes] == [f"Thema {number}" for number in range(1, 15)]
    assert [code.colour for code in codes] == [*range(1, CODE_COLOURS + 1), 1, 2]
    assert (codes[0].definition, codes[0].include, codes[0].exclude) == ("Wat", "Wel", "Niet")
    assert AuditEvent.objects.get(action="coding.codebook_started").data == {"codes": 14}


def test_children_of_the_template_stand_below_their_code(leader: User, evaluation: Evaluation) -> None:
    template = _template("Keten", "Geld")
    template.codes[0].children = _template("Wachten", "Overdracht").codes

    actions.start_codebook(actor=leader, evaluation=evaluation, codes=template.codes)

    assert _paths(leader, evaluation) == ["Keten", "Keten › Wachten", "Keten › Overdracht", "Geld"]
    assert Code.objects.get(name="Overdracht").colour == Code.objects.get(name="Keten").colour
