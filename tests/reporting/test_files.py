"""Every kind of file, drafts and finals, and what changed since the draft. All of it is fictitious."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from datetime import timedelta

import pypdfium2 as pdfium  # type: ignore[import-untyped]
import pytest
from django.test import Client
from django.urls import reverse

from sluitend.apps.coding import actions as coding
from sluitend.apps.design import actions as design
from sluitend.apps.design.models import Membership
from sluitend.apps.findings.models import Conclusion
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Role
from sluitend.apps.reporting import actions, queries
from sluitend.apps.reporting.models import Build, Section, Stage
from sluitend.apps.reporting.queries.drafts import changes_since_draft
from sluitend.errors import InputError, NotAllowed
from sluitend.work import runs
from sluitend.work.models import Run
from tests.formats.test_report import words_of
from tests.reporting.conftest import Chain


def built(chain: Chain, leader: User, kind: str, stage: str = "draft") -> tuple[Build, bytes]:
    build = actions.request_build(actor=leader, evaluation=chain.evaluation, kind=kind, stage=stage)
    runs.run_now(Run.objects.get(pk=int(build.run_id)))
    build.refresh_from_db()
    return build, actions.open_build(actor=leader, build=build)


def text_of(pdf: bytes) -> str:
    document = pdfium.PdfDocument(pdf)
    text = " ".join(" ".join(page.get_textpage().get_text_range().split()) for page in document)
    return text.replace("\ufffe", "")  # where a word was broken off


def test_a_pdf_holds_what_leaves_the_team_and_goes_when_a_quote_is_withdrawn(chain: Chain, leader: User) -> None:
    chain.write(leader, "[[F1]]\n\n[[F2]]")

    build, content = built(chain, leader, "pdf")
    again, same = built(chain, leader, "pdf")
    coding.withdraw_quote(actor=leader, fragment=chain.released)

    shown = text_of(content)
    assert content == same
    assert "briefje" in shown
    assert "GEHEIMEZIN" not in shown
    assert build.pages == len(pdfium.PdfDocument(content))
    assert build.quoted == again.quoted == [[2, 2], [3, 3]]
    with pytest.raises(InputError, match="quote_withdrawn"):
        actions.open_build(actor=leader, build=build)


def test_only_the_project_leader_builds_what_counts_as_final(
    chain: Chain, leader: User, researcher: User, client_of: Callable[[User], Client]
) -> None:
    url = reverse("reporting:build", args=[chain.evaluation.pk, "docx"])
    pages = {user: client_of(user).get(url).content.decode() for user in (leader, researcher)}

    with pytest.raises(NotAllowed):
        actions.request_build(actor=researcher, evaluation=chain.evaluation, kind="docx", stage="final")
    refused = client_of(researcher).post(url, {"stage": "final"})
    client_of(researcher).post(url, {"stage": "draft"})
    client_of(leader).post(url, {"stage": "final"})

    assert "Alleen de projectleider bouwt een definitief bestand." in pages[researcher]
    assert re.search(r'id="stage-final"[^>]*\bdisabled\b', pages[researcher])
    assert "Alleen de projectleider" not in pages[leader]
    assert refused.status_code == 403
    assert [(one.stage, one.built_by) for one in Build.objects.order_by("pk")] == [
        ("draft", researcher), ("final", leader)
    ]  # fmt: skip


def test_who_leads_no_longer_when_the_worker_comes_builds_no_final(chain: Chain, leader: User) -> None:
    asked = actions.request_build(actor=leader, evaluation=chain.evaluation, kind="docx", stage="final")
    Membership.objects.filter(user=leader).update(role=Role.RESEARCHER)

    run = runs.run_now(Run.objects.get(pk=int(asked.run_id)))

    asked.refresh_from_db()
    assert (run.state, asked.path) == ("failed", "")


def test_a_plan_says_whether_the_design_changed_since(
    chain: Chain, leader: User, client_of: Callable[[User], Client]
) -> None:
    build, first = built(chain, leader, "plan")

    def is_current() -> bool:
        (line,) = [one for one in queries.builds_for(leader, chain.evaluation, "any") if one.build.pk == build.pk]
        return line.is_current

    chain.write(leader, "Een hoofdstuk hoort niet bij het plan.")
    after_a_chapter = is_current()
    Build.objects.filter(pk=build.pk).update(built_at=build.built_at - timedelta(days=40))
    old, same = built(chain, leader, "plan"), built(chain, leader, "plan")
    design.add_method(actor=leader, evaluation=chain.evaluation, name="Schouw (fictief)", kind="interview")
    page = client_of(leader).get(reverse("reporting:report", args=[chain.evaluation.pk])).content.decode()

    assert after_a_chapter
    assert old[1] == same[1] != first  # of the day on which it was first built like this
    assert not is_current()
    assert "sindsdien gewijzigd" in page
    assert "actueel" not in page


def test_a_summary_is_the_chapter_that_was_written_for_it_else_what_was_concluded(chain: Chain, leader: User) -> None:
    build, composed = built(chain, leader, "summary")
    Section.objects.filter(pk=chain.write(leader, "Kort en goed: [[C1]].", "Samenvatting")).update(is_summary=True)

    own = text_of(built(chain, leader, "summary")[1])

    assert build.pages == 1
    assert "Meestal wel." in text_of(composed)
    assert "Spreek af wie belt." in text_of(composed)
    assert "Kort en goed: C1." in own
    assert "Spreek af wie belt." not in own


def test_a_plan_comes_from_the_design_and_holds_no_words_of_anybody(chain: Chain, leader: User) -> None:
    build, content = built(chain, leader, "plan")

    words = words_of(content)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        document = archive.read("word/document.xml").decode()
    for title in ("Vragen", "Beoordelingskader", "Methoden", "Planning", "Privacy", "Team"):
        assert title in words
    assert "Weet een gezin wie zijn zaak in handen heeft?" in words
    assert str(leader) in words
    assert "briefje" not in document
    assert build.quoted == []


def test_a_final_report_stays_beside_what_is_built_later(chain: Chain, leader: User) -> None:
    chain.write(leader, "Eerste tekst.")
    final, content = built(chain, leader, "public", "final")
    chain.write(leader, "Tweede tekst.")

    draft, later = built(chain, leader, "public")

    lines = {line.build.pk: line for line in queries.builds_for(leader, chain.evaluation, draft.state_sha256)}
    assert final.stage == Stage.FINAL
    assert "Definitief rapport" in content.decode()
    assert "Concept" in later.decode()
    assert actions.open_build(actor=leader, build=final) == content
    assert (lines[final.pk].is_current, lines[draft.pk].is_current) == (False, True)
    with pytest.raises(InputError, match="kind_unknown"):
        actions.request_build(actor=leader, evaluation=chain.evaluation, kind="pdf", stage="bijna")


def test_all_final_files_are_listed_and_the_newest_drafts(chain: Chain, leader: User) -> None:
    def make(stage: Stage, count: int) -> list[int]:
        rows = [Build(report=chain.report, kind="public", stage=stage, built_by=leader) for _number in range(count)]
        return [one.pk for one in Build.objects.bulk_create(rows)]

    first, drafts, last = make(Stage.FINAL, 21), make(Stage.DRAFT, 22), make(Stage.FINAL, 1)

    listed = [line.build.pk for line in queries.builds_for(leader, chain.evaluation, "")]

    assert listed == [*last, *reversed(first), *reversed(drafts[2:])]


def test_what_reads_otherwise_than_in_the_draft_is_listed(chain: Chain, leader: User) -> None:
    before = changes_since_draft(chain.report)
    built(chain, leader, "public")
    same = changes_since_draft(chain.report)

    Conclusion.objects.filter(pk=chain.conclusion.pk).update(text="Soms niet.")
    changed = changes_since_draft(chain.report)

    assert before == same == []
    assert [(one.label, one.before, one.after) for one in changed] == [("C1", "Meestal wel.", "Soms niet.")]
