"""The screens: a file is added, its columns named, its errors decided on, and it is used or refused."""

from __future__ import annotations

import html
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from sluitend.apps.datasets.models import Dataset, DatasetVersion
from sluitend.apps.design.models import Evaluation
from sluitend.apps.people.models import AuditEvent, User
from sluitend.work import runs
from tests.datasets.near import GOOD, TWICE, reported

pytestmark = pytest.mark.django_db
ABOUT = {"title": "Keten jeugd (fictief)", "origin": "Regiebureau", "licence": "Convenant, artikel 7"}


@pytest.fixture
def client(client_of: Callable[[User], Client], researcher: User) -> Client:
    return client_of(researcher)


def url(name: str, evaluation: Evaluation, *numbers: int) -> str:
    return reverse(f"datasets:{name}", args=[evaluation.pk, *numbers])


def text(response: HttpResponse) -> str:
    return " ".join(html.unescape(response.content.decode()).split())


def send(client: Client, evaluation: Evaluation, content: str = GOOD, name: str = "keten.csv", **changes: Any) -> Any:
    until = timezone.localdate() + timedelta(days=300)
    fields = {**ABOUT, "retain_until": until, "table": SimpleUploadedFile(name, content.encode()), **changes}
    return client.post(url("add", evaluation), fields, follow=True)


def test_from_file_to_use(client: Client, evaluation: Evaluation) -> None:
    sent = send(client, evaluation)
    assert "Het bestand wordt gelezen. U kunt deze pagina verlaten." in text(sent)

    runs.drain()
    page = client.get(url("columns", evaluation, 1, 1))
    rows = list(page.context["form"].rows())
    assert [row.field.value() for row in rows] == ["case", "activity", "time", "resource", "attribute"]

    named = {f"c{at}": row.field.value() for at, row in enumerate(rows)} | {"missing": "EMPTY, onbekend"}
    client.post(url("columns", evaluation, 1, 1), named)
    runs.drain()
    seen = text(client.get(url("version", evaluation, 1, 1)))
    assert "gemeente: casussen die al hun kenmerken met minder dan negen andere delen" in seen
    assert "Accepteren en het bestand vernietigen" in seen

    client.post(url("accept", evaluation, 1, 1))
    version = DatasetVersion.objects.get()
    assert (version.state, version.mapping["missing"]) == ("accepted", ["EMPTY", "onbekend"])
    assert "Levering 1 · Casussen: 2 · Gebeurtenissen: 4" in text(client.get(url("dataset", evaluation, 1)))


def test_a_form_that_is_not_right_keeps_what_was_typed(client: Client, evaluation: Evaluation) -> None:
    page = send(client, evaluation, name="keten.pdf")

    assert "Kies zo’n bestand." in text(page)
    assert ABOUT["origin"] in text(page)
    assert not Dataset.objects.exists()


def test_an_error_is_let_pass_with_a_reason(client: Client, evaluation: Evaluation, researcher: User) -> None:
    reported(researcher, evaluation, TWICE)
    before = text(client.get(url("version", evaluation, 1, 1)))

    without = text(client.post(url("waive", evaluation, 1, 1), {"code": "twice", "column": ""}))
    client.post(url("waive", evaluation, 1, 1), {"code": "twice", "column": "", "reason": "Twee besluiten."})
    after = text(client.get(url("version", evaluation, 1, 1)))

    assert "hele rij: gelijk aan een eerdere rij in elke kolom die u koos" in before
    assert "Accepteren en het bestand vernietigen" not in before
    assert "Deze rijen tellen mee in analyses als u dit doorlaat." in before
    assert "Dit veld is verplicht." in without
    assert "Doorgelaten door onderzoeker (fictief)" in after
    assert "Accepteren en het bestand vernietigen" in after


def test_columns_that_were_named_tell_what_naming_them_anew_undoes(client: Client, evaluation: Evaluation) -> None:
    told = "het controleverslag vervalt, en ook elke reden waarmee een fout is doorgelaten."
    send(client, evaluation, TWICE)
    runs.drain()
    page = client.get(url("columns", evaluation, 1, 1))
    named = {f"c{at}": row.field.value() for at, row in enumerate(page.context["form"].rows())} | {"missing": ""}

    client.post(url("columns", evaluation, 1, 1), named)
    runs.drain()

    assert told not in text(page)
    assert told in text(client.get(url("columns", evaluation, 1, 1)))


def test_what_the_file_said_is_not_on_the_page_of_the_report(
    client: Client, evaluation: Evaluation, researcher: User
) -> None:
    reported(researcher, evaluation, TWICE)

    assert "Wijkteam Zuid" not in text(client.get(url("version", evaluation, 1, 1)))


def test_a_refused_delivery_says_what_was_destroyed(client: Client, evaluation: Evaluation, researcher: User) -> None:
    reported(researcher, evaluation)

    client.post(url("refuse", evaluation, 1, 1), {"reason": "wrong_file"})

    page = text(client.get(url("version", evaluation, 1, 1)))
    assert "het verkeerde bestand was toegevoegd" in page
    assert DatasetVersion.objects.get().raw_sha256 in page
    assert "Ander bestand toevoegen" in page


def test_the_page_follows_the_worker(client: Client, evaluation: Evaluation) -> None:
    send(client, evaluation)
    busy = client.get(url("progress", evaluation, 1, 1))

    runs.drain()
    ready = client.get(url("progress", evaluation, 1, 1))

    assert "HX-Refresh" not in busy.headers
    assert ready.headers["HX-Refresh"] == "true"


def test_an_empty_list_says_what_to_do_first(client: Client, evaluation: Evaluation) -> None:
    assert "Nog geen datasets" in text(client.get(url("list", evaluation)))


def test_changing_the_description_is_recorded(client: Client, evaluation: Evaluation, researcher: User) -> None:
    reported(researcher, evaluation)
    until = timezone.localdate() + timedelta(days=50)

    client.post(url("edit", evaluation, 1), {**ABOUT, "retain_until": until})

    assert Dataset.objects.get().retain_until == until
    event = AuditEvent.objects.get(action="datasets.changed")
    assert event.data == {"fields": "title,origin,licence,retain_until", "retain_until": until.isoformat()}


def test_the_audit_trail_has_words_for_every_step(client: Client, evaluation: Evaluation, researcher: User) -> None:
    from sluitend.apps.datasets.wording import AUDIT

    reported(researcher, evaluation)

    assert {*AuditEvent.objects.filter(action__startswith="datasets.").values_list("action", flat=True)} <= {*AUDIT}
