"""Writing and building: permission, audit, two people at one chapter, and a worker that dies."""

from __future__ import annotations

from pathlib import Path

import pytest

from sluitend.apps.design.models import Evaluation
from sluitend.apps.people.models import AuditEvent, User
from sluitend.apps.reporting import actions, queries
from sluitend.apps.reporting.actions import builds
from sluitend.apps.reporting.models import Build, Report, Section
from sluitend.apps.sources import store
from sluitend.errors import InputError, NotAllowed, NotFound
from sluitend.web.wording import sentence
from sluitend.work import runs
from sluitend.work.models import Run, State
from tests.reporting.conftest import Chain


@pytest.fixture
def report(evaluation: Evaluation, leader: User) -> Report:
    return actions.start_report(actor=leader, evaluation=evaluation)


@pytest.fixture
def section(report: Report, leader: User) -> Section:
    return actions.add_section(actor=leader, report=report, title="Samenvatting", markdown="Eerste tekst.")


def audited(action: str) -> int:
    return AuditEvent.objects.filter(action=action).count()


@pytest.mark.parametrize("where", ["_quoted", "record"])
def test_a_build_that_fails_at_the_end_leaves_no_file(
    chain: Chain, leader: User, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    """A passage that cannot be read any more, or a row that cannot be written: no transaction is open for the first."""

    def failing(*_args: object, **_more: object) -> None:
        said.append(made_files() - before)
        raise InputError("coding.quote_changed")

    build = actions.request_build(actor=leader, evaluation=chain.evaluation, kind="public")
    before, said = made_files(), list[set[str]]()
    monkeypatch.setattr(builds, where, failing)

    with pytest.raises(InputError, match="quote_changed"):
        actions.carry_out(build.pk)

    assert [len(files) for files in said] == [0 if where == "_quoted" else 1]
    assert made_files() == before
    build.refresh_from_db()
    assert (build.path, build.wrapped_key) == ("", None)


def made_files() -> set[str]:
    folder = store.full(builds.REPORTS)
    return {path.name for path in folder.iterdir()} if folder.is_dir() else set()


def test_a_report_is_begun_once(evaluation: Evaluation, leader: User) -> None:
    first = actions.start_report(actor=leader, evaluation=evaluation)
    again = actions.start_report(actor=leader, evaluation=evaluation)

    assert first == again
    assert first.title == evaluation.title
    assert audited("reporting.report_started") == 1


def test_writing_keeps_the_earlier_text(section: Section, researcher: User, leader: User) -> None:
    actions.change_section(actor=researcher, section=section, revision=1, title="Kern", markdown="Tweede\r\ntekst.")

    section.refresh_from_db()
    earlier = section.versions.get()
    assert (section.title, section.markdown, section.revision) == ("Kern", "Tweede\ntekst.", 2)
    assert section.changed_by == researcher
    assert (earlier.title, earlier.markdown, earlier.changed_by) == ("Samenvatting", "Eerste tekst.", leader)
    assert audited("reporting.section_changed") == 1


def test_the_second_of_two_writers_is_told(section: Section, leader: User, researcher: User) -> None:
    actions.change_section(actor=leader, section=section, revision=1, title="Een", markdown="van de een")

    with pytest.raises(InputError) as refused:
        actions.change_section(actor=researcher, section=section, revision=1, title="Twee", markdown="van de ander")

    section.refresh_from_db()
    assert section.markdown == "van de een"
    assert sentence(refused.value) == (
        "Iemand anders heeft dit hoofdstuk gewijzigd terwijl u schreef. Uw tekst staat er nog. Kijk wat er nu staat en "
        "sla opnieuw op."
    )


def test_an_earlier_text_can_be_used_again(section: Section, leader: User) -> None:
    actions.change_section(actor=leader, section=section, revision=1, title="Kern", markdown="Tweede.")

    actions.restore_version(actor=leader, version=section.versions.get(revision=1), revision=2)

    section.refresh_from_db()
    assert section.markdown == "Eerste tekst."
    assert [one.markdown for one in section.versions.all()] == ["Tweede.", "Eerste tekst."]


def test_chapters_change_places(report: Report, section: Section, leader: User) -> None:
    second = actions.add_section(actor=leader, report=report, title="Tweede")

    actions.move_section(actor=leader, section=second, step=-1)
    actions.move_section(actor=leader, section=second, step=-1)

    assert [one.title for one in report.sections.all()] == ["Tweede", "Samenvatting"]


def test_a_deleted_chapter_can_be_put_back(section: Section, leader: User, evaluation: Evaluation) -> None:
    actions.delete_section(actor=leader, section=section)
    gone = queries.material_for(leader, evaluation).sections

    actions.put_back_section(actor=leader, section=section)

    assert gone == ()
    assert [one.markdown for one in queries.material_for(leader, evaluation).sections] == ["Eerste tekst."]


@pytest.mark.parametrize(
    ("title", "markdown", "code"),
    [("  ", "", "title_missing"), ("x" * 201, "", "title_too_long"), ("x", "y" * 200_001, "text_too_long")],
)
def test_what_cannot_be_kept_is_refused(report: Report, leader: User, title: str, markdown: str, code: str) -> None:
    with pytest.raises(InputError) as refused:
        actions.add_section(actor=leader, report=report, title=title, markdown=markdown)

    assert refused.value.code == f"reporting.{code}"
    assert sentence(refused.value)


WRITES = {
    "start": lambda user, section: actions.start_report(actor=user, evaluation=section.report.evaluation),
    "change report": lambda user, section: actions.change_report(
        actor=user, report=section.report, revision=1, title="x", subtitle=""
    ),
    "add": lambda user, section: actions.add_section(actor=user, report=section.report, title="x"),
    "change": lambda user, section: actions.change_section(
        actor=user, section=section, revision=1, title="x", markdown="x"
    ),
    "move": lambda user, section: actions.move_section(actor=user, section=section, step=1),
    "delete": lambda user, section: actions.delete_section(actor=user, section=section),
    "put back": lambda user, section: actions.put_back_section(actor=user, section=section),
    "build": lambda user, section: actions.request_build(actor=user, evaluation=section.report.evaluation, kind="docx"),
}


@pytest.mark.parametrize("write", WRITES)
def test_only_the_team_writes(section: Section, reader: User, outsider: User, write: str) -> None:
    with pytest.raises(NotAllowed):
        WRITES[write](reader, section)
    with pytest.raises(NotFound):
        WRITES[write](outsider, section)


def test_a_file_is_built_sealed_and_opened(chain: Chain, leader: User, reader: User, settings: object) -> None:
    chain.write(leader, "Zie [[B1]] en [[F2]].")
    asked = actions.request_build(actor=leader, evaluation=chain.evaluation, kind="docx")

    runs.drain()

    built = Build.objects.get(pk=asked.pk)
    content = actions.open_build(actor=reader, build=built)
    on_disk = Path(store.full(built.path)).read_bytes()
    assert content.startswith(b"PK")
    assert built.size == len(content)
    assert b"PK" not in on_disk[:200]
    assert content not in on_disk
    assert (audited("reporting.build_asked"), audited("reporting.built"), audited("reporting.downloaded")) == (1, 1, 1)


@pytest.mark.parametrize("kind", ["inside", "public", "docx"])
def test_the_command_line_builds_at_once(chain: Chain, leader: User, kind: str) -> None:
    chain.write(leader, "Zie [[B1]].")

    content = actions.build_now(actor=leader, evaluation=chain.evaluation, kind=kind)

    assert content.startswith(b"PK" if kind == "docx" else b"<!DOCTYPE html>")
    assert audited("reporting.built") == 1


def test_a_reference_to_nothing_stops_a_build_and_names_the_chapter(chain: Chain, leader: User) -> None:
    chain.write(leader, "Zie [[B99]].", "Oorzaken")

    with pytest.raises(InputError) as refused:
        actions.request_build(actor=leader, evaluation=chain.evaluation, kind="docx")

    assert sentence(refused.value) == (
        "In hoofdstuk “Oorzaken” staat een verwijzing die nergens naartoe leidt (1 in totaal). Zoek haar op in de "
        "opzet van het rapport, verbeter haar en bouw opnieuw."
    )
    assert Run.objects.count() == Build.objects.count() == 0


def test_a_build_that_was_cut_off_is_made_once(chain: Chain, leader: User, monkeypatch: pytest.MonkeyPatch) -> None:
    chain.write(leader, "Zie [[B1]].")
    build = actions.request_build(actor=leader, evaluation=chain.evaluation, kind="public")
    real = builds.sealed.Sealer.finish

    def killed(sealer: object) -> object:
        raise KeyboardInterrupt

    monkeypatch.setattr(builds.sealed.Sealer, "finish", killed)
    with pytest.raises(KeyboardInterrupt):
        runs.drain()
    monkeypatch.setattr(builds.sealed.Sealer, "finish", real)
    runs.drain()
    builds.carry_out(build.pk)

    build.refresh_from_db()
    assert Run.objects.get().state == State.DONE
    assert actions.open_build(actor=leader, build=build)
    assert audited("reporting.built") == 1


def test_a_build_tells_how_far_it_is_and_keeps_nothing_when_stopped(chain: Chain, leader: User) -> None:
    chain.write(leader, "Zie [[B1]].")
    build = actions.request_build(actor=leader, evaluation=chain.evaluation, kind="docx")
    heard: list[int] = []

    def stop(percent: int) -> None:
        heard.append(percent)
        if percent == 90:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        builds.carry_out(build.pk, stop)
    build.refresh_from_db()
    assert build.path == ""
    builds.carry_out(build.pk, heard.append)

    assert heard == [10, 40, 90] * 2
    build.refresh_from_db()
    assert build.path


def test_files_without_a_row_are_swept_when_their_maker_is_dead(
    chain: Chain, leader: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    chain.write(leader, "Tekst.")
    kept = actions.request_build(actor=leader, evaluation=chain.evaluation, kind="public")
    runs.drain()
    kept.refresh_from_db()
    orphan = f"{builds.REPORTS}/dood.{'0' * 32}"
    store.full(orphan).write_bytes(b"half")

    swept = actions.sweep_files()

    assert swept == 1
    assert not store.full(orphan).exists()
    assert store.full(kept.path).exists()


def test_nothing_that_was_written_stands_in_audit_or_runs(chain: Chain, leader: User) -> None:
    chain.write(leader, "KANARIE [[B1]]", "KANARIE")
    actions.build_now(actor=leader, evaluation=chain.evaluation, kind="public")

    for rows in (AuditEvent.objects.values_list("data"), Run.objects.values_list("payload", "message_data", "error")):
        assert "KANARIE" not in str(list(rows))


def test_a_section_that_somebody_deleted_meanwhile_is_not_moved(chain: Chain, leader: User) -> None:
    section = actions.add_section(actor=leader, report=chain.report, title="Weg (fictief)")
    actions.delete_section(actor=leader, section=Section.objects.get(pk=section.pk))
    with pytest.raises(NotFound):
        actions.move_section(actor=leader, section=section, step=1)
