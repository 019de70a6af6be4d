"""Files come in sealed, are read, and become a source or leave nothing but hash, size and reason."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest

from sluitend.apps.design.models import EvaluatedObject, EvaluatedObjectVersion, Evaluation, Perspective
from sluitend.apps.people.models import AuditEvent, User
from sluitend.apps.sources import actions, queries, refusals, seals
from sluitend.apps.sources.models import Original, Source, SourceVersion, Upload, UploadState
from sluitend.errors import InputError, NotAllowed, NotFound
from sluitend.formats.documents import codes
from sluitend.work import runs
from sluitend.work.models import Run, State
from tests.sources.conftest import TEXT, data_folder_holds, files_on_disk

Take = Callable[..., Upload]
Add = Callable[..., Source]


def actions_recorded() -> list[str]:
    return list(AuditEvent.objects.order_by("pk").values_list("action", flat=True))


def test_waits_sealed_and_known_by_its_hash(take_in: Take) -> None:
    upload = take_in()

    assert upload.state == UploadState.WAITING
    assert upload.sha256 == hashlib.sha256(TEXT.encode()).hexdigest()
    assert upload.size == len(TEXT.encode())
    assert [path.name for path in files_on_disk()] == [upload.path.partition("/")[2]]
    assert Run.objects.get(pk=int(upload.run_id)).payload == {"upload_id": upload.pk}
    assert actions_recorded() == ["sources.uploaded"]


def test_becomes_a_numbered_source_with_one_sealed_version(add: Add) -> None:
    source = add()

    version = source.versions.get()
    assert (source.number, source.kind, source.title) == (1, "transcript", "")
    assert (version.text, version.released_at, version.length) == (None, None, len(TEXT.rstrip()))
    assert queries.version_text(version) == TEXT.rstrip()
    assert seals.title_of(source) == "verslag"
    assert len(files_on_disk()) == 1
    assert files_on_disk()[0].parent.name == "originals"
    assert actions_recorded() == ["sources.uploaded", "sources.source_added"]


def test_a_public_document_is_released_at_once(add: Add) -> None:
    source = add(kind="document", is_public=True, filename="beleidsplan_jeugd.md")

    version = source.versions.get()
    assert version.release_ground == "public_document"
    assert version.text == TEXT.rstrip()
    assert source.title == "beleidsplan jeugd"


def test_the_original_comes_back_byte_for_byte(add: Add, researcher: User) -> None:
    source = add()

    file = actions.open_original(actor=researcher, source=source)

    assert b"".join(file.content) == TEXT.encode()
    assert (file.filename, file.size) == ("verslag.txt", len(TEXT.encode()))


def test_the_same_content_twice_is_refused_kindly(add: Add, take_in: Take) -> None:
    add()

    again = take_in(filename="kopie.txt")

    assert again.state == UploadState.REFUSED
    assert (
        refusals.refusal_of(again) == "Dit bestand staat al in deze evaluatie, als S1. Het is niet nog eens toegevoegd."
    )
    assert len(files_on_disk()) == 1


def test_the_same_content_while_the_first_waits(take_in: Take) -> None:
    take_in()

    again = take_in()

    assert refusals.refusal_of(again) == "Dit bestand wordt al ingelezen. Het is niet nog eens toegevoegd."
    assert len(files_on_disk()) == 1


def test_the_same_content_at_the_same_moment(take_in: Take, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both looked before either was written: the table's constraint decides."""
    from sluitend.apps.sources.actions import taking_in

    take_in()
    answers = iter([None])
    look = taking_in.duplicate
    monkeypatch.setattr(taking_in, "duplicate", lambda upload: next(answers, look(upload)))

    again = take_in()

    assert (again.state, again.refusal_code) == (UploadState.REFUSED, "sources.duplicate_waiting")
    assert len(files_on_disk()) == 1


def test_a_deleted_source_may_come_in_again(add: Add, leader: User) -> None:
    actions.delete_source(actor=leader, source=add(), reason="wrong_file")

    assert add().number == 2


