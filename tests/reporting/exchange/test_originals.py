"""Word and PDF files go along only when somebody chose that, and only where they hold what was released."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from sluitend.apps.design.models import Evaluation
from sluitend.apps.people.models import AuditEvent, User
from sluitend.apps.reporting.actions.exchange import asking
from sluitend.apps.reporting.exchange.staying import staying
from sluitend.apps.reporting.models import ExchangeExport
from sluitend.apps.sources import seals, store
from sluitend.apps.sources.models import Original, Source, SourceVersion
from sluitend.formats import qdpx, sealed
from sluitend.formats.qdpx.door import Exchange
from sluitend.formats.qdpx.sources import PDFSource, TextSource
from sluitend.work import runs, vault
from tests.reporting.exchange.conftest import brought_in, new_evaluation
from tests.reporting.exchange.test_round_trip import released

pytestmark = pytest.mark.django_db

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PDF = "application/pdf"


def with_original(evaluation: Evaluation, leader: User, number: int, media_type: str, **fields: str) -> Source:
    """A released text with the file that it came from; the content is only known by its bytes here."""
    version = released(evaluation, leader, number, f"Woorden van bron {number}.")
    SourceVersion.objects.filter(pk=version.pk).update(**fields)
    content = f"bestand {number} (fictief)".encode()
    path = store.new_path(store.ORIGINALS)
    with store.create(path) as file:
        sealer = sealed.Sealer(file, vault.unwrap(version.source.wrapped_key), seals.FILE)
        sealer.write(content)
        info = sealer.finish()
    Original.objects.create(
        source=version.source,
        sha256=info.sha256,
        size=info.size,
        media_type=media_type,
        sealed_filename=seals.seal_name("Jan Canarie.docx", bytes(version.source.wrapped_key)),
        path=path,
    )
    return version.source


@pytest.fixture
def three(leader: User) -> Evaluation:
    """A Word file, a PDF, and a Word file from whose text names were taken out."""
    evaluation = new_evaluation(leader, "Met bestanden (fictief)")
    with_original(evaluation, leader, 1, WORD)
    with_original(evaluation, leader, 2, PDF)
    with_original(evaluation, leader, 3, WORD, kind="pseudonymised", release_ground="names_taken_out")
    return evaluation


def export(leader: User, evaluation: Evaluation, path: Path, *, with_originals: bool) -> Exchange:
    asked = asking.request_export(actor=leader, evaluation=evaluation, with_originals=with_originals)
    runs.drain()
    asked.refresh_from_db()
    path.write_bytes(asking.open_export(actor=leader, asked=asked))
    return qdpx.read(path)


def opened(evaluation: Evaluation) -> int:
    return AuditEvent.objects.filter(action="sources.original_downloaded", evaluation_id=evaluation.pk).count()


def test_without_a_choice_no_file_goes_along_and_each_is_told(leader: User, three: Evaluation, tmp_path: Path) -> None:
    found = export(leader, three, tmp_path / "p.qdpx", with_originals=False)

    assert {name.rpartition(".")[2] for name in found.files} == {"txt"}
    assert opened(three) == 0
    assert [one.code for one in staying(three, with_names=False)].count("source_layout") == 3


def test_chosen_files_go_along_as_the_standard_has_them_and_are_recorded(
    leader: User, three: Evaluation, tmp_path: Path
) -> None:
    found = export(leader, three, tmp_path / "p.qdpx", with_originals=True)

    word, pdf, pseudonymised = found.sources
    assert isinstance(word, TextSource)
    assert found.files[(word.rich_path or "").removeprefix("internal://")] == b"bestand 1 (fictief)"
    assert found.files[(word.plain_path or "").removeprefix("internal://")] == b"Woorden van bron 1."
    assert isinstance(pdf, PDFSource)
    assert found.files[(pdf.path or "").removeprefix("internal://")] == b"bestand 2 (fictief)"
    (inner,) = pdf.representation
    assert found.files[(inner.plain_path or "").removeprefix("internal://")] == b"Woorden van bron 2."
    assert isinstance(pseudonymised, TextSource)
    assert pseudonymised.rich_path is None
    assert opened(three) == 2
    told = [(one.code, one.data) for one in staying(three, with_names=False, with_originals=True)]
    assert ("original_other", {"source": "S3"}) in told
    assert b"Canarie" not in (tmp_path / "p.qdpx").read_bytes()
    assert AuditEvent.objects.get(action="reporting.export_asked").data["with_originals"] is True


def test_a_file_with_originals_comes_in_again_under_the_same_guids(
    leader: User, three: Evaluation, tmp_path: Path
) -> None:
    found = export(leader, three, tmp_path / "p.qdpx", with_originals=True)
    other = new_evaluation(leader)

    brought_in(leader, other, (tmp_path / "p.qdpx").read_bytes(), is_clean=True)

    again = export(leader, other, tmp_path / "q.qdpx", with_originals=False)
    assert [one.guid for one in again.sources] == [one.guid for one in found.sources]
    texts = [again.files[f"{one.guid}.txt"] for one in again.sources]
    assert texts == [f"Woorden van bron {number}.".encode() for number in (1, 2, 3)]


def test_the_page_asks_and_does_not_choose(leader: User, three: Evaluation, client: Client) -> None:
    client.force_login(leader)
    address = reverse("reporting:export", args=[three.pk])
    page = client.get(address).content.decode()
    assert "Met de Word- en pdf-bestanden van de bronnen" in page

    client.post(address, {})

    assert not ExchangeExport.objects.get(evaluation=three).with_originals
