"""Messages with numbers of people: refused, unless a ground was recorded; then keyed at the door by one person."""

from __future__ import annotations

import html
import io
import zipfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pyarrow.parquet as parquet
import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import QuerySet
from django.test import Client
from django.urls import reverse

from sluitend.apps.analyses import actions as analyses
from sluitend.apps.datasets import actions, grounds, queries, store
from sluitend.apps.datasets.actions import grounding, keying
from sluitend.apps.datasets.actions.keying import PURPOSE
from sluitend.apps.datasets.mapping import guessed
from sluitend.apps.datasets.models import Dataset, DatasetVersion, MessageGround, VersionState
from sluitend.apps.design.models import Evaluation, Membership
from sluitend.apps.people.models import AuditEvent, User
from sluitend.apps.people.permissions import Role
from sluitend.apps.reporting.actions.archive import known
from sluitend.apps.sources.receiving import receive
from sluitend.config.keys import installation_key
from sluitend.errors import InputError, NotAllowed
from sluitend.web.wording import sentence
from sluitend.work import messages, vault
from tests.datasets.conftest import done, files_on_disk
from tests.datasets.near import GOOD, about
from tests.formats.corv_files import reported
from tests.formats.ijw_files import YOUTH, assigned, message, started
from tests.formats.test_ijw_bad import BASE, SCHEMA
from tests.on_disk import files_with

Login = Callable[[User], Client]
REFUSED = (
    "Berichten met burgerservicenummers komen hier niet zo binnen: laat de bronhouder “sluitend prepare” op de eigen "
    "machine draaien, of laat de projectleider de grondslag, de DPIA en de sleutelhouder vastleggen."
)
TOLD = {"legal_ground": "Artikel 7.4.0 Jeugdwet (fictief voorbeeld)", "dpia_reference": "DPIA 2026-04 (fictief)"}


