"""Applying and taking off codes, fragments that come and go, quotes that may leave the team."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from hashlib import sha256

import pytest
from django.db import connection

from sluitend.apps.coding import actions, hooks, queries
from sluitend.apps.coding.actions import taking_over
from sluitend.apps.coding.actions.taking_over import NewMemo, NewPassage
from sluitend.apps.coding.models import Code, Coding, Fragment, Memo, QuoteRelease
from sluitend.apps.design.models import Evaluation
from sluitend.apps.people.models import AuditEvent, User
from sluitend.apps.sources.models import ApprovalState, Source, SourceKind, SourceVersion
from sluitend.errors import InputError, NotAllowed, NotFound
from sluitend.web.wording import sentence
from tests.coding.conftest import TEXT, MakeVersion, add_version


def test_a_code_makes_a_fragment_that_proves_its_words(researcher: User, version: SourceVersion, code: Code) -> None:
    coding = actions.apply_code(actor=researcher, version=version, start=3, end=12, code=code)

    assert str(coding.fragment) == "F1"
    assert coding.fragment.quote_sha256 == sha256(b"wachttijd").hexdigest()
    assert coding.coder == researcher


def test_applying_is_audited_without_words(researcher: User, version: SourceVersion, code: Code) -> None:
    coding = actions.apply_code(actor=researcher, version=version, start=3, end=12, code=code)

    event = AuditEvent.objects.get(action="coding.code_applied")
    assert (event.actor_id, event.object_id, event.evaluation_id) == (
        researcher.pk,
        str(coding.pk),
        version.source.evaluation_id,
    )
    assert event.data == {"code": code.pk, "fragment": coding.fragment_id}


def test_the_same_code_twice_changes_nothing(researcher: User, version: SourceVersion, code: Code) -> None:
    first = actions.apply_code(actor=researcher, version=version, start=3, end=12, code=code)
    second = actions.apply_code(actor=researcher, version=version, start=3, end=12, code=code)

    assert first == second
    assert AuditEvent.objects.filter(action="coding.code_applied").count() == 1


def test_two_codes_and_two_coders_share_a_fragment(
    leader: User, researcher: User, version: SourceVersion, code: Code, other_code: Code
) -> None:
    actions.apply_code(actor=leader, version=version, start=3, end=12, code=code)
    actions.apply_code(actor=researcher, version=version, start=3, end=12, code=code)
    actions.apply_code(actor=researcher, version=version, start=3, end=12, code=other_code)

    assert Fragment.objects.count() == 1
    assert Coding.objects.count() == 3


@pytest.mark.parametrize(("start", "end"), [(5, 5), (6, 5), (-1, 4), (0, len(TEXT) + 1), (len(TEXT), len(TEXT) + 1)])
def test_a_span_lies_within_the_text(
    researcher: User, version: SourceVersion, code: Code, start: int, end: int
) -> None:
    with pytest.raises(InputError) as error:
        actions.apply_code(actor=researcher, version=version, start=start, end=end, code=code)

    assert error.value.code == "coding.span_outside"
    assert not Fragment.objects.exists()


def test_white_space_alone_is_no_passage(researcher: User, version: SourceVersion, code: Code) -> None:
    start = TEXT.index("\n\n")

    with pytest.raises(InputError) as error:
        actions.apply_code(actor=researcher, version=version, start=start, end=start + 2, code=code)

    assert sentence(error.value) == "U hebt alleen witruimte gekozen. Kies minstens één woord."


def test_white_space_at_the_edges_is_kept(researcher: User, version: SourceVersion) -> None:
    fragment = actions.ensure_fragment(actor=researcher, version=version, start=2, end=13)

    assert (fragment.start, fragment.end) == (2, 13)


def test_only_released_text_is_coded(researcher: User, version: SourceVersion, code: Code) -> None:
    sealed = add_version(version.source, researcher, "Nog niet vrijgegeven (fictief).", released=False)

    with pytest.raises(InputError) as error:
        actions.apply_code(actor=researcher, version=sealed, start=0, end=3, code=code)

    assert sentence(error.value) == (
        "Deze tekst is nog niet vrijgegeven. Geef hem vrij op de pagina van de bron; daarna kunt u coderen."
    )


def test_an_archived_code_is_not_applied(researcher: User, version: SourceVersion, code: Code) -> None:
    actions.archive_code(actor=researcher, code=code)

    with pytest.raises(InputError) as error:
        actions.apply_code(actor=researcher, version=version, start=3, end=12, code=code)

    assert error.value.code == "coding.code_archived"
    assert not Fragment.objects.exists()


def test_readers_and_outsiders_do_not_code(
    reader: User, outsider: User, public_version: SourceVersion, code: Code
) -> None:
    with pytest.raises(NotAllowed):
        actions.apply_code(actor=reader, version=public_version, start=3, end=12, code=code)
    with pytest.raises(NotFound):
        actions.apply_code(actor=outsider, version=public_version, start=3, end=12, code=code)


def test_the_fragment_goes_with_its_last_code(
    researcher: User, version: SourceVersion, code: Code, other_code: Code
) -> None:
    first = actions.apply_code(actor=researcher, version=version, start=3, end=12, code=code)
    second = actions.apply_code(actor=researcher, version=version, start=3, end=12, code=other_code)

    assert actions.remove_coding(actor=researcher, coding=first) is False
    assert actions.remove_coding(actor=researcher, coding=second) is True
    assert not Fragment.objects.exists()


def test_numbers_are_not_given_twice(researcher: User, version: SourceVersion, code: Code) -> None:
    coding = actions.apply_code(actor=researcher, version=version, start=3, end=12, code=code)
    actions.remove_coding(actor=researcher, coding=coding)

    again = actions.apply_code(actor=researcher, version=version, start=0, end=2, code=code)

    assert again.fragment.number == 2


def test_a_memo_or_a_release_keeps_the_fragment(researcher: User, version: SourceVersion, code: Code) -> None:
    coding = actions.apply_code(actor=researcher, version=version, start=3, end=12, code=code)
    memo = actions.write_memo(actor=researcher, about=coding.fragment, text="Vaker gehoord.")
    actions.release_quote(actor=researcher, fragment=coding.fragment)

    assert actions.remove_coding(actor=researcher, coding=coding) is False
    assert actions.delete_memo(actor=researcher, memo=memo) is False
    assert actions.withdraw_quote(actor=researcher, fragment=coding.fragment) is True
    assert not Fragment.objects.exists()


@pytest.fixture
def marked() -> Iterator[list[int]]:
    """Ids of fragments on which a room below says that something rests."""
    ids: list[int] = []

    def marks(evaluation_id: int, fragment_ids: object) -> dict[int, list[str]]:
        return {pk: ["B4 ondersteunt"] for pk in ids}

    hooks.fragment_marks.append(marks)
    yield ids
    hooks.fragment_marks.remove(marks)


def test_evidence_keeps_the_fragment(researcher: User, version: SourceVersion, code: Code, marked: list[int]) -> None:
    coding = actions.apply_code(actor=researcher, version=version, start=3, end=12, code=code)
    marked.append(coding.fragment_id)

    assert actions.remove_coding(actor=researcher, coding=coding) is False
    assert Fragment.objects.get().pk == coding.fragment_id


def test_a_protecting_row_of_a_room_below_keeps_the_fragment(
    researcher: User, version: SourceVersion, code: Code
) -> None:
    from sluitend.apps.findings.models import EvidenceLink, Finding

    coding = actions.apply_code(actor=researcher, version=version, start=3, end=12, code=code)
    finding = Finding.objects.create(
        evaluation=version.source.evaluation, number=1, title="Wachten duurt lang (fictief)", created_by=researcher
    )
    EvidenceLink.objects.create(finding=finding, fragment=coding.fragment, created_by=researcher)

    assert actions.remove_coding(actor=researcher, coding=coding) is False
    assert EvidenceLink.objects.get().fragment_id == coding.fragment_id


def test_somebody_elses_code_stays(leader: User, researcher: User, version: SourceVersion, code: Code) -> None:
    coding = actions.apply_code(actor=researcher, version=version, start=3, end=12, code=code)

    with pytest.raises(InputError) as error:
        actions.remove_coding(actor=leader, coding=coding)

    assert sentence(error.value) == (
        "onderzoeker (fictief) heeft deze code gezet. Alleen diegene kan de code weghalen."
    )
    assert Coding.objects.exists()


def test_a_code_that_is_gone_is_not_taken_off_again(researcher: User, version: SourceVersion, code: Code) -> None:
    coding = actions.apply_code(actor=researcher, version=version, start=3, end=12, code=code)
    stale = queries.coding_for(researcher, version.source, coding.pk)
    actions.remove_coding(actor=researcher, coding=coding)

    with pytest.raises(NotFound):
        actions.remove_coding(actor=researcher, coding=stale)


def test_memos_are_their_authors(leader: User, researcher: User, version: SourceVersion, code: Code) -> None:
    fragment = actions.apply_code(actor=researcher, version=version, start=3, end=12, code=code).fragment
    memo = actions.write_memo(actor=researcher, about=fragment, text="  Vaker gehoord. ")

    with pytest.raises(InputError) as error:
        actions.change_memo(actor=leader, memo=memo, text="Nee.")

    assert error.value.code == "coding.not_your_memo"
    assert Memo.objects.get().text == "Vaker gehoord."


@pytest.mark.parametrize(
    ("text", "code_of_error"), [("  \n", "coding.memo_empty"), ("x" * 20_001, "coding.memo_too_long")]
)
def test_a_memo_says_something_and_not_too_much(researcher: User, code: Code, text: str, code_of_error: str) -> None:
    with pytest.raises(InputError) as error:
        actions.write_memo(actor=researcher, about=code, text=text)

    assert error.value.code == code_of_error
    assert not Memo.objects.exists()


TYPED = "Waar\u006f\u0301m?\r\nWie dan\rja "  # as browsers and some keyboards send it
KEPT = "Waaróm?\nWie dan\nja"


def test_a_memo_is_kept_in_one_form_whatever_typed_it(researcher: User, code: Code) -> None:
    memo = actions.write_memo(actor=researcher, about=code, text=TYPED)
    assert memo.text == KEPT

    actions.change_memo(actor=researcher, memo=memo, text="Anders")
    actions.change_memo(actor=researcher, memo=memo, text=TYPED)

    memo.refresh_from_db()
    assert memo.text == KEPT


def test_a_memo_from_elsewhere_is_kept_in_the_same_form(researcher: User, version: SourceVersion, code: Code) -> None:
    told = NewMemo("k", researcher.pk, TYPED, version.created_at)
    passage = NewPassage("p", 0, 5, researcher.pk, version.created_at, memos=(told,))

    put = taking_over.take_over_passages(actor=researcher, version=version, passages=[passage])
    beside = taking_over.take_over_memos(actor=researcher, memos=[(code, told)])

    memos = Memo.objects.filter(pk__in=[*put.memos.values(), *beside.values()])
    assert [one.text for one in memos] == [KEPT, KEPT]
    taking_over.renew_memos(actor=researcher, evaluation=code.evaluation, memos=[(memos[0], f"Anders {TYPED}")])
    assert Memo.objects.filter(text=f"Anders {KEPT}").count() == 1


def test_a_memo_beside_a_source_or_code(researcher: User, version: SourceVersion, code: Code) -> None:
    beside_source = actions.write_memo(actor=researcher, about=version.source, text="Open gesprek.")
    beside_code = actions.write_memo(actor=researcher, about=code, text="Te ruim?")

    assert (beside_source.source, beside_code.code) == (version.source, code)
    assert actions.delete_memo(actor=researcher, memo=beside_code) is False
    assert list(Memo.objects.all()) == [beside_source]


def test_releasing_twice_is_one_release(researcher: User, version: SourceVersion) -> None:
    fragment = actions.ensure_fragment(actor=researcher, version=version, start=3, end=12)

    actions.release_quote(actor=researcher, fragment=fragment)
    actions.release_quote(actor=researcher, fragment=fragment)

    assert QuoteRelease.objects.count() == 1
    assert AuditEvent.objects.filter(action="coding.quote_released").count() == 1


@pytest.mark.parametrize("kind", [SourceKind.CASE_FILE_SCORE, SourceKind.CASE_RECONSTRUCTION])
def test_what_may_not_be_quoted_is_not_released(researcher: User, make_version: MakeVersion, kind: str) -> None:
    fragment = actions.ensure_fragment(actor=researcher, version=make_version(kind=kind), start=3, end=12)

    with pytest.raises(InputError) as error:
        actions.release_quote(actor=researcher, fragment=fragment)

    assert error.value.code == "coding.quote_never"


def test_an_interview_report_waits_for_its_respondent(researcher: User, make_version: MakeVersion) -> None:
    version = make_version(kind=SourceKind.INTERVIEW_REPORT)
    Source.objects.update(approval=ApprovalState.SENT)
    version.source.refresh_from_db()
    fragment = actions.ensure_fragment(actor=researcher, version=version, start=3, end=12)

    with pytest.raises(InputError) as error:
        actions.release_quote(actor=researcher, fragment=fragment)

    assert error.value.code == "coding.quote_never"


def test_a_public_document_needs_no_release(researcher: User, public_version: SourceVersion) -> None:
    fragment = actions.ensure_fragment(actor=researcher, version=public_version, start=3, end=12)

    with pytest.raises(InputError) as error:
        actions.release_quote(actor=researcher, fragment=fragment)

    assert error.value.code == "coding.quote_public"


def test_a_code_of_another_evaluation_is_refused(
    leader: User, researcher: User, version: SourceVersion, evaluation: Evaluation
) -> None:
    from sluitend.apps.design.models import Membership

    other = Evaluation.objects.create(
        title="Andere (fictief)", template_key="keten", wrapped_key=b"-", created_by=leader
    )
    Membership.objects.create(evaluation=other, user=leader, role="leader")
    foreign = actions.add_code(actor=leader, evaluation=other, name="Elders")

    with pytest.raises(InputError) as error:
        actions.apply_code(actor=leader, version=version, start=3, end=12, code=foreign)

    assert error.value.code == "coding.code_elsewhere"
    assert not Fragment.objects.exists()


def _together(works: list[Callable[[], object]]) -> list[BaseException]:
    """Run in threads that start at one moment; what they raised."""
    barrier, raised = threading.Barrier(len(works)), list[BaseException]()

    def run(work: Callable[[], object]) -> None:
        try:
            barrier.wait(60)
            work()
        except BaseException as error:
            raised.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[work]) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return raised


@pytest.mark.django_db(transaction=True)
def test_two_coders_at_once_make_one_fragment(
    leader: User, researcher: User, version: SourceVersion, code: Code
) -> None:
    def apply(user: User) -> Callable[[], object]:
        return lambda: actions.apply_code(actor=user, version=version, start=3, end=12, code=code)

    raised = _together([apply(leader), apply(researcher), apply(leader), apply(researcher)])

    assert raised == []
    assert Fragment.objects.count() == 1
    assert set(Coding.objects.values_list("coder_id", flat=True)) == {leader.pk, researcher.pk}
    assert Coding.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_a_fragment_does_not_go_while_somebody_codes_it(
    leader: User, researcher: User, version: SourceVersion, code: Code
) -> None:
    for _ in range(5):
        mine = actions.apply_code(actor=researcher, version=version, start=3, end=12, code=code)

        raised = _together(
            [
                lambda coding=mine: actions.remove_coding(actor=researcher, coding=coding),
                lambda: actions.apply_code(actor=leader, version=version, start=3, end=12, code=code),
            ]
        )

        assert raised == []
        assert list(Coding.objects.values_list("coder_id", flat=True)) == [leader.pk]
        actions.remove_coding(actor=leader, coding=Coding.objects.get())