def test_another_evaluation_may_have_the_same_file(add: Add, evaluation: Evaluation, leader: User) -> None:
    add()
    other = Evaluation.objects.create(
        title="Andere (fictief)", template_key="keten", wrapped_key=evaluation.wrapped_key, created_by=leader
    )
    other.memberships.create(user=leader, role="leader")

    upload = actions.take_in(
        actor=leader, evaluation=other, file=io.BytesIO(TEXT.encode()), filename="a.txt", attributes={}
    )

    assert upload.state == UploadState.WAITING


def zipped(**parts: str) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name.replace("__", "/"), content)
    return target.getvalue()


REFUSED: list[tuple[str, str | bytes, str]] = [
    ("leeg.txt", b"", codes.EMPTY),
    ("wit.txt", b"  \n \n", codes.NO_TEXT),
    ("plaatje.png", b"\x89PNG\r\n\x1a\n" + b"x" * 50, codes.UNSUPPORTED),
    ("geheim.jansen", b"gewone tekst", codes.UNSUPPORTED),
    ("echt.pdf.docx", b"%PDF-1.7 en verder niets", codes.WRONG_EXTENSION),
    ("rommel.txt", bytes(range(32)) * 20, codes.NOT_TEXT),
    ("oud.docx", bytes.fromhex("d0cf11e0a1b11ae1") + b"\x00" * 600, codes.OLD_WORD),
    ("kapot.pdf", b"%PDF-1.7\nniets", codes.DAMAGED),
    ("kapot.docx", zipped(**{"word__document.xml": "<w:document><w:body>", "[Content_Types].xml": "<Types/>"}), ""),
]


@pytest.mark.parametrize(("filename", "content", "code"), REFUSED, ids=[name for name, _, _ in REFUSED])
def test_what_is_refused_leaves_hash_size_and_reason(
    take_in: Take, filename: str, content: str | bytes, code: str
) -> None:
    upload = take_in(content, filename)
    runs.drain()
    upload.refresh_from_db()

    assert upload.state == UploadState.REFUSED
    assert upload.refusal_code == code if code else upload.refusal_code in codes.ALL
    assert (upload.path, upload.wrapped_key, upload.attributes) == ("", None, {})
    assert len(upload.sha256) == 64
    assert files_on_disk() == []
    assert not Source.objects.exists()
    assert not Original.objects.exists()
    assert not SourceVersion.objects.exists()
    assert len(refusals.refusal_of(upload)) > 20


@pytest.mark.parametrize("code", sorted(codes.ALL))
def test_every_reason_has_a_sentence(code: str) -> None:
    data = {"found": "rtf", "accepted": "txt, md", "suffix": ".docx", "part": "word/document.xml"}
    numbers = dict.fromkeys(("megabytes", "most", "pages", "line", "seconds"), 3)

    said = refusals.refusal_of(Upload(refusal_code=code, refusal_data=data | numbers))

    assert said.endswith(".")
    assert "%(" not in said


def test_a_name_in_the_ending_of_a_file_does_not_stay(take_in: Take) -> None:
    upload = take_in("gewone tekst", "verslag.Kanariegeel-Vogelaar")
    runs.drain()
    upload.refresh_from_db()

    assert upload.refusal_data["found"] == "…"


def _hash_of(megabytes: int) -> str:
    digest = hashlib.sha256()
    for _ in range(megabytes):
        digest.update(b"x" * 1024**2)
    return digest.hexdigest()


def test_two_hundred_megabytes_are_refused_in_bounded_memory(evaluation: Evaluation, researcher: User) -> None:
    import tracemalloc

    class Huge(io.RawIOBase):
        left = 200 * 1024**2

        def read(self, size: int = -1) -> bytes:
            given = min(size, self.left)
            self.left -= given
            return b"x" * given

    tracemalloc.start()
    upload = actions.take_in(
        actor=researcher,
        evaluation=evaluation,
        file=Huge(),  # type: ignore[arg-type]
        filename="groot.pdf",
        attributes={},
    )
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert peak < 20 * 1024**2
    assert (upload.state, upload.size) == (UploadState.REFUSED, 200 * 1024**2)
    assert upload.sha256 == _hash_of(200)
    assert "200 MB" in refusals.refusal_of(upload)
    assert files_on_disk() == []


