"""An evaluation goes out as one locked file and comes back the same; what was not chosen stays."""

from __future__ import annotations

import hashlib
import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models

from sluitend import cli
from sluitend.apps.coding.models import Code, CodeChange, Coding
from sluitend.apps.design.models import Evaluation, Membership
from sluitend.apps.fieldwork import ledger
from sluitend.apps.fieldwork import seals as fieldwork_seals
from sluitend.apps.fieldwork.destruction import Line
from sluitend.apps.fieldwork.models import Respondent
from sluitend.apps.people.models import AuditEvent, User
from sluitend.apps.people.permissions import Role
from sluitend.apps.reporting.actions.archive import known, put_back
from sluitend.apps.reporting.models import Waiver
from sluitend.apps.sources import seals, store
from sluitend.apps.sources.models import Original, RetiredPseudonym, Source, SourceVersion
from sluitend.errors import InputError, NotAllowed, NotFound
from sluitend.formats import archive, sealed
from sluitend.web.wording import sentence
from sluitend.work import vault
from tests.archive.conftest import FILE, NAME, PASSPHRASE, UNRELEASED, made
from tests.reporting.conftest import SECRET, Chain

SAMPLE = Path(__file__).parent / "samples" / "version1.sluitend"
ODD = (models.BinaryField, models.JSONField)


def contents(data: bytes) -> dict[str, bytes]:
    return {name: content.read() for name, content in archive.members(io.BytesIO(data), PASSPHRASE)}


def rows(data: bytes) -> dict[str, list[dict[str, Any]]]:
    return {
        name.removeprefix("rows/").removesuffix(".jsonl"): [json.loads(line) for line in content.splitlines()]
        for name, content in contents(data).items()
        if name.startswith("rows/")
    }


def back(actor: User, data: bytes, passphrase: str = PASSPHRASE) -> Evaluation:
    return put_back(actor=actor, source=io.BytesIO(data), passphrase=passphrase)


def test_every_model_goes_along_or_stays_for_a_reason() -> None:
    own = {model._meta.label for model in apps.get_models() if model.__module__.startswith("sluitend.")}
    along = {model._meta.label for model in known.archived()}

    assert own - along == {*known.STAYS_BEHIND, *known.REGISTER, known.USER}
    assert along & {*known.STAYS_BEHIND} == set()


def test_somebody_decided_on_every_field_that_means_something_here_only() -> None:
    decided = known.PLAIN_JSON | known.SEALED | {".".join(key) for key in known.IDS_WITHIN}
    odd = {
        f"{model._meta.label}.{field.name}"
        for model in known.archived()
        for field in model._meta.concrete_fields
        if isinstance(field, ODD) or field.name in ("path", "run_id") or field.name.endswith("_path")
        or (field.name.endswith("_id") and not field.is_relation)
    }  # fmt: skip

    assert odd == decided


def test_what_comes_back_is_the_same_field_by_field(whole: Chain, leader: User, owner: User) -> None:
    first = made(leader, whole.evaluation, originals=True, identities=True)

    again = back(owner, first)

    old, new = rows(first), rows(made(owner, again, originals=True, identities=True))
    # The owner, who put it back, is project leader of it: one membership more.
    new["design.Membership"] = [row for row in new["design.Membership"] if row["user"] != owner.pk]
    pairs = {
        label: {one["id"]: other["id"] for one, other in zip(old[label], new[label], strict=True)}
        for label in old
        if label != known.USER
    }
    for model in known.archived():
        for before, after in pairs[model._meta.label].items():
            compare(model, before, after, pairs)
    assert {len(one) for one in pairs.values()} > {0, 1}


OTHERWISE = known.SEALED | {".".join(key) for key in known.IDS_WITHIN}  # looked at below
OTHERWISE |= {"fieldwork.Respondent.uid", "fieldwork.DestructionStatement.uid", "reporting.Waiver.object_key"}