def ijw_zip() -> bytes:
    """Two messages about one youth."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("1.xml", message(301, "2025-01-02", assigned(1, "2025-01-06")))
        archive.writestr("2.xml", message(305, "2025-01-09", started(1, "2025-01-08")))
    return packed.getvalue()


@pytest.fixture
def holder(evaluation: Evaluation, researcher: User) -> User:
    """Another researcher."""
    user = User.objects.create(email="sleutel@example.org", name="Sleutelhouder (fictief)")
    Membership.objects.create(evaluation=evaluation, user=user, role=Role.RESEARCHER)
    return user


@pytest.fixture
def ground(evaluation: Evaluation, leader: User, holder: User) -> MessageGround:
    return actions.record_ground(actor=leader, evaluation=evaluation, key_holder=holder, **TOLD)


def bring(
    actor: User, evaluation: Evaluation, content: bytes = b"", name: str = "berichten.zip", kind: str = "ijw"
) -> DatasetVersion:
    file = io.BytesIO(content or ijw_zip())
    return actions.take_in_messages(
        actor=actor, evaluation=evaluation, kind=kind, file=file, filename=name, about=about()
    )


def accepted(version: DatasetVersion, holder: User) -> DatasetVersion:
    version = done(actions.map_columns(actor=holder, version=version, roles=guessed(store.open_columns(version))))
    actions.accept(actor=holder, version=version)
    version.refresh_from_db()
    return version


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("name", ["berichten.zip", "301.XML"])
def test_the_ordinary_door_points_to_who_keeps_them(evaluation: Evaluation, researcher: User, name: str) -> None:
    with pytest.raises(InputError) as refused:
        actions.take_in(
            actor=researcher, evaluation=evaluation, file=io.BytesIO(ijw_zip()), filename=name, about=about()
        )

    assert sentence(refused.value) == REFUSED
    assert files_on_disk() == []
    assert not Dataset.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_without_a_ground_nobody_brings_messages_in(evaluation: Evaluation, leader: User) -> None:
    with pytest.raises(InputError) as refused:
        bring(leader, evaluation)

    assert sentence(refused.value) == REFUSED
    assert files_on_disk() == []


@pytest.mark.django_db(transaction=True)
def test_only_the_key_holder_brings_them_in(ground: MessageGround, evaluation: Evaluation, leader: User) -> None:
    with pytest.raises(InputError) as refused:
        bring(leader, evaluation)

    assert sentence(refused.value) == "Alleen de sleutelhouder brengt berichten in. Vraag die persoon."
    assert files_on_disk() == []


@pytest.mark.django_db(transaction=True)
def test_messages_become_keyed_events_and_are_kept_nowhere(
    ground: MessageGround, evaluation: Evaluation, holder: User, apart: None
) -> None:
    version = accepted(done(bring(holder, evaluation)), holder)

    assert version.state == VersionState.ACCEPTED
    with queries.opened(version) as log:
        cases = [log.case_at(place) for place in range(log.summary().cases)]
    assert len(cases) == 1
    assert YOUTH not in cases[0]
    assert len(cases[0]) == 32
    assert files_with(YOUTH.encode()) == []
    told = AuditEvent.objects.get(action="datasets.messages_keyed")
    assert told.data["kind"] == "ijw"
    assert YOUTH not in str(list(AuditEvent.objects.values()))


@pytest.mark.django_db(transaction=True)
def test_the_same_youth_has_the_same_key_here_and_another_in_another_evaluation(
    ground: MessageGround, evaluation: Evaluation, holder: User, tmp_path: Path
) -> None:
    (tmp_path / "in.zip").write_bytes(ijw_zip())
    found = []
    for name, context in (("a", "evaluation 1"), ("b", "evaluation 1"), ("c", "evaluation 2")):
        messages.keyed(tmp_path / "in.zip", "ijw", vault.derived(PURPOSE), context, tmp_path / name)
        found.append(parquet.read_table(tmp_path / name)["case"][0].as_py())

    assert found[0] == found[1] != found[2]


@pytest.mark.django_db(transaction=True)
def test_a_newer_delivery_holds_the_same_youth_under_the_same_key(
    ground: MessageGround, evaluation: Evaluation, holder: User, client_of: Login
) -> None:
    version = accepted(done(bring(holder, evaluation)), holder)
    dataset = version.dataset
    more = io.BytesIO()
    with zipfile.ZipFile(more, "w") as archive:
        archive.writestr("1.xml", message(301, "2025-01-02", assigned(1, "2025-01-06")))
        archive.writestr("2.xml", message(305, "2025-01-09", started(1, "2025-01-08")))
        archive.writestr("3.xml", message(301, "2025-02-02", assigned(2, "2025-02-06")))
    file = SimpleUploadedFile("berichten.zip", more.getvalue())
    address = reverse("datasets:messages", args=[evaluation.pk])

    sent = client_of(holder).post(address, {"kind": "ijw", "dataset": dataset.pk, "messages": file})

    newest = dataset.versions.get(number=2)
    assert sent["Location"] == reverse("datasets:version", args=[evaluation.pk, dataset.number, 2])
    newest = accepted(done(newest), holder)
    assert Dataset.objects.count() == 1
    assert newest.events == version.events + 1
    keys = []
    for one in (version, newest):
        with queries.opened(one) as log:
            keys.append(log.case_at(0))
    assert keys[0] == keys[1]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("content", [b"PK\x05\x06 geen zip", b"<a/>", b"PK"])
def test_what_is_no_message_leaves_nothing(
    ground: MessageGround, evaluation: Evaluation, holder: User, content: bytes
) -> None:
    with pytest.raises(InputError):
        bring(holder, evaluation, content, "berichten.xml")

    assert files_on_disk() == []
    assert not Dataset.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_the_key_is_in_no_row_no_archive_and_no_file_of_data(
    ground: MessageGround, evaluation: Evaluation, holder: User
) -> None:
    bring(holder, evaluation)

    assert files_on_disk()
    for secret in (vault.derived(PURPOSE), installation_key(settings.KEYS)):
        assert files_with(secret, secret.hex().encode()) == []
    assert not Path(settings.KEYS).is_relative_to(settings.DATA)
    assert "datasets.MessageGround" in known.STAYS_BEHIND
    assert not any("key" in field.name for field in MessageGround._meta.fields if field.name != "key_holder")


# The ground


@pytest.mark.django_db
def test_only_the_leader_records_it(evaluation: Evaluation, researcher: User, holder: User) -> None:
    with pytest.raises(NotAllowed):
        actions.record_ground(actor=researcher, evaluation=evaluation, key_holder=holder, **TOLD)
    with pytest.raises(NotAllowed):
        actions.end_ground(actor=researcher, evaluation=evaluation)


@pytest.mark.django_db
@pytest.mark.parametrize("missing", ["legal_ground", "dpia_reference"])
def test_all_of_it_is_needed(evaluation: Evaluation, leader: User, holder: User, missing: str) -> None:
    with pytest.raises(InputError, match=r"datasets\.ground_needed"):
        actions.record_ground(actor=leader, evaluation=evaluation, key_holder=holder, **{**TOLD, missing: " "})


@pytest.mark.django_db
def test_the_key_holder_is_a_member_who_may_add_data(
    evaluation: Evaluation, leader: User, reader: User, outsider: User
) -> None:
    for user in (reader, outsider):
        with pytest.raises(InputError, match=r"datasets\.holder_no_member"):
            actions.record_ground(actor=leader, evaluation=evaluation, key_holder=user, **TOLD)


@pytest.mark.django_db(transaction=True)
def test_who_analyses_does_not_hold_the_key_and_the_other_way_round(
    report: Callable[..., DatasetVersion], evaluation: Evaluation, leader: User, researcher: User, holder: User
) -> None:
    version = actions.accept(actor=researcher, version=report(GOOD))
    analyses.ask(actor=researcher, dataset=version.dataset, key="doorlooptijd", parameters={})

    with pytest.raises(InputError) as refused:
        actions.record_ground(actor=leader, evaluation=evaluation, key_holder=researcher, **TOLD)
    actions.record_ground(actor=leader, evaluation=evaluation, key_holder=holder, **TOLD)
    actions.end_ground(actor=leader, evaluation=evaluation)
    with pytest.raises(InputError) as asked:
        analyses.ask(actor=holder, dataset=version.dataset, key="doorlooptijd", parameters={})

    assert sentence(refused.value) == (
        "Deze persoon analyseert de gegevens van deze evaluatie. Kies iemand anders als sleutelhouder."
    )
    assert sentence(asked.value) == (
        "U bent of was sleutelhouder van deze evaluatie. De sleutelhouder analyseert hier niets: vraag een collega."
    )


@pytest.mark.django_db(transaction=True)
def test_who_looked_at_cases_does_not_hold_the_key_either(
    report: Callable[..., DatasetVersion], evaluation: Evaluation, leader: User, researcher: User
) -> None:
    version = actions.accept(actor=researcher, version=report(GOOD))
    analyses.open_case(actor=researcher, version=version, place=0)

    with pytest.raises(InputError, match=r"datasets\.holder_analyses"):
        actions.record_ground(actor=leader, evaluation=evaluation, key_holder=researcher, **TOLD)


@pytest.mark.django_db
def test_a_new_ground_takes_the_place_of_the_old_one_and_ending_is_recorded(
    ground: MessageGround, evaluation: Evaluation, leader: User, researcher: User
) -> None:
    newer = actions.record_ground(actor=leader, evaluation=evaluation, key_holder=researcher, **TOLD)
    assert grounds.ground_for(leader, evaluation) == newer

    actions.end_ground(actor=leader, evaluation=evaluation)

    assert grounds.ground_for(leader, evaluation) is None
    verbs = (
        AuditEvent.objects.filter(action__startswith="datasets.ground").order_by("pk").values_list("action", flat=True)
    )
    assert [*verbs] == ["datasets.ground_recorded", "datasets.ground_recorded", "datasets.ground_ended"]


# On screen


@pytest.mark.django_db(transaction=True)
def test_the_leader_records_it_and_the_key_holder_brings_them_in_on_screen(
    evaluation: Evaluation, leader: User, holder: User, client_of: Callable[[User], Any]
) -> None:
    base, client = f"/evaluaties/{evaluation.pk}/gegevens/berichten/", client_of(leader)
    assert "komen hier nog niet binnen" in client.get(base).content.decode()

    sent = client.post(f"{base}grondslag/", {**TOLD, "key_holder": holder.pk}, follow=True)
    assert "Alleen Sleutelhouder (fictief) brengt berichten in" in sent.content.decode()

    file = io.BytesIO(ijw_zip())
    file.name = "berichten.zip"
    plain = about()
    fields = {"title": plain.title, "origin": plain.origin, "licence": plain.licence, "retain_until": "31-12-2030"}
    sent = client_of(holder).post(base, {"kind": "ijw", "messages": file, **fields}, follow=True)
    assert sent.redirect_chain[-1][0] == f"/evaluaties/{evaluation.pk}/gegevens/1/1/"

    client.post(f"{base}grondslag/", {"end": "1"})
    assert grounds.ground_of(evaluation.pk) is None


# What goes wrong


@pytest.mark.django_db(transaction=True)
def test_an_error_tells_nothing_that_a_file_said(
    ground: MessageGround, evaluation: Evaluation, holder: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: dict[str, Any] = {"file": "jansen.xml", "found": 123456782, "name": YOUTH, "row": YOUTH}
    ours: dict[str, Any] = {
        "element": "Bsn",
        "standard": "iJw 3.2",
        "suffix": ".xml",
        "field": "Geboortedatum",
        "line": 3,
        "most": 25,
    }

    def read(*args: object) -> None:
        raise InputError("messages.missing", **said, **ours)

    monkeypatch.setattr(messages, "keyed", read)
    with pytest.raises(InputError) as refused:
        bring(holder, evaluation)

    assert refused.value.data == {**dict.fromkeys(said, "…"), **ours}


@pytest.fixture
def schemas(tmp_path: Path, settings: Any) -> Path:
    """An installation that was given schemas: a message is anything with nine elements."""
    settings.SCHEMAS = tmp_path / "xsd"
    settings.SCHEMAS.mkdir()
    (settings.SCHEMAS / "basis.xsd").write_text(BASE)
    for number in (301, 305):
        text = SCHEMA.replace("jw305", f"jw{number}").format(type="b:any")
        (settings.SCHEMAS / f"JW{number}.xsd").write_text(text)
    return Path(settings.SCHEMAS)


@pytest.mark.django_db(transaction=True)
def test_messages_follow_the_schemas_of_the_installation(
    ground: MessageGround, evaluation: Evaluation, holder: User, schemas: Path, client_of: Login
) -> None:
    """Which message, which element and how to mend it; not its name, and nothing of it stays."""
    (schemas / "JW305.xsd").write_text(SCHEMA.format(type="integer"))
    file = SimpleUploadedFile("berichten.zip", ijw_zip())
    told = {"title": "Keten (fictief)", "origin": "Regiebureau", "licence": "Convenant", "retain_until": "2099-01-01"}

    page = client_of(holder).post(
        reverse("datasets:messages", args=[evaluation.pk]), {"kind": "ijw", "messages": file, **told}
    )

    assert "“bericht 2 in de volgorde van de namen” voldoet niet aan het schema: element Bericht, regel 1." in (
        " ".join(html.unescape(page.content.decode()).split())
    )
    assert files_on_disk() == []
    assert not Dataset.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_what_follows_the_schemas_comes_in(
    ground: MessageGround, evaluation: Evaluation, holder: User, schemas: Path
) -> None:
    assert bring(holder, evaluation).state == VersionState.READING


@pytest.mark.django_db(transaction=True)
def test_the_same_messages_with_their_returns_follow_the_schemas_too(
    ground: MessageGround, evaluation: Evaluation, holder: User, schemas: Path
) -> None:
    (schemas / "JW305.xsd").write_text(SCHEMA.format(type="integer"))

    with pytest.raises(InputError) as refused:
        bring(holder, evaluation, kind="ijw-retour")

    assert refused.value.code == "messages.not_valid"
    assert files_on_disk() == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("gone", "code"), [("JW305.xsd", "messages.no_schema"), ("", "datasets.no_schemas")])
def test_without_the_schemas_that_were_promised_nothing_comes_in(
    ground: MessageGround, evaluation: Evaluation, holder: User, schemas: Path, gone: str, code: str
) -> None:
    if gone:
        (schemas / gone).unlink()
    else:
        schemas.rename(schemas.with_name("elders"))

    with pytest.raises(InputError) as refused:
        bring(holder, evaluation)

    assert refused.value.code == code
    assert "…" not in sentence(refused.value)
    assert files_on_disk() == []


@pytest.mark.django_db(transaction=True)
def test_organisations_of_corv_keep_their_name_where_that_is_said(
    ground: MessageGround, evaluation: Evaluation, holder: User
) -> None:
    told: dict[str, Any] = {"actor": holder, "evaluation": evaluation, "kind": "corv", "filename": "1.xml"}
    report = reported("F-1", "20300103", ("jeugdige", YOUTH)).encode()

    named = actions.take_in_messages(
        file=io.BytesIO(report), about=about(), organisations=["  Politie   Fictief "], **told
    )
    other = reported("F-2", "20300104", ("jeugdige", YOUTH)).encode()
    keyed = actions.take_in_messages(file=io.BytesIO(other), about=about(), **told)

    def shown(version: DatasetVersion) -> list[str]:
        columns = store.open_columns(done(version))
        return next(one["shown"] for one in columns if one["name"] == "resource")

    assert shown(named) == ["Politie Fictief"]
    assert shown(keyed) != ["Politie Fictief"]


@pytest.mark.django_db(transaction=True)
def test_a_layout_that_is_too_big_is_refused(
    ground: MessageGround, evaluation: Evaluation, holder: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    most = len(ijw_zip())
    monkeypatch.setattr(keying, "MAX_BYTES", most)
    monkeypatch.setattr(keying, "receive", partial(receive, most=most))
    big = io.BytesIO(b"x" * (most + 1))

    with pytest.raises(InputError, match=r"datasets\.too_big"):
        actions.take_in_messages(
            actor=holder,
            evaluation=evaluation,
            kind="cbs",
            file=io.BytesIO(b"x"),
            filename="a.dat",
            about=about(),
            layout=big,
        )

    assert files_on_disk() == []


@pytest.mark.django_db
def test_of_two_leaders_at_once_the_second_waits_for_the_first(
    evaluation: Evaluation, leader: User, holder: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An evaluation has one ground that holds: who records another holds the evaluation first."""
    done: list[str] = []
    lock, end = QuerySet.select_for_update, grounding._end

    def noted(rows: QuerySet[Any], *args: Any, **options: Any) -> QuerySet[Any]:
        done.append(rows.model.__name__)
        return lock(rows, *args, **options)

    def ended(evaluation_id: int) -> None:
        done.append("ended")
        end(evaluation_id)

    monkeypatch.setattr(QuerySet, "select_for_update", noted)
    monkeypatch.setattr(grounding, "_end", ended)
    actions.record_ground(actor=leader, evaluation=evaluation, key_holder=holder, **TOLD)

    assert done == ["Evaluation", "ended"]
