"""Server time of the heavy pages, with a full evaluation behind them: `make bench`."""

from __future__ import annotations

from hashlib import sha256

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_benchmark.fixture import BenchmarkFixture

from sluitend.apps.coding.models import Code, Coding, Fragment
from sluitend.apps.design.models import Evaluation
from sluitend.apps.people.models import User
from sluitend.apps.sources.models import Source, SourceVersion
from sluitend.work import vault

pytestmark = pytest.mark.django_db

SOURCES, CODES = 100, 70
LAW_LENGTH, LAW_CODINGS, OTHER_CODINGS = 230_000, 1_000, 4_000
SENTENCE = "De gemeente draagt zorg voor een samenhangend aanbod van jeugdhulp in de regio. "  # 80 characters
BUDGET = 0.150  # seconds, docs/performance.md


@pytest.fixture
def full(evaluation: Evaluation, leader: User) -> Evaluation:
    """100 sources, of which the first is as long as the Jeugdwet; 5,000 codings, of which 1,000 in the first."""
    codes = Code.objects.bulk_create(
        Code(evaluation=evaluation, name=f"Code {n}", colour=n % 12 + 1, order=n, created_by=leader)
        for n in range(CODES)
    )
    versions = [_version(evaluation, leader, number) for number in range(1, SOURCES + 1)]
    spread = [versions[0]] * LAW_CODINGS + [versions[1 + n % (SOURCES - 1)] for n in range(OTHER_CODINGS)]
    fragments = Fragment.objects.bulk_create(
        _fragment(evaluation, leader, number, version, n) for n, (number, version) in enumerate(enumerate(spread, 1))
    )
    Coding.objects.bulk_create(
        Coding(fragment=fragment, code=codes[n % CODES], coder=leader) for n, fragment in enumerate(fragments)
    )
    return evaluation


def _version(evaluation: Evaluation, user: User, number: int) -> SourceVersion:
    length = LAW_LENGTH if number == 1 else 8_000
    text = SENTENCE * (length // len(SENTENCE))
    return SourceVersion.objects.create(
        source=Source.objects.create(
            evaluation=evaluation,
            number=number,
            title=f"Bron {number} (fictief)",
            wrapped_key=vault.new_wrapped_key(),
            created_by=user,
        ),
        number=1,
        text=text,
        length=len(text),
        text_sha256=sha256(text.encode()).hexdigest(),
        blocks=[[at, at + len(SENTENCE) - 1, "paragraph", None, None] for at in range(0, len(text), len(SENTENCE))],
        created_by=user,
        released_at=timezone.now(),
        released_by=user,
        release_ground="no_personal_data",
    )


def _fragment(evaluation: Evaluation, user: User, number: int, version: SourceVersion, n: int) -> Fragment:
    start = n * 37 % (version.length - 60)
    text = version.text or ""
    return Fragment(
        evaluation=evaluation,
        number=number,
        version=version,
        start=start,
        end=start + 10 + n // 200,
        quote_sha256=sha256(text[start : start + 10 + n // 200].encode()).hexdigest(),
        created_by=user,
    )


@pytest.mark.parametrize("page", ["workbench", "progress", "codebook", "code"])
def test_coding(page: str, full: Evaluation, client_of: object, leader: User, benchmark: BenchmarkFixture) -> None:
    client: Client = client_of(leader)  # type: ignore[operator]
    numbers = {"workbench": [1], "code": [Code.objects.order_by("id")[0].pk]}.get(page, [])
    url = reverse(f"coding:{page}", args=[full.pk, *numbers])

    response = benchmark.pedantic(client.get, [url], rounds=20, warmup_rounds=2)

    assert response.status_code == 200
    assert benchmark.stats.stats.median < BUDGET
