"""The bureau's own Word document, from the form to a built file. All of it is fictitious."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import QuerySet
from django.test import Client
from django.urls import reverse

from sluitend.apps.people.models import AuditEvent, User
from sluitend.apps.reporting import actions, queries
from sluitend.apps.reporting.actions.house_styles import content_of
from sluitend.apps.reporting.models import BuildKind, HouseStyle, Report
from sluitend.apps.sources import store
from sluitend.apps.sources.receiving import Received, receive
from sluitend.errors import InputError, NotAllowed
from tests.formats.house_files import COLOUR, FOOTER, WORDS, house, relations
from tests.reporting.conftest import Chain

ClientOf = Callable[[User], Client]


def address(chain: Chain, name: str = "house_style") -> str:
    return reverse(f"reporting:{name}", args=[chain.evaluation.pk])


def brought_in(chain: Chain, leader: User, content: bytes | None = None) -> HouseStyle:
    return actions.set_house_style(
        actor=leader, report=chain.report, file=receive(io.BytesIO(content or house())), name="huis (fictief).docx"
    )


def test_from_the_form_to_a_word_file_that_looks_so(chain: Chain, leader: User, client_of: ClientOf) -> None:
    chain.write(leader, "# Kop\n\nTekst.")
    page = client_of(leader)
    before = queries.material_for(leader, chain.evaluation).state

    page.post(address(chain), {"file": SimpleUploadedFile("huis (fictief).docx", house())})
    style = HouseStyle.objects.get()
    shown = page.get(address(chain)).content.decode()
    after = queries.material_for(leader, chain.evaluation).state
    sealed_bytes = store.full(style.path).read_bytes()

    for kind in (BuildKind.DOCX, BuildKind.PLAN):
        made = actions.build_now(actor=leader, evaluation=chain.evaluation, kind=kind)
        with zipfile.ZipFile(io.BytesIO(made)) as package:
            parts = {name: package.read(name).decode("utf-8", "replace") for name in package.namelist()}
        assert COLOUR in parts["word/styles.xml"]
        assert any(FOOTER in content for name, content in parts.items() if name.startswith("word/footer"))
        assert WORDS not in "".join(parts.values())
    assert before != after
    assert not zipfile.is_zipfile(io.BytesIO(sealed_bytes))  # it would be packed: no words can be looked for in it
    assert "huis (fictief).docx" in shown
    assert str(leader) in shown


def test_it_can_be_taken_home_replaced_and_removed(
    chain: Chain, leader: User, client_of: ClientOf, django_capture_on_commit_callbacks: Callable[..., object]
) -> None:
    first = brought_in(chain, leader)
    page = client_of(leader)
    with zipfile.ZipFile(io.BytesIO(page.get(address(chain, "house_style_file")).content)) as package:
        kept = package.read("word/styles.xml").decode()

    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        second = brought_in(chain, leader)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        page.post(address(chain, "remove_house_style"))

    assert COLOUR in kept
    assert not store.full(first.path).exists()
    assert not store.full(second.path).exists()
    assert not HouseStyle.objects.exists()
    verbs = list(AuditEvent.objects.filter(action__contains="house_style").values_list("action", flat=True))
    assert sorted(verbs) == [
        "reporting.house_style_downloaded",
        "reporting.house_style_removed",
        "reporting.house_style_set",
        "reporting.house_style_set",
    ]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"%PDF-1.7 geen Word", "De naam van dit bestand eindigt op"),
        (house({"word/vbaProject.bin": b"x"}), "Dit document bevat macro’s"),
        (house({"word/_rels/footer1.xml.rels": relations("image media/logo.webp")}), "afbeelding van het soort “webp”"),
        (b"x" * (10 * 1024**2 + 1), "Dit bestand is 11 MB"),
    ],
)
def test_a_refused_document_gets_one_sentence_and_leaves_nothing(
    chain: Chain, leader: User, client_of: ClientOf, content: bytes, sentence: str
) -> None:
    shown = client_of(leader).post(address(chain), {"file": SimpleUploadedFile("huis.docx", content)})

    assert sentence in shown.content.decode()
    assert not HouseStyle.objects.exists()


def test_a_file_that_was_too_big_to_keep_is_told_what_a_house_style_may_be(chain: Chain, leader: User) -> None:
    only_counted = Received(path="", wrapped_key=b"", sha256="0" * 64, size=120 * 1024**2)

    with pytest.raises(InputError) as caught:
        actions.set_house_style(actor=leader, report=chain.report, file=only_counted, name="huis.docx")

    assert (caught.value.code, caught.value.data) == ("formats.too_big", {"megabytes": 120, "most": 10})


def test_it_is_for_the_project_leader(chain: Chain, leader: User, researcher: User, client_of: ClientOf) -> None:
    style = brought_in(chain, leader)

    assert client_of(researcher).get(address(chain)).status_code == 403
    with pytest.raises(NotAllowed):
        actions.open_house_style(actor=researcher, style=style)
    assert "Huisstijl" not in client_of(researcher).get(address(chain, "report")).content.decode()


def test_of_two_leaders_at_once_the_second_waits(chain: Chain, leader: User, monkeypatch: pytest.MonkeyPatch) -> None:
    locked: list[str] = []
    lock = QuerySet.select_for_update

    def noted(rows: QuerySet[Report]) -> QuerySet[Report]:
        locked.append(rows.model.__name__)
        return lock(rows)

    monkeypatch.setattr(QuerySet, "select_for_update", noted)

    brought_in(chain, leader)

    assert locked == ["Report"]


def test_a_style_whose_file_went_while_it_was_read_is_told(chain: Chain, leader: User) -> None:
    style = brought_in(chain, leader)
    store.remove(style.path)

    with pytest.raises(InputError) as caught:
        content_of(chain.report, style.sha256)
    assert caught.value.code == "reporting.house_style_changed"


def test_a_style_that_was_replaced_meanwhile_is_not_guessed(chain: Chain, leader: User) -> None:
    brought_in(chain, leader)

    assert content_of(chain.report, "") is None
    with pytest.raises(InputError) as caught:
        content_of(chain.report, "0" * 64)
    assert caught.value.code == "reporting.house_style_changed"