def compare(model: known.Model, before: int, after: int, pairs: dict[str, dict[int, int]]) -> None:
    old, new = (model._base_manager.get(pk=pk) for pk in (before, after))
    for field in model._meta.concrete_fields:
        name = f"{model._meta.label}.{field.name}"
        if field.primary_key or name in OTHERWISE:
            continue
        value = getattr(old, field.attname)
        if field.is_relation and value is not None:
            value = pairs.get(field.related_model._meta.label, {}).get(value, value)  # type: ignore[union-attr]
        assert getattr(new, field.attname) == value, name
    for field in model._meta.many_to_many:
        ids = [set(getattr(one, field.name).values_list("pk", flat=True)) for one in (old, new)]
        assert {pairs[field.related_model._meta.label][pk] for pk in ids[0]} == ids[1], field.name  # type: ignore[union-attr]


def test_texts_are_in_it_byte_for_byte(whole: Chain, leader: User) -> None:
    data = made(leader, whole.evaluation)

    assert contents(data)["texts/S1-1.txt"] == f"Vooraf. {SECRET} Achteraf.".encode()


def test_what_was_sealed_is_sealed_with_keys_from_here(whole: Chain, leader: User, owner: User) -> None:
    again = back(owner, made(leader, whole.evaluation, originals=True, identities=True))

    source = Source.objects.get(evaluation=again, number=9)
    version = source.versions.get()
    assert seals.title_of(source) == f"Gesprek met {NAME}"
    assert seals.open_text(source, 1, version.sealed_text or b"") == UNRELEASED
    assert version.text is None
    with store.full(source.original.path).open("rb") as file:
        assert b"".join(sealed.open_file(file, vault.unwrap(source.wrapped_key), seals.FILE)) == FILE
    assert seals.open_name(source.original.sealed_filename, source.wrapped_key) == f"{NAME}.pdf"
    assert fieldwork_seals.open_identity(Respondent.objects.get(evaluation=again)).name == NAME
    assert seals.open_forms(again, again.listed_names.get().sealed_forms) == [NAME]
    keys = {bytes(one.wrapped_key) for one in Evaluation.objects.all()}
    assert len({vault.unwrap(key) for key in keys}) == Evaluation.objects.count()


def test_ids_within_values_are_those_of_here(whole: Chain, leader: User, owner: User) -> None:
    again = back(owner, made(leader, whole.evaluation))

    change = CodeChange.objects.get(code__evaluation=again)
    coding = Coding.objects.get(fragment__evaluation=again)
    folded = [[coding.fragment_id, leader.pk, "2026-10-01T10:00:00+00:00"]]
    assert change.moved == {"codings": [coding.pk], "folded": folded, "steps": []}
    code = Code.objects.get(evaluation=again, name="boven")
    assert Waiver.objects.get(evaluation=again).object_key == f"K{code.pk} x"


def test_without_the_choice_nobody_can_be_recognised(whole: Chain, leader: User, owner: User) -> None:
    data = made(leader, whole.evaluation)

    for name, content in contents(data).items():
        assert NAME.encode() not in content, name
        assert "Canarie" not in name
    assert json.loads(contents(data)["manifest.json"])["left_out"] == {
        "sources.Source": 1, "sources.ListedName": 1, "sources.SourceVersion": 1, "sources.Original": 1
    }  # fmt: skip
    again = back(owner, data)
    assert not Source.objects.filter(evaluation=again, number=9).exists()
    assert not fieldwork_seals.open_identity(Respondent.objects.get(evaluation=again))
    assert RetiredPseudonym.objects.get(evaluation=again).pseudonym == "Roos"  # nobody else gets it


