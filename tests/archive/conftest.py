"""The evaluation of the report's tests, with somebody in it who can be recognised. Everything is fictitious."""

from __future__ import annotations

import io
from hashlib import sha256

import pytest

from sluitend.apps.coding.models import Code, CodeChange, CodeChangeKind, Coding, Memo
from sluitend.apps.design.models import Evaluation
from sluitend.apps.fieldwork import seals as fieldwork_seals
from sluitend.apps.fieldwork.models import Respondent
from sluitend.apps.people.models import Organisation, User
from sluitend.apps.reporting.actions.archive import archive_evaluation
from sluitend.apps.reporting.models import Waiver
from sluitend.apps.sources import seals, store
from sluitend.apps.sources.models import ListedName, Original, Source, SourceVersion
from sluitend.formats import archive, sealed
from sluitend.work import vault
from tests.reporting.conftest import Chain, chain, make_fragment, nothing_destroyed_yet, question

__all__ = ["chain", "make_fragment", "nothing_destroyed_yet", "question"]

PASSPHRASE = "een lange fictieve wachtzin"
NAME = "Janneke Canarie"  # who may be known with the right choice only
UNRELEASED = f"{NAME} vertelt dat de overdracht stokte."
FILE = b"%PDF fictief bestand van Janneke Canarie"


@pytest.fixture(autouse=True)
def _cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "_LOG_N", 4)  # a guess may be cheap here


@pytest.fixture
def whole(chain: Chain, leader: User) -> Chain:
    """The chain with codes, a waiver, a respondent, a name on the list, a sealed source and its file."""
    _people(chain.evaluation, leader)
    _codes(chain, leader)
    _sealed(chain.evaluation, leader)
    Waiver.objects.create(
        evaluation=chain.evaluation, rule="F1", object_key=f"K{Code.objects.get(name='boven').pk} x",
        object_label="boven", reason="Past niet (fictief).", by=leader,
    )  # fmt: skip
    return chain


def _people(evaluation: Evaluation, leader: User) -> None:
    team = Organisation.objects.create(name="Wijkteam Voorbeeldstad (fictief)", kind="neighbourhood_team")
    Source.objects.filter(evaluation=evaluation, number=1).update(organisation=team)
    respondent = Respondent(evaluation=evaluation, number=1, function="consulent", created_by=leader, organisation=team)
    fieldwork_seals.seal_identity(respondent, fieldwork_seals.Identity(name=NAME))
    respondent.save()
    forms = seals.seal_forms(evaluation, [NAME])
    ListedName.objects.create(
        evaluation=evaluation, kind="person", sealed_forms=forms, pseudonym="Roos", created_by=leader
    )


def _codes(chain: Chain, leader: User) -> None:
    evaluation = chain.evaluation
    below = Code.objects.create(evaluation=evaluation, name="boven", created_by=leader)
    above = Code.objects.create(evaluation=evaluation, name="regie", created_by=leader)
    Code.objects.filter(pk=below.pk).update(parent=above)  # the one below was there first
    coding = Coding.objects.create(fragment=chain.secret, code=below, coder=leader)
    Memo.objects.create(evaluation=evaluation, code=above, text="Let op: wie belt?", author=leader)
    moved = {
        "codings": [coding.pk],
        "folded": [[chain.secret.pk, leader.pk, "2026-10-01T10:00:00+00:00"]],
        "steps": [3],
    }
    CodeChange.objects.create(code=below, other=above, kind=CodeChangeKind.MERGED, moved=moved, actor=leader)


def _sealed(evaluation: Evaluation, leader: User) -> None:
    source = Source(evaluation=evaluation, number=9, created_by=leader, kind="transcript")
    source.wrapped_key = vault.new_wrapped_key()
    source.sealed_title = seals.seal_title(source, f"Gesprek met {NAME}")
    source.save()
    SourceVersion.objects.create(
        source=source, number=1, sealed_text=seals.seal_text(source, 1, UNRELEASED), length=len(UNRELEASED),
        text_sha256=sha256(UNRELEASED.encode()).hexdigest(), created_by=leader,
    )  # fmt: skip
    path = store.new_path(store.ORIGINALS)
    with store.create(path) as file:
        info = sealed.seal_file(io.BytesIO(FILE), file, vault.unwrap(source.wrapped_key), seals.FILE)
    Original.objects.create(
        source=source, sha256=info.sha256, size=info.size, media_type="application/pdf", path=path,
        sealed_filename=seals.seal_name(f"{NAME}.pdf", source.wrapped_key),
    )  # fmt: skip


def made(actor: User, evaluation: Evaluation, *, originals: bool = False, identities: bool = False) -> bytes:
    target = io.BytesIO()
    archive_evaluation(
        actor=actor, evaluation=evaluation, target=target, lock=archive.lock(PASSPHRASE),
        originals=originals, identities=identities,
    )  # fmt: skip
    return target.getvalue()
