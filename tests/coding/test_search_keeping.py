"""The index follows the texts, and nothing stays in it of what went. Everybody is fictitious."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone

from sluitend.apps.coding.actions.search import keeping
from sluitend.apps.coding.models import SearchText
from sluitend.apps.coding.search.asking import question_of
from sluitend.apps.coding.search.finding import search, waiting_for
from sluitend.apps.design.models import Evaluation
from sluitend.apps.fieldwork.models import Respondent
from sluitend.apps.people.models import User
from sluitend.apps.sources import actions as sources
from sluitend.apps.sources.models import Source, SourceVersion
from sluitend.work import chores, runs
from sluitend.work.models import Run, State
from tests.coding.conftest import MakeVersion
from tests.fieldwork.conftest import add, alone, group, own_ledger, release, respondent  # noqa: F401 - fixtures
from tests.fieldwork.test_withdrawing import withdraw


def found(user: User, evaluation: Evaluation, asked: str) -> list[str]:
    question = question_of(asked)
    assert question is not None
    hits = search(user, evaluation, question).hits
    texts = SourceVersion.objects.in_bulk([hit.version.pk for hit in hits])
    return [(texts[hit.version.pk].text or "")[hit.start : hit.end] for hit in hits]


def words_left() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM coding_searchwords")
        return int(cursor.fetchone()[0])


def kept() -> None:
    """What the worker does by itself, twice a minute and after it was asked."""
    chores.do_regular()
    runs.drain()


def test_a_text_can_be_found_once_it_was_released(
    add: Callable[..., Source],  # noqa: F811
    researcher: User,
    evaluation: Evaluation,
    respondent: Respondent,  # noqa: F811
) -> None:
    source = add("Een gesprek (fictief).\n\nDe wachttijd liep op.\n")
    kept()
    assert (found(researcher, evaluation, "wachttijd"), waiting_for(researcher, evaluation)) == ([], 0)
    sources.set_ground(actor=researcher, source=source, kind="consent", respondents=[respondent])
    release(researcher, source)
    assert (found(researcher, evaluation, "wachttijd"), waiting_for(researcher, evaluation)) == ([], 1)

    kept()

    assert (found(researcher, evaluation, "wachttijd"), waiting_for(researcher, evaluation)) == (
        ["De wachttijd liep op."],
        0,
    )


def test_a_reader_is_told_of_public_texts_only(
    make_version: MakeVersion, public_version: SourceVersion, researcher: User, reader: User, evaluation: Evaluation
) -> None:
    make_version()

    assert waiting_for(researcher, evaluation) == 2
    assert waiting_for(reader, evaluation) == 1


def test_of_a_corrected_text_the_newest_words_are_found(
    alone: Source,  # noqa: F811
    researcher: User,
    evaluation: Evaluation,
) -> None:
    kept()
    text = alone.versions.get().text.replace("zeven weken", "acht maanden")
    correction = sources.correct_text(actor=researcher, source=alone, text=text)
    version = sources.publish_correction(actor=researcher, correction=correction, kind="corrected", reason="verhoord")
    kept()
    assert len(found(researcher, evaluation, "weken")) == 1  # the corrected one is still sealed

    sources.release_version(actor=researcher, version=version, ground="no_personal_data")

    assert found(researcher, evaluation, "weken") == []  # at once: a name may have been left in it
    assert SearchText.objects.count() == 0
    kept()
    assert found(researcher, evaluation, "weken") == []
    assert len(found(researcher, evaluation, "maanden")) == 1


def test_who_withdraws_is_found_no_more_and_the_others_still_are(
    group: Source,  # noqa: F811
    respondent: Respondent,  # noqa: F811
    leader: User,
    evaluation: Evaluation,
) -> None:
    kept()
    assert len(found(leader, evaluation, "brievenbus")) == 1

    withdraw(leader, respondent)

    assert SearchText.objects.count() == 0
    assert words_left() == 0
    kept()
    assert found(leader, evaluation, "brievenbus") == []
    assert found(leader, evaluation, "nam") == ["Wij belden elke week, en niemand nam op."]


def test_a_text_that_is_no_longer_what_was_taken_in_is_not_shown(
    make_version: MakeVersion, researcher: User, evaluation: Evaluation
) -> None:
    """As when a backup is put back beside an index of later: places would be of another text."""
    version = make_version("De wachttijd liep op.")
    kept()
    version.text, version.text_sha256 = "Iets heel anders dan dat.", "0" * 64
    version.save()

    assert found(researcher, evaluation, "wachttijd") == []
    kept()
    assert found(researcher, evaluation, "anders") == ["Iets heel anders dan dat."]


def test_other_rules_for_the_stems_make_the_index_anew(
    make_version: MakeVersion, researcher: User, evaluation: Evaluation, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_version("De wachttijd liep op.")
    kept()
    monkeypatch.setattr(keeping, "RULES", "later")
    assert (found(researcher, evaluation, "wachttijd"), waiting_for(researcher, evaluation)) == ([], 1)

    kept()

    assert len(found(researcher, evaluation, "wachttijd")) == 1
    assert SearchText.objects.get().stems == "later"


def test_a_document_that_is_not_public_after_all_leaves_the_index(
    public_version: SourceVersion, leader: User, researcher: User, reader: User, evaluation: Evaluation
) -> None:
    public_version.release_ground = "public_document"
    public_version.save()
    kept()
    assert len(found(reader, evaluation, "wachttijd")) == 1
    source = Source.objects.get()

    sources.change_source(
        actor=leader, source=source, title=source.title, attributes={"kind": "document"}, revision=source.revision
    )

    assert words_left() == 0
    kept()
    assert found(reader, evaluation, "wachttijd") == found(researcher, evaluation, "wachttijd") == []


def test_words_go_with_a_source_that_is_deleted(
    make_version: MakeVersion, leader: User, researcher: User, evaluation: Evaluation
) -> None:
    make_version("De wachttijd liep op.", 1)
    make_version("De wachttijd is lang.", 2)
    kept()

    sources.delete_source(actor=leader, source=Source.objects.get(number=1), reason="wrong_file")

    assert words_left() == 1
    assert found(researcher, evaluation, "wachttijd") == ["De wachttijd is lang."]


def test_keeping_is_done_once_and_can_be_repeated(
    make_version: MakeVersion, researcher: User, evaluation: Evaluation
) -> None:
    make_version("De wachttijd liep op.")
    chores.do_regular()
    chores.do_regular()
    assert Run.objects.filter(kind=keeping.KEEP).count() == 1

    runs.drain()
    before = list(SearchText.objects.values_list("pk", "first"))
    keeping.keep()

    assert list(SearchText.objects.values_list("pk", "first")) == before
    assert words_left() == 1
    chores.do_regular()
    assert not Run.objects.filter(kind=keeping.KEEP, state=State.QUEUED).exists()


def test_words_that_could_not_be_swept_away_are_swept_later(evaluation: Evaluation) -> None:
    failed = runs.start(keeping.SWEEP, {})
    long_ago = timezone.now() - timedelta(hours=2)
    Run.objects.filter(pk=failed.pk).update(state=State.FAILED, finished_at=timezone.now())
    keeping.ask_when_behind()
    assert not Run.objects.filter(kind=keeping.SWEEP, state=State.QUEUED).exists()

    Run.objects.filter(pk=failed.pk).update(finished_at=long_ago)
    keeping.ask_when_behind()

    assert Run.objects.filter(kind=keeping.SWEEP, state=State.QUEUED).count() == 1


def test_what_stopped_halfway_goes_on_from_there(
    make_version: MakeVersion, researcher: User, evaluation: Evaluation
) -> None:
    for number in (1, 2, 3):
        make_version("De wachttijd liep op.", number)

    def stop(done: int, of: int) -> None:
        if done == 2:
            raise RuntimeError

    with pytest.raises(RuntimeError):
        keeping.keep(stop)
    assert SearchText.objects.count() == 2

    assert keeping.keep() == 1
    assert len(found(researcher, evaluation, "wachttijd")) == 3


def test_a_source_that_is_deleted_meanwhile_stops_nothing(
    make_version: MakeVersion, researcher: User, evaluation: Evaluation
) -> None:
    for number in (1, 2, 3):
        make_version("De wachttijd liep op.", number)

    def delete(done: int, of: int) -> None:
        Source.objects.filter(number=2).delete()

    assert keeping.keep(delete) == 3

    assert len(found(researcher, evaluation, "wachttijd")) == 2


@pytest.mark.sqlite
@pytest.mark.skipif(connection.vendor != "sqlite", reason="about the file of SQLite")
@pytest.mark.django_db(transaction=True)
def test_no_byte_of_what_went_is_left_in_the_file(make_version: MakeVersion, evaluation: Evaluation) -> None:
    canary = b"qwikstaartberg"  # by its stem, and in small letters as it stands in the text
    make_version("Iemand noemde de Qwikstaartberg.", 1)
    for number in range(2, 12):
        make_version("De wachttijd liep op, zei het gezin.", number)
    kept()
    assert canary in _files()
    version = Source.objects.get(number=1).versions.get()
    version.text, version.text_sha256 = "–", "0" * 64
    version.save()

    kept()

    assert canary not in _files()
    assert words_left() == 11


def _files() -> bytes:
    """The database and its log, as they lie on the disk, in small letters."""
    path = Path(str(connection.settings_dict["NAME"]))
    return b"".join(one.read_bytes() for one in path.parent.glob(path.name + "*")).lower()


@pytest.mark.django_db(transaction=True)
def test_sweeping_takes_along_nothing_that_stays(
    make_version: MakeVersion, researcher: User, evaluation: Evaluation
) -> None:
    for number in range(1, 6):
        make_version(f"De wachttijd van gezin {number}.", number)
        keeping.keep()
    Source.objects.filter(number=3).update(withdrawn_at=timezone.now())

    kept()

    assert [line[-2] for line in found(researcher, evaluation, "wachttijd")] == ["5", "4", "2", "1"]
    assert Run.objects.get(kind=keeping.SWEEP).state == State.DONE
