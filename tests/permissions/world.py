"""One object of every kind, in all rooms, and somebody in every position. All of it is fictitious.

A new address needs its arguments here: under its room or, when they differ from the room's, under its own name.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from sluitend.apps.analyses import actions as analyses
from sluitend.apps.coding import actions as coding
from sluitend.apps.coding.models import Code, CodeChange, Fragment, Suggestion, ToPlace
from sluitend.apps.coding.queries.live import Cursor
from sluitend.apps.design import actions as design
from sluitend.apps.design.actions.agreements import Agreed
from sluitend.apps.design.models import Agreement, Evaluation, Membership, Place, PlaceKind
from sluitend.apps.fieldwork import actions as fieldwork
from sluitend.apps.fieldwork.models import DestructionStatement
from sluitend.apps.findings import actions as findings
from sluitend.apps.findings.models import Conclusion, EvidenceLink, Finding, FindingHistory, Recommendation
from sluitend.apps.people import actions as people
from sluitend.apps.people.models import (
    Municipality,
    Organisation,
    OrganisationKind,
    Region,
    RegionKind,
    RegionMembership,
    User,
)
from sluitend.apps.people.permissions import Role
from sluitend.apps.reporting import actions as reporting
from sluitend.apps.reporting.actions import keeping
from sluitend.apps.reporting.models import (
    ArchiveFile,
    Build,
    ExchangeEnd,
    ExchangeExport,
    ExchangeGroup,
    ExchangeImport,
    ExchangeLink,
    HouseStyle,
    Remark,
    Report,
    Section,
    SectionComment,
    SectionVersion,
    Waiver,
)
from sluitend.apps.sources import actions as sources
from sluitend.apps.sources import store
from sluitend.apps.sources.answers.plan import Role as ColumnRole
from sluitend.apps.sources.models import Source
from sluitend.apps.sources.receiving import receive
from tests.analyses.near import two_results
from tests.clearing import give_ground, open_gate
from tests.coding.agreement.near import closed_round
from tests.datasets.near import TWICE, reported
from tests.permissions import consultation
from tests.permissions.walk import Address

TEXT = "Verslag (fictief).\n\nDe regie over de casus lag bij niemand, zei de deelnemer.\n"

# Addresses of which a public document (S2) is visited too: a reader may open that one.
PUBLIC_SOURCE = {
    view: f"{view} (public)"
    for view in ("sources:source", "sources:text", "sources:version_text", "sources:original", "coding:workbench")
}

DELETED = "Vervallen hoofdstuk (fictief)"

PEOPLE = ("anonymous", "outsider", "owner", "reader", "researcher", "leader")


@dataclass(frozen=True, slots=True)
class World:
    """Who there is, the arguments of addresses, and the forms that need more than nothing."""

    users: dict[str, User]
    arguments: dict[str, dict[str, Any]]

    def arguments_of(self, address: Address) -> dict[str, Any]:
        """The values of an address' arguments: its own, else its room's. Raises KeyError for one that is missing."""
        room = address.view.partition(":")[0] if ":" in address.view else ""
        known = {**self.arguments.get(room, {}), **self.arguments.get(address.name, {})}
        if missing := address.arguments - set(known):
            raise KeyError(f"{address.name} needs {sorted(missing)}: add them to tests/permissions/world.py")
        return {argument: known[argument] for argument in address.arguments}


def build() -> World:
    """Make everything; slow enough to do it once a test."""
    users = _users()
    evaluation = _evaluation(users)
    arguments = {
        "people": _people(users),
        "design": _design(users, evaluation),
        "fieldwork": _fieldwork(users["leader"], evaluation),
        "sources": {"evaluation_id": evaluation.pk, "number": 1, "version": 1},
        "coding": {},
        "datasets": {"evaluation_id": evaluation.pk, "number": 1, "version": 1},
        "analyses": {"evaluation_id": evaluation.pk, "number": 2, "key": "doorlooptijd", "chart": "variants-chart"},
        "findings": {},
        "reporting": {},
        "account_reset_password_from_key": {"uidb36": "1", "key": "onzin"},
    }
    open_gate(evaluation)
    _sources(users["researcher"], evaluation)
    reported(users["researcher"], evaluation, TWICE)  # D1 waits for a decision
    two_results(users["researcher"], evaluation)  # U1 and U2, of D2
    arguments["coding"] = _coding(users["researcher"], evaluation)
    _correct(users, evaluation)
    arguments["findings"] = _findings(users["researcher"], evaluation)
    arguments["reporting"] = _report(users["researcher"], evaluation)
    _house_style(users["leader"], evaluation)
    arguments |= _own(evaluation, users)
    return World(users, arguments)


def _users() -> dict[str, User]:
    def make(name: str, **fields: bool) -> User:
        return User.objects.create_user(
            f"{name}@voorbeeld.invalid", "een lange zin", name=f"{name} (fictief)", **fields
        )

    users = {name: make(name) for name in ("outsider", "reader", "researcher")}
    users["leader"] = make("leader", may_start_evaluations=True)
    users["owner"] = make("owner", is_owner=True, may_start_evaluations=True)
    return users


def _evaluation(users: dict[str, User]) -> Evaluation:
    evaluation = design.create_evaluation(
        actor=users["leader"], template_key="keten", title="Sluitende keten (fictief)", fictitious=True
    )
    for role in (Role.READER, Role.RESEARCHER):
        Membership.objects.create(evaluation=evaluation, user=users[str(role)], role=role)
    return evaluation


def _people(users: dict[str, User]) -> dict[str, Any]:
    owner = users["owner"]
    invitation, token = people.invite(actor=owner, email="genodigde@voorbeeld.invalid")
    return {"user_id": users["outsider"].pk, "invitation_id": invitation.pk, "token": token} | _register()


def _register() -> dict[str, Any]:
    town = Municipality.objects.create(code="GM9901", name="Voorbeeldstad", fictitious=True)
    Municipality.objects.create(code="GM9902", name="Proefdorp", fictitious=True)
    region = Region.objects.create(name="Voorbeeldregio", kind=RegionKind.YOUTH_REGION, fictitious=True)
    Organisation.objects.create(name="Jeugdhulp Proef", kind=OrganisationKind.OTHER, fictitious=True)
    membership = RegionMembership.objects.create(
        region=region, municipality=town, product="pleegzorg", starts=date(2025, 1, 1)
    )
    return {"entry_id": region.pk, "membership_id": membership.pk}


def _design(users: dict[str, User], evaluation: Evaluation) -> dict[str, Any]:
    perspective = evaluation.perspectives.filter(topics__isnull=False).first()
    question = evaluation.questions.filter(parent__isnull=False).first()
    entry = design.add_entry(
        actor=users["leader"], evaluation=evaluation, date=date(2026, 1, 1), kind="note", title="Proef (fictief)"
    )
    place = Place.objects.create(evaluation=evaluation, name="Proefdorp (fictief)", kind=PlaceKind.OTHER)
    invitation, _token = people.invite(
        actor=users["leader"], email="lezer2@voorbeeld.invalid", evaluation_id=evaluation.pk, role=Role.READER
    )
    return {
        "evaluation_id": evaluation.pk,
        "label": question.label,
        "perspective_id": perspective.pk,
        "topic_id": perspective.topics.first().pk,
        "place_id": place.pk,
        "method_id": evaluation.methods.first().pk,
        "criterion_id": evaluation.criteria.first().pk,
        "phase_id": evaluation.phases.first().pk,
        **consultation.arguments(evaluation),
        "entry_id": entry.pk,
        "membership_id": evaluation.memberships.get(role=Role.READER).pk,
        "invitation_id": invitation.pk,
        "number": 1,
        "what": "question",
        "identifier": question.label,
        "template_key": "keten",
    }


def _fieldwork(leader: User, evaluation: Evaluation) -> dict[str, Any]:
    """R1 with a letter, and a statement of something that was destroyed."""
    fieldwork.add_respondent(actor=leader, evaluation=evaluation, function="consulent (fictief)")
    fieldwork.write_letter(actor=leader, evaluation=evaluation, text="Brief (fictief)", fields={}, seen=0)
    DestructionStatement.objects.create(
        evaluation=evaluation, number=1, reason="retention", made_at=timezone.now(), made_by=leader
    )
    return {"evaluation_id": evaluation.pk, "number": 1, "kind": "dpia"}


def _sources(user: User, evaluation: Evaluation) -> None:
    """S1 a released transcript, S2 a public document, S3 a transcript that nobody has released."""
    for number, kind in enumerate(["transcript", "document", "transcript"], 1):
        public = kind == "document"
        upload = sources.take_in(
            actor=user,
            evaluation=evaluation,
            file=io.BytesIO(f"{TEXT}{number}".encode()),
            filename=f"verslag {number}.txt",
            attributes={"kind": kind, "is_public": public},
        )
        give_ground(sources.read_upload(upload.pk).source)
    first = Source.objects.get(evaluation=evaluation, number=1).versions.get()
    sources.release_version(actor=user, version=first, ground="no_personal_data")


def _coding(user: User, evaluation: Evaluation) -> dict[str, Any]:
    version = evaluation.sources.get(number=1).versions.get()
    code = Code.objects.create(evaluation=evaluation, name="Wachten (fictief)", created_by=user)
    made = coding.apply_code(actor=user, version=version, start=20, end=29, code=code)
    double = coding.add_code(actor=user, evaluation=evaluation, name="Dubbel (fictief)")
    coding.merge_codes(actor=user, code=double, into=code)
    coding.write_memo(actor=user, about=code, text="Over de code (fictief)")
    memo = coding.write_memo(actor=user, about=made.fragment, text="Over het fragment (fictief)")
    waiting = coding.ensure_fragment(actor=user, version=version, start=30, end=34)
    ToPlace.objects.create(fragment=waiting, to_version=version, start=31, end=33)
    return {
        "evaluation_id": evaluation.pk,
        "source_number": 1,
        "number": made.fragment.number,
        "code_id": code.pk,
        "coding_id": made.pk,
        "memo_id": memo.pk,
    }


def _correct(users: dict[str, User], evaluation: Evaluation) -> None:
    """S3 gets a second version; of S1 everybody who may has a correction under way."""
    third = evaluation.sources.get(number=3)
    draft = sources.correct_text(actor=users["leader"], source=third, text=f"{TEXT}gecorrigeerd (fictief)")
    sources.publish_correction(actor=users["leader"], correction=draft, kind="corrected", reason="Proef (fictief)")
    for person in ("leader", "researcher"):
        sources.correct_text(actor=users[person], source=evaluation.sources.get(number=1), text=f"{TEXT}anders")


def _findings(user: User, evaluation: Evaluation) -> dict[str, Any]:
    question = evaluation.questions.filter(parent__isnull=False).first()
    fragment = evaluation.fragments.first()
    shared = {"evaluation": evaluation, "created_by": user, "number": 1}
    finding = Finding.objects.create(title="Niemand had de regie (fictief)", **shared)
    finding.questions.add(question)
    EvidenceLink.objects.create(finding=finding, fragment=fragment, created_by=user)
    conclusion = Conclusion.objects.create(question=question, text="De regie ontbrak (fictief)", **shared)
    conclusion.findings.add(finding)
    Recommendation.objects.create(title="Wijs regie toe (fictief)", **shared)
    entry = evaluation.logbook.order_by("number").first()
    findings.tie_entry(actor=user, finding=finding, entry=entry)
    findings.use_result(actor=user, finding=finding, result=evaluation.results.get(number=1))
    agreement = _agreement(user, evaluation, fragment)
    return {
        "evaluation_id": evaluation.pk,
        "number": agreement.number,
        "entry_id": entry.pk,
        "change_id": _merge(user, finding).pk,
        "phase_id": evaluation.phases.first().pk,
        "label": question.label,
        "fragment": fragment.number,
        "result": 1,
    }


def _agreement(user: User, evaluation: Evaluation, fragment: Fragment) -> Agreement:
    """AF1, judged, with the passage in which it stands and one that shows it."""
    agreement = evaluation.agreements.order_by("number").first()
    if agreement is None:
        (agreement,) = design.add_agreements(actor=user, evaluation=evaluation, agreed=[Agreed("Bellen (fictief)")])
    findings.say_where_written(actor=user, agreement=agreement, fragment=fragment)
    findings.link_to_agreement(actor=user, agreement=agreement, fragments=[fragment], stance="supports")
    findings.judge_agreement(actor=user, agreement=agreement, revision=0, state="kept", reason="Bleek zo (fictief).")
    return agreement


def _merge(user: User, into: Finding) -> FindingHistory:
    """Something was merged into the first finding."""
    made = {"evaluation": into.evaluation, "created_by": user, "number": 999}  # others count on from 1
    double = Finding.objects.create(title="Dubbel (fictief)", **made)
    return findings.merge_findings(actor=user, finding=double, into=into)


def _freeze(leader: User, evaluation: Evaluation) -> int:
    """The last phase is frozen; the first can be."""
    return findings.freeze_phase(actor=leader, phase=evaluation.phases.last()).phase_id


def _report(user: User, evaluation: Evaluation) -> dict[str, Any]:
    report, _made = Report.objects.get_or_create(evaluation=evaluation, defaults={"title": "Rapport (fictief)"})
    written = {"title": "Proef (fictief)", "markdown": "Zie [[B1]].", "changed_by": user}
    section = Section.objects.create(report=report, revision=2, **written)
    SectionVersion.objects.create(section=section, revision=1, changed_at=timezone.now(), **written)
    Section.objects.create(report=report, deleted_at=timezone.now(), **written | {"title": DELETED})
    build = Build.objects.create(report=report, kind="public", state_sha256="0" * 64, built_by=user)
    reporting.carry_out(build.pk)
    Remark.objects.create(report=report, number=1, by="Raad (fictief)", text="Klopt dit?")
    comment = SectionComment.objects.create(section=section, text="Klopt dit (fictief)?", by=user)
    waiver = Waiver.objects.create(
        evaluation=evaluation, rule="V01", object_key="V9", object_label="V9", reason="proef (fictief)", by=user
    )
    return {
        "evaluation_id": evaluation.pk,
        "section_id": section.pk,
        "revision": 1,
        "build_id": build.pk,
        "kind": "docx",
        "label": "C1",
        "comment_id": comment.pk,
        "number": 1,
        "key": "limitations",
        "waiver_id": waiver.pk,
        "archive_id": _archive(user, evaluation),
        **_exchange(user, evaluation),
    }


def _archive(user: User, evaluation: Evaluation) -> int:
    """One that is ready to be downloaded."""
    path = store.new_path("archives")
    with store.create(path) as file:
        file.write(b"proef")
    ready = {"state": "ready", "path": path, "size": 5, "until": timezone.now() + timedelta(days=1)}
    return ArchiveFile.objects.create(evaluation=evaluation, reason="Proef (fictief)", by=user, **ready).pk


def _exchange(user: User, evaluation: Evaluation) -> dict[str, int]:
    """A file of another tool that was refused, and one for another tool that is no longer here."""
    made = {"evaluation": evaluation, "by": user}
    refusal = {"code": "qdpx.no_zip", "data": {}}
    refused = ExchangeImport.objects.create(state="refused", sha256="0" * 64, size=1, refusal=refusal, **made)
    export = ExchangeExport.objects.create(state="destroyed", **made)
    group = ExchangeGroup.objects.create(evaluation=evaluation, name="Thema (fictief)")
    end = ExchangeEnd.objects.create(evaluation=evaluation, group=group)
    link = ExchangeLink.objects.create(evaluation=evaluation, name="hoort bij (fictief)", origin=end, target=end)
    return {"import_id": refused.pk, "export_id": export.pk, "group_id": group.pk, "link_id": link.pk}


def _house_style(leader: User, evaluation: Evaluation) -> None:
    """What Word files look like, without looking at the document: that takes a process."""
    received = receive(io.BytesIO(b"geen Word (fictief)"))
    path = keeping.keep(received, keeping.HOUSE_STYLES)
    made = {"path": path, "wrapped_key": received.wrapped_key, "sha256": received.sha256, "size": received.size}
    HouseStyle.objects.create(report=evaluation.report, name="huis.docx", by=leader, **made)


def _answers(leader: User, evaluation: Evaluation) -> int:
    """A table of answers that waits until its columns are named: of nobody but who brought it in."""
    table = io.BytesIO(b"Functie;Wat gaat er goed?\nOuder (fictief);Alles wat wij vroegen is gebeurd.\n")
    row = sources.take_in_answers(actor=leader, evaluation=evaluation, file=table, filename="antwoorden.csv")
    sources.place_columns(actor=leader, row=row, roles=[ColumnRole.PERSPECTIVE, ColumnRole.QUESTION])
    return row.upload_id


def _listed_name(leader: User, evaluation: Evaluation) -> int:
    return sources.add_name(actor=leader, evaluation=evaluation, kind="person", forms=["Tirza Verzonnen"]).pk


def _coded_result(leader: User, evaluation: Evaluation) -> int:
    return analyses.ask_codings_now(actor=leader, evaluation=evaluation, key="verzadiging", parameters={}).number


def _own(evaluation: Evaluation, users: dict[str, User]) -> dict[str, dict[str, Any]]:
    """What differs from the arguments of the room."""
    code_memo = evaluation.memos.get(code__isnull=False)
    merge = CodeChange.objects.get(kind="merged")
    upload_id = _answers(users["leader"], evaluation)
    entry_id = _listed_name(users["leader"], evaluation)
    return {
        "analyses:case": {"number": 2, "version": 1, "place": 0},
        "analyses:take": {"name": "variants.csv"},
        "analyses:take_dots": {"kind": "csv"},
        "analyses:take_exact": {"number": _coded_result(users["leader"], evaluation), "name": "tabellen.xlsx"},
        "people:login_link": {"token": people.make_login_link(user=users["owner"])},
        "people:change_organisation": {"entry_id": Organisation.objects.get(name="Jeugdhulp Proef").pk},
        "people:remove_organisation": {"entry_id": Organisation.objects.get(name="Jeugdhulp Proef").pk},
        "people:change_municipality": {"entry_id": Municipality.objects.get(code="GM9902").pk},
        "people:remove_municipality": {"entry_id": Municipality.objects.get(code="GM9902").pk},
        "fieldwork:gate_member_line": {"kind": "conduct", "member_id": users["leader"].pk},
        **{f"sources:{name}": {"upload_id": upload_id} for name in ("answer_columns", "answer_values", "drop_answers")},
        "sources:release": {"number": 3},
        **{f"sources:{name}": {"entry_id": entry_id} for name in ("change_name", "remove_name")},
        "sources:differences": {"number": 3, "version": 2},
        "sources:destroy_text": {"number": 3},
        "coding:place": {"number": 2},
        "coding:lapse": {"number": 2},
        "reporting:coverage_cell": {"label": "V1", "perspective_id": evaluation.perspectives.first().pk},
        "reporting:put_back_section": {"section_id": Section.objects.get(title=DELETED).pk},
        **{name: {"number": 2, "source_number": 2} for name in PUBLIC_SOURCE.values()},
        "coding:delete_code_memo": {"memo_id": code_memo.pk},
        "findings:discard_snapshot": {"phase_id": _freeze(users["leader"], evaluation)},
        "coding:take_quotes": {"kind": "csv"},
        "coding:take_lines": {"kind": "csv"},
        **{f"coding:{name}_suggestion": {"suggestion_id": _suggestion(evaluation)} for name in ("accept", "reject")},
        **_compared(evaluation, users),
        **_rounds(evaluation, users),
        "coding:undo_merge": {"code_id": merge.code_id, "change_id": merge.pk},
    }


def _suggestion(evaluation: Evaluation) -> int:
    """What the computer would put on a passage."""
    fragment = Fragment.objects.filter(evaluation=evaluation).order_by("number")[0]
    span = {"version": fragment.version, "start": fragment.start, "end": fragment.end}
    code = Code.objects.filter(evaluation=evaluation, archived_at=None).order_by("pk")[0]
    defaults = {"evaluation": evaluation, "score": 0.5, "reasons": [fragment.pk]}
    return Suggestion.objects.get_or_create(**span, code=code, defaults=defaults)[0].pk


def _compared(evaluation: Evaluation, users: dict[str, User]) -> dict[str, dict[str, Any]]:
    """A closed round, for the addresses of agreement and of decisions."""
    asked = ("agreement", "agreement_of_code", "comparing", "compare")
    names = (*asked, "decide", "take_back", "take_over", "adjudicate", "reopen")
    made = closed_round(evaluation, [users["leader"], users["researcher"]])
    found: dict[str, dict[str, Any]] = {f"coding:{name}": dict(made) for name in names}
    return {**found, "coding:take_agreement": {**made, "kind": "csv"}}


def _rounds(evaluation: Evaluation, users: dict[str, User]) -> dict[str, dict[str, Any]]:
    """An open round of S1 that is not blind, in which both who leads and the researcher code."""
    leader, text = users["leader"], evaluation.sources.get(number=1).versions.get(released_at__isnull=False)
    planned = coding.plan_round(
        actor=leader,
        evaluation=evaluation,
        title="Samen (fictief)",
        texts=[text],
        coders=[leader, users["researcher"]],
        is_blind=False,
    )
    number = coding.open_round(actor=leader, round_=planned).number
    names = ("round", *(f"{what}_round" for what in ("change", "divide", "assign", "open", "close", "delete")))
    return {f"coding:{name}": {"number": number} for name in (*names, "finish_text")}


# What an address needs behind its question mark.
QUERIES = {
    "findings:use_as_evidence": "?fragment=F1",
    "findings:use_result": "?result=U1",
    "coding:live": f"?after={Cursor()}&version=1",
    "coding:similar": "?fragment=F1",
    "coding:take_quotes": "?code=Wachten+(fictief)",
    "coding:take_lines": "?q=regie",
}

# Forms whose empty POST says nothing about permission.
FORMS: dict[str, dict[str, Any]] = {
    "people:change_user": {"change": "may_start"},
    "findings:newer_result": {"newer": "2", "revision": "1"},
    "people:withdraw_invitation": {},
    "web:language": {"language": "nl", "next": "/"},
}
