"""A released text with a codebook beside it. Everything is fictitious."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256

import pytest
from django.utils import timezone
from playwright.sync_api import Page

from sluitend.apps.coding import actions
from sluitend.apps.coding.models import Code
from sluitend.apps.design.models import Evaluation
from sluitend.apps.people.models import User
from sluitend.apps.sources.models import ApprovalState, Source, SourceKind, SourceVersion
from sluitend.work import vault
from tests.coding import workbench

TEXT = (
    "De wachttijd liep op. 👩‍👧 Moeder zei: “we hoorden niets”.\n\n"
    "Bij de overdracht zat niemand van de gemeente aan tafel, en dat bleef zo."
)

MakeVersion = Callable[..., SourceVersion]


@pytest.fixture
def make_version(evaluation: Evaluation, leader: User) -> MakeVersion:
    """``make_version(text, number=1, kind=…, public=…)``: a source with one released version."""

    def make(
        text: str = TEXT,
        number: int = 1,
        kind: str = SourceKind.TRANSCRIPT,
        public: bool = False,
        blocks: list[object] | None = None,
    ) -> SourceVersion:
        is_report = kind == SourceKind.INTERVIEW_REPORT
        source = Source.objects.create(
            evaluation=evaluation,
            number=number,
            title=f"Gesprek {number} (fictief)",
            kind=kind,
            is_public=public,
            approval=ApprovalState.APPROVED if is_report else ApprovalState.NOT_NEEDED,
            wrapped_key=vault.new_wrapped_key(),
            created_by=leader,
        )
        return add_version(source, leader, text, blocks=blocks)

    return make


def add_version(
    source: Source, user: User, text: str, *, released: bool = True, blocks: list[object] | None = None
) -> SourceVersion:
    """The next version of a source; sealed, without a readable text, when it is not released."""
    return SourceVersion.objects.create(
        source=source,
        number=source.versions.count() + 1,
        text=text if released else None,
        sealed_text=None if released else b"verzegeld",
        length=len(text),
        text_sha256=sha256(text.encode()).hexdigest(),
        blocks=blocks or [],
        created_by=user,
        released_at=timezone.now() if released else None,
        released_by=user if released else None,
        release_ground="no_personal_data" if released else "",
    )


@pytest.fixture
def version(make_version: MakeVersion) -> SourceVersion:
    return make_version()


@pytest.fixture
def public_version(make_version: MakeVersion) -> SourceVersion:
    return make_version(number=2, kind=SourceKind.DOCUMENT, public=True)


@pytest.fixture
def code(evaluation: Evaluation, leader: User) -> Code:
    return actions.add_code(actor=leader, evaluation=evaluation, name="Wachten")


@pytest.fixture
def other_code(evaluation: Evaluation, leader: User) -> Code:
    return actions.add_code(actor=leader, evaluation=evaluation, name="Warme overdracht")


@pytest.fixture
def text(make_version: MakeVersion) -> SourceVersion:
    """A text on which offsets go wrong, if they do: see ``tests.coding.workbench``."""
    return make_version(workbench.TEXT, blocks=workbench.blocks())


@pytest.fixture
def bench(open_page: Callable[..., Page], researcher: User, text: SourceVersion, code: Code, other_code: Code) -> Page:
    """The workbench of that text, opened by a researcher who has two codes."""
    return workbench.opened(open_page(researcher), text)