def test_an_original_that_stays_is_told_of_as_destroyed(whole: Chain, leader: User, owner: User) -> None:
    source = Source.objects.get(evaluation=whole.evaluation, number=9)
    text = SourceVersion.objects.filter(source=source)
    text.update(text=UNRELEASED, sealed_text=None, released_at=source.created_at, release_ground="no_personal_data")
    Source.objects.filter(pk=source.pk).update(title="Gesprek (fictief)", sealed_title=None)

    again = back(owner, made(leader, whole.evaluation))

    original = Original.objects.get(source__evaluation=again)
    assert (original.path, original.destroyed_reason) == ("", "not_needed")
    assert original.sha256 == hashlib.sha256(FILE).hexdigest()


def test_people_without_an_account_here_are_names_without_login(whole: Chain, leader: User, owner: User) -> None:
    data = made(leader, whole.evaluation)
    Membership.objects.filter(user=leader).delete()
    User.objects.filter(pk=leader.pk).update(email="elders@elders.invalid")

    again = back(owner, data)

    former = again.created_by if again.created_by != owner else Coding.objects.get(fragment__evaluation=again).coder
    author = Coding.objects.get(fragment__evaluation=again).coder
    assert author != leader
    assert (author.name, author.is_active, author.has_usable_password()) == (leader.name, False, False)
    assert former.email != leader.email
    assert not Membership.objects.filter(evaluation=again, user=author).exists()
    assert Membership.objects.get(evaluation=again, user=owner).role == Role.LEADER


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (lambda data: b"PK\x03\x04" + data, "formats.archive_not_one"),
        (lambda data: b"", "formats.archive_not_one"),
        (lambda data: data[:17] + b"\x09" + data[18:], "formats.archive_newer"),
        (lambda data: data[:30], "formats.archive_broken"),
        (lambda data: data[:-1], "formats.archive_broken"),
        (lambda data: data[: len(data) // 2], "formats.archive_broken"),
        (lambda data: data[:-40] + bytes([data[-40] ^ 1]) + data[-39:], "formats.archive_broken"),
    ],
)
def test_a_spoiled_archive_leaves_nothing_behind(
    whole: Chain, leader: User, owner: User, spoil: Any, code: str
) -> None:
    data = spoil(made(leader, whole.evaluation, originals=True))
    before = {model: model._base_manager.count() for model in known.archived()}
    files = set(Path(settings.DATA, store.ORIGINALS).iterdir())

    with pytest.raises(InputError) as caught:
        back(owner, data)

    assert caught.value.code == code
    assert {model: model._base_manager.count() for model in known.archived()} == before
    assert set(Path(settings.DATA, store.ORIGINALS).iterdir()) == files


def test_another_passphrase_opens_nothing(whole: Chain, leader: User, owner: User) -> None:
    data = made(leader, whole.evaluation)

    with pytest.raises(InputError) as caught:
        back(owner, data, "een andere fictieve zin")

    assert sentence(caught.value) == "Dit is niet de wachtzin van dit archief. Typ hem opnieuw."


def test_a_file_that_is_missing_shows(whole: Chain, leader: User, owner: User) -> None:
    target = io.BytesIO()
    with archive.writing(target, archive.lock(PASSPHRASE)) as writer:
        for name, content in contents(made(leader, whole.evaluation)).items():
            if name != "texts/S1-1.txt":
                writer.add(name, content)

    with pytest.raises(InputError, match="archive_broken"):
        back(owner, target.getvalue())


def entry(uid: str = "", lines: tuple[Line, ...] = (), *, withdrawn: bool) -> ledger.Entry:
    return ledger.Entry("u", 1, uid, bool(uid), withdrawn, "withdrawn", "", "2026-11-01T00:00:00+00:00", lines)


