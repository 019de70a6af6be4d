"""An evaluation with a report of over eighty pages and three hundred references. Everything is fictitious.

`python -m benchmarks.report_set fill` fills the data folder of the environment, which `sluitend new` has prepared;
`… ask KIND` asks for a file as the page does, waits until the worker has made it, and prints as JSON how long that took
by the rows of the run, which progress was seen meanwhile, and what became of the file.
"""

from __future__ import annotations

import json
import os
import sys
import time
from hashlib import sha256
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sluitend.config.settings")
django.setup()

# ruff: noqa: E402 - a program of its own: models can be imported only now
from django.db import transaction
from django.utils import timezone

from sluitend.apps.coding.models import Fragment
from sluitend.apps.design.actions import add_question
from sluitend.apps.design.models import Evaluation, Question
from sluitend.apps.findings.models import Conclusion, EvidenceLink, Finding, Recommendation
from sluitend.apps.people.audit import record
from sluitend.apps.people.models import User
from sluitend.apps.reporting import actions
from sluitend.apps.reporting.models import Section
from sluitend.apps.sources.models import Source, SourceVersion
from sluitend.work import vault
from sluitend.work.models import Run

SOURCES, QUOTES, FINDINGS, CONCLUSIONS, RECOMMENDATIONS, CHAPTERS = 40, 200, 60, 20, 20, 20
REFERENCES = QUOTES + FINDINGS + CONCLUSIONS + RECOMMENDATIONS
SAID = "Wij hoorden zeven weken niets, en toen belden er drie mensen op een dag (fictief). "
SENTENCE = "De regio wil dat geen jeugdige tussen wal en schip valt, en daarom keek de fictieve stuurgroep mee. "
STEP = 0.05  # seconds between two looks at the run
PATIENCE = 120.0


def fill() -> dict[str, Any]:
    """Written in bulk: what is measured is building."""
    user, evaluation = User.objects.get(is_owner=True), Evaluation.objects.get()
    with transaction.atomic():
        fragments = _fragments(user, evaluation)
        questions = _asked(user, evaluation)
        findings = _findings(user, evaluation, fragments, questions)
        conclusions = _conclusions(user, evaluation, findings, questions)
        _recommendations(user, evaluation, conclusions)
        _chapters(user, evaluation)
        record(user, "design.evaluation_changed", evaluation, evaluation=evaluation.pk)
    return {"references": REFERENCES}


def _fragments(user: User, evaluation: Evaluation) -> list[Fragment]:
    """Of public documents, so that the quotes stand in what leaves the team."""
    each = QUOTES // SOURCES
    text, now = SAID * each, timezone.now()
    made = []
    for number in range(1, SOURCES + 1):
        source = Source.objects.create(
            evaluation=evaluation,
            number=number,
            title=f"Raadsstuk {number} (fictief)",
            kind="document",
            is_public=True,
            wrapped_key=vault.new_wrapped_key(),
            created_by=user,
        )
        version = SourceVersion.objects.create(
            source=source,
            number=1,
            text=text,
            length=len(text),
            text_sha256=sha256(text.encode()).hexdigest(),
            created_by=user,
            released_at=now,
            released_by=user,
            release_ground="public_document",
        )
        made += [_fragment(user, version, (number - 1) * each + one, one) for one in range(each)]
    return Fragment.objects.bulk_create(made)


def _fragment(user: User, version: SourceVersion, number: int, place: int) -> Fragment:
    start, end = place * len(SAID), (place + 1) * len(SAID) - 1
    proof = sha256(version.text[start:end].encode()).hexdigest() if version.text else ""
    own = {"evaluation": version.source.evaluation, "created_by": user}
    return Fragment(number=number + 1, version=version, start=start, end=end, quote_sha256=proof, **own)


def _findings(
    user: User, evaluation: Evaluation, fragments: list[Fragment], questions: list[Question]
) -> list[Finding]:
    made = Finding.objects.bulk_create(
        Finding(evaluation=evaluation, number=n, title=f"Niemand belde terug, {n} (fictief).", created_by=user)
        for n in range(1, FINDINGS + 1)
    )
    for place, one in enumerate(made):
        one.questions.add(questions[place % len(questions)])
    EvidenceLink.objects.bulk_create(
        EvidenceLink(finding=made[place % FINDINGS], fragment=one, created_by=user)
        for place, one in enumerate(fragments)
    )
    return made


def _asked(user: User, evaluation: Evaluation) -> list[Question]:
    """As many questions as there are conclusions."""
    words = (f"Wat ging er goed in {number} (fictief)?" for number in range(CONCLUSIONS))
    return [add_question(actor=user, evaluation=evaluation, text=one, kind="descriptive") for one in words]


def _conclusions(
    user: User, evaluation: Evaluation, findings: list[Finding], questions: list[Question]
) -> list[Conclusion]:
    made = []
    for number, question in enumerate(questions, 1):
        text = f"{SENTENCE * 2}({number})"
        one = Conclusion.objects.create(
            evaluation=evaluation, number=number, question=question, text=text, created_by=user
        )
        one.findings.set(findings[number - 1 :: CONCLUSIONS])
        made.append(one)
    return made


def _recommendations(user: User, evaluation: Evaluation, conclusions: list[Conclusion]) -> None:
    for number, conclusion in enumerate(conclusions[:RECOMMENDATIONS], 1):
        one = Recommendation.objects.create(
            evaluation=evaluation, number=number, title=f"Spreek af wie belt, {number} (fictief).", created_by=user
        )
        one.conclusions.add(conclusion)


def _chapters(user: User, evaluation: Evaluation) -> None:
    """The template's chapters go; each of ours has a share of all references, and the last one the annexes."""
    report = actions.start_report(actor=user, evaluation=evaluation)
    report.sections.update(deleted_at=timezone.now())
    labels = [f"F{n}" for n in range(1, QUOTES + 1)] + [f"B{n}" for n in range(1, FINDINGS + 1)]
    labels += [f"C{n}" for n in range(1, CONCLUSIONS + 1)] + [f"A{n}" for n in range(1, RECOMMENDATIONS + 1)]
    for place in range(CHAPTERS):
        parts = [f"{SENTENCE * 8}\n\nZie [[{label}]]. {SENTENCE}\n\n[[{label}]]" for label in labels[place::CHAPTERS]]
        markdown = "\n\n".join(["## Wat er gebeurde", *parts])
        Section.objects.create(
            report=report, title=f"Hoofdstuk {place + 1} (fictief)", markdown=markdown, order=place, changed_by=user
        )
    Section.objects.create(report=report, title="Bijlagen", markdown="{{bijlagen}}", order=CHAPTERS, changed_by=user)


def ask(kind: str) -> dict[str, Any]:
    """Raises TimeoutError when the worker does not answer."""
    user, evaluation = User.objects.get(is_owner=True), Evaluation.objects.get()
    build = actions.request_build(actor=user, evaluation=evaluation, kind=kind)
    run, seen = Run.objects.get(pk=int(build.run_id)), []
    deadline = time.monotonic() + PATIENCE
    while not run.is_finished:
        if time.monotonic() > deadline:
            raise TimeoutError(f"run {run.pk} is still {run.state}")
        time.sleep(STEP)
        run.refresh_from_db()
        seen += [run.progress] if not run.is_finished and run.progress not in seen else []
    assert run.finished_at
    build.refresh_from_db()
    seconds = (run.finished_at - run.created_at).total_seconds()
    return {"seconds": seconds, "state": run.state, "progress": seen, "pages": build.pages, "size": build.size}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(fill() if sys.argv[1] == "fill" else ask(sys.argv[2])))