def test_nothing_readable_on_disk_before_release(add: Add, take_in: Take, transactional_db: None) -> None:
    canary = "Kanariegeel-Vogelaar"
    add(f"Gesprek met {canary} (fictief).", f"gesprek met {canary}.txt")
    take_in(f"Nog een gesprek met {canary}.", f"{canary}-2.txt")

    assert data_folder_holds(canary) == []


def test_reading_twice_changes_nothing(take_in: Take) -> None:
    upload = take_in()

    actions.read_upload(upload.pk)
    again = actions.read_upload(upload.pk)

    assert again.source is not None
    assert again.source.number == 1
    assert Source.objects.count() == 1
    assert len(files_on_disk()) == 1


def test_a_fault_of_ours_refuses_the_file_and_says_so(take_in: Take, monkeypatch: pytest.MonkeyPatch) -> None:
    upload = take_in()
    monkeypatch.setattr("sluitend.work.limits.read_limited", lambda *args, **kwargs: 1 / 0)

    (run,) = runs.drain()

    upload.refresh_from_db()
    assert run.state == State.FAILED
    assert upload.refusal_code == "sources.reading_failed"
    assert refusals.refusal_of(upload) == (
        "Het lezen van dit bestand is mislukt door een fout bij ons. "
        "Er is niets van bewaard. Voeg het bestand nog eens toe."
    )
    assert files_on_disk() == []


def test_attributes_come_along(add: Add, evaluation: Evaluation) -> None:
    perspective = Perspective.objects.create(evaluation=evaluation, name="Gemeenten")
    evaluated = EvaluatedObject.objects.create(evaluation=evaluation, name="Pilot")
    version = EvaluatedObjectVersion.objects.create(
        evaluated_object=evaluated, number=1, name="Begin", starts="2025-01-01", author=evaluation.created_by
    )

    source = add(
        kind="interview_report",
        perspective=perspective,
        object_version=version.pk,
        level="executive",
        date="2026-03-12",
        retain_until="2027-01-01",
    )

    source.refresh_from_db()
    assert (source.perspective, source.object_version, source.level) == (perspective, version, "executive")
    assert (str(source.date), str(source.retain_until), source.approval) == ("2026-03-12", "2027-01-01", "draft")


def test_attributes_of_another_evaluation_are_refused(take_in: Take, evaluation: Evaluation, leader: User) -> None:
    other = Evaluation.objects.create(
        title="Andere (fictief)", template_key="keten", wrapped_key=evaluation.wrapped_key, created_by=leader
    )
    theirs = Perspective.objects.create(evaluation=other, name="Gemeenten")

    with pytest.raises(InputError, match="unknown_value"):
        take_in(perspective=theirs)

    assert not Upload.objects.exists()
    assert files_on_disk() == []


@pytest.mark.parametrize(
    ("attributes", "code"),
    [
        ({"kind": "transcript", "is_public": True}, "sources.only_documents_are_public"),
        ({"kind": "roman"}, "sources.unknown_value"),
        ({"date": "gisteren"}, "sources.unknown_value"),
        ({"level": "keizer"}, "sources.unknown_value"),
        ({"perspective": "één"}, "sources.unknown_value"),
        ({"schrijver": "x"}, "sources.unknown_attribute"),
    ],
)
def test_attributes_are_checked_before_anything_is_kept(take_in: Take, attributes: dict[str, Any], code: str) -> None:
    with pytest.raises(InputError) as error:
        take_in(**attributes)

    assert error.value.code == code
    assert files_on_disk() == []


def test_who_may_add(evaluation: Evaluation, reader: User, outsider: User, leader: User) -> None:
    def take(actor: User) -> Upload:
        return actions.take_in(
            actor=actor, evaluation=evaluation, file=io.BytesIO(b"tekst"), filename="a.txt", attributes={}
        )

    with pytest.raises(NotAllowed):
        take(reader)
    with pytest.raises(NotFound):
        take(outsider)
    assert files_on_disk() == []
    assert take(leader).state == UploadState.WAITING
