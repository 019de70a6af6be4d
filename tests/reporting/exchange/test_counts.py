"""What an import says that it brought is what is here then, and what it lists makes up the rest of the file."""

from __future__ import annotations

import pytest

from sluitend.apps.coding import actions as coding
from sluitend.apps.coding.models import Code, Coding, Fragment
from sluitend.apps.design.models import Evaluation
from sluitend.apps.people.models import User
from sluitend.apps.sources.actions import publish_version, release_version
from sluitend.apps.sources.models import Source, SourceVersion
from sluitend.formats.documents import Block, BlockKind
from tests.reporting.exchange.conftest import brought_in
from tests.reporting.exchange.test_arriving import CODE, SOURCE, USER, bare, losses

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_process")]

OTHER = "00000000-0000-0000-0000-000000000077"
WORDS = "eerste tweede derde"
WHOLE = (0, len(WORDS))


def selection(number: int, span: tuple[int, int], *coders: str) -> str:
    codings = "".join(
        f"""<Coding guid="2000000{number}-0000-0000-0000-00000000000{place}" creatingUser="{one}">
          <CodeRef targetGUID="{CODE}"/></Coding>"""
        for place, one in enumerate(coders)
    )
    return f"""<PlainTextSelection guid="10000000-0000-0000-0000-00000000000{number}" startPosition="{span[0]}"
      endPosition="{span[1]}">{codings}</PlainTextSelection>"""


def file(*inside: str) -> bytes:
    text = f'<TextSource guid="{SOURCE}" name="T" plainTextPath="internal://t.txt">{"".join(inside)}</TextSource>'
    return bare(f'<Code guid="{CODE}" name="A" isCodable="true"/>', text, WORDS)


def here(evaluation: Evaluation) -> tuple[int, int]:
    """How many passages and codings."""
    codings = Coding.objects.filter(fragment__evaluation=evaluation)
    return Fragment.objects.filter(evaluation=evaluation).count(), codings.count()


def release(leader: User, evaluation: Evaluation) -> None:
    for version in SourceVersion.objects.filter(source__evaluation=evaluation, released_at=None):
        release_version(actor=leader, version=version, ground="no_personal_data")


WHOLE_CODED = f'<Coding guid="30000000-0000-0000-0000-000000000001"><CodeRef targetGUID="{CODE}"/></Coding>'
EQUAL = {  # what is in the file, how much of it came, and how much is one with something else
    "two passages": ((selection(1, (0, 6), USER), selection(2, (0, 6))), (1, 1), (1, 0)),
    "two with one code": ((selection(1, (0, 6), USER), selection(2, (0, 6), USER)), (1, 1), (1, 1)),
    "of two coders": ((selection(1, (0, 6), USER), selection(2, (0, 6), OTHER)), (1, 2), (1, 0)),
    "twice on one": ((selection(1, (0, 6), USER, USER),), (1, 1), (0, 1)),
    "beside each other": ((selection(1, (0, 6), USER), selection(2, (7, 13), USER)), (2, 2), (0, 0)),
    "two of the whole": ((selection(1, WHOLE), selection(2, WHOLE), WHOLE_CODED), (1, 1), (2, 0)),
}


@pytest.mark.parametrize("is_public", [True, False])
@pytest.mark.parametrize("case", EQUAL)
def test_equal_passages_count_once_and_are_listed(
    leader: User, empty: Evaluation, case: str, *, is_public: bool
) -> None:
    inside, came, same = EQUAL[case]

    made = brought_in(leader, empty, file(*inside), is_public=is_public)
    release(leader, empty)

    assert (made.brought["selections"], made.brought["codings"]) == here(empty) == came
    told = losses(made)
    assert (sum("op dezelfde woorden" in one for one in told), sum("had die daar al" in one for one in told)) == same
    again = brought_in(leader, empty, file(*inside), is_public=is_public)
    assert (again.brought["selections"], again.brought["codings"]) == (0, 0)
    assert [one for one in losses(again) if "op dezelfde woorden" in one or "had die daar al" in one] == []


def test_a_passage_that_somebody_made_here_does_not_come_again(leader: User, empty: Evaluation) -> None:
    brought_in(leader, empty, file(), is_public=True)
    version = SourceVersion.objects.get(source__evaluation=empty)
    coding.apply_code(actor=leader, version=version, start=0, end=6, code=Code.objects.get(evaluation=empty))

    users = {USER: leader.pk}
    made = brought_in(leader, empty, file(selection(1, (0, 6), USER, OTHER)), is_public=True, users=users)

    assert (made.brought["selections"], made.brought["codings"]) == (0, 1)
    assert here(empty) == (1, 2)
    told = losses(made)
    assert (
        "Een passage van “T” (0–6): op dezelfde woorden ligt er nog een. Hier zijn zij één, met wat op beide stond."
        in told
    )
    assert "De code “A” op “T” (0–6): dezelfde persoon had die daar al. Zij staat er één keer." in told


def test_a_passage_that_was_taken_away_here_counts_when_a_new_code_brings_it_back(
    leader: User, empty: Evaluation
) -> None:
    brought_in(leader, empty, file(selection(1, (0, 6), USER)), is_public=True)
    Fragment.objects.filter(evaluation=empty).delete()

    made = brought_in(leader, empty, file(selection(1, (0, 6), USER, OTHER)), is_public=True)

    assert (made.brought["selections"], made.brought["codings"]) == here(empty) == (1, 1)


def test_what_has_no_place_in_the_text_of_now_is_listed_and_not_counted(leader: User, empty: Evaluation) -> None:
    brought_in(leader, empty, file(), is_public=True)
    text = WORDS.replace("eerste", "laatste")
    block = [Block(0, len(text), BlockKind.PARAGRAPH)]
    source = Source.objects.get(evaluation=empty)
    publish_version(actor=leader, source=source, text=text, blocks=block, kind="corrected", reason="x")
    release(leader, empty)

    made = brought_in(leader, empty, file(selection(1, (0, 6), USER), selection(2, (7, 13), USER)), is_public=True)

    assert (made.brought["selections"], made.brought["codings"]) == here(empty) == (1, 1)
    assert "“T” (0–6): deze woorden zijn veranderd voor de vrijgave. Codeer ze met de hand." in losses(made)