def test_what_was_destroyed_here_since_does_not_come_back(
    whole: Chain, leader: User, owner: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = made(leader, whole.evaluation)
    sha256 = whole.secret.version.text_sha256
    uid = str(Respondent.objects.get(evaluation=whole.evaluation).uid)
    since = {
        "R1": entry(uid, withdrawn=True),
        "S1": entry(lines=(Line("sources.turns", "S7/1", sha256=sha256),), withdrawn=True),
    }
    removed = entry(lines=(Line("sources.text", "S1/1", sha256=sha256),), withdrawn=False)
    elsewhere = entry(lines=(Line("sources.text", "S7/1", sha256=sha256),), withdrawn=False)

    for label, one in [*since.items(), ("S1", removed)]:
        monkeypatch.setattr(ledger, "entries", lambda one=one: iter([one]))
        with pytest.raises(InputError) as caught:
            back(owner, data)
        assert label in sentence(caught.value)
    assert Evaluation.objects.filter(title=whole.evaluation.title).count() == 1
    monkeypatch.setattr(ledger, "entries", lambda: iter([elsewhere]))
    assert back(owner, data).pk


def test_only_the_project_leader_takes_it_out_and_it_is_recorded(
    whole: Chain, leader: User, researcher: User, reader: User, outsider: User
) -> None:
    for other, error in ((researcher, NotAllowed), (reader, NotAllowed), (outsider, NotFound)):
        with pytest.raises(error):
            made(other, whole.evaluation)
    with pytest.raises(NotAllowed):
        back(outsider, b"")

    made(leader, whole.evaluation, originals=True)
    event = AuditEvent.objects.get(action="reporting.archived")
    assert (event.actor_id, event.evaluation_id) == (leader.pk, whole.evaluation.pk)
    assert (event.data["originals"], event.data["identities"]) == (True, False)


def test_a_short_passphrase_is_refused() -> None:
    with pytest.raises(InputError) as caught:
        archive.lock("kort")

    assert sentence(caught.value) == "De wachtzin heeft minder dan 12 tekens. Kies een langere."


def test_the_archive_of_the_first_version_still_opens(owner: User) -> None:
    with SAMPLE.open("rb") as file:
        evaluation = put_back(actor=owner, source=file, passphrase=PASSPHRASE)

    assert evaluation.fictitious
    assert sorted(source.number for source in evaluation.sources.all()) == [1, 2, 3, 4, 9]
    assert SECRET in (evaluation.sources.get(number=1).versions.get().text or "")
    assert [str(one) for one in evaluation.findings.all()]


def test_on_the_command_line_the_passphrase_comes_from_the_environment(
    whole: Chain, owner: User, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    Membership.objects.create(evaluation=whole.evaluation, user=owner, role=Role.LEADER)
    file = tmp_path / "keten.sluitend"
    command = ["archive", "--to", str(file), "--evaluation", str(whole.evaluation.pk)]

    assert cli.main(command) == 1
    assert "SLUITEND_PASSPHRASE" in capsys.readouterr().err
    monkeypatch.setenv("SLUITEND_PASSPHRASE", PASSPHRASE)
    assert cli.main(command) == 0
    assert file.stat().st_mode & 0o077 == 0
    assert cli.main(command) == 1
    assert "keten.sluitend" in capsys.readouterr().err
    assert cli.main(["unarchive", str(file)]) == 0

    number = int(capsys.readouterr().out)
    assert Evaluation.objects.get(pk=number).title == whole.evaluation.title
    assert [path.name for path in tmp_path.iterdir()] == ["keten.sluitend"]


def test_what_another_run_is_writing_is_left_alone(
    whole: Chain, owner: User, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    Membership.objects.create(evaluation=whole.evaluation, user=owner, role=Role.LEADER)
    part, elsewhere = tmp_path / "keten.sluitend.deel", tmp_path / "elders"
    monkeypatch.setenv("SLUITEND_PASSPHRASE", PASSPHRASE)
    command = ["archive", "--to", str(tmp_path / "keten.sluitend"), "--evaluation", str(whole.evaluation.pk)]

    part.write_bytes(b"half")
    first = cli.main(command)
    left = part.read_bytes()
    part.unlink()
    part.symlink_to(elsewhere)
    second = cli.main(command)

    assert (first, second, left) == (1, 1, b"half")
    assert capsys.readouterr().err.count("keten.sluitend.deel") == 2
    assert not elsewhere.exists()
