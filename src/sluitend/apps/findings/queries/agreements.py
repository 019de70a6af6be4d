"""Agreements with what shows whether they were kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet

from sluitend.apps.coding import queries as coding
from sluitend.apps.coding.models import Fragment
from sluitend.apps.design import queries as design
from sluitend.apps.design.access import may, require
from sluitend.apps.design.models import Agreement, Evaluation
from sluitend.apps.findings.models import (
    AgreementEvidence,
    AgreementJudgement,
    AgreementText,
    Conclusion,
    EvidenceLink,
    Kept,
)
from sluitend.apps.findings.queries.ties import on_fragments
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action
from sluitend.errors import NotFound
from sluitend.web.registry import Reference


@dataclass(frozen=True, slots=True)
class AgreementPassage:
    """A fragment with what it shows; the quote is None where it is for the team only."""

    fragment: Fragment
    quote: str | None
    stance: str = ""
    stance_label: str = ""
    note: str = ""  # what the team writes to itself

    @property
    def is_withdrawn(self) -> bool:
        return self.fragment.withdrawn_at is not None


@dataclass(frozen=True, slots=True)
class AgreementLine:
    """An agreement with the passage in which it stands, its evidence, and its judgement if there is one."""

    agreement: Agreement
    judgement: AgreementJudgement | None
    written_in: AgreementPassage | None
    evidence: tuple[AgreementPassage, ...]

    @property
    def stances(self) -> Mapping[str, int]:
        """How many fragments take each stance; withdrawn ones do not."""
        return dict(Counter(one.stance for one in self.evidence if not one.is_withdrawn))

    @property
    def withdrawn(self) -> int:
        return sum(one.is_withdrawn for one in self.evidence)


def agreement_lines_for(user: User, evaluation: Evaluation) -> list[AgreementLine]:
    """Every agreement, by number, in a fixed number of queries. Raises NotFound, NotAllowed."""
    require(user, evaluation, Action.VIEW_FINDINGS)
    return _lines(user, evaluation, design.agreements_for(user, evaluation))


def agreement_line_for(user: User, evaluation: Evaluation, number: int) -> AgreementLine:
    """AF<number>. Raises NotFound, NotAllowed."""
    require(user, evaluation, Action.VIEW_FINDINGS)
    for line in _lines(user, evaluation, design.agreements_for(user, evaluation).filter(number=number)):
        return line
    raise NotFound("agreement")


def kept_counts(lines: Iterable[AgreementLine]) -> dict[str, int]:
    """How many were kept, in part, not, are not known and ("") were not judged."""
    counts = Counter(line.judgement.state if line.judgement else "" for line in lines)
    return {state: counts[state] for state in (*Kept.values, "")}


def agreements_of_conclusion(user: User, evaluation: Evaluation, conclusion: Conclusion) -> list[AgreementLine]:
    """Agreements of which the evidence lies in passages on which this conclusion rests too."""
    links = EvidenceLink.objects.filter(finding__conclusions=conclusion, finding__merged_into__isnull=True)
    chosen = design.agreements_for(user, evaluation).filter(evidence__fragment__in=links.values("fragment"))
    return _lines(user, evaluation, chosen.distinct())


def passages_of_agreement(user: User, evaluation: Evaluation, number: int) -> list[Reference]:
    """For the chain of evidence: what the judgement of an agreement rests on, and where it stands."""
    line = agreement_line_for(user, evaluation, number)
    passages = [*([line.written_in] if line.written_in else []), *line.evidence]
    return [Reference("F", str(one)) for one in sorted({one.fragment.number for one in passages})]


def agreement_marks_of(evaluation_id: int, fragment_ids: Collection[int]) -> dict[int, list[str]]:
    """ "AF3 ondersteunt": which agreements rest on a fragment, or stand in it. The caller has checked who asks."""
    found: dict[int, list[str]] = {pk: [] for pk in fragment_ids}
    texts = on_fragments(AgreementText.objects.filter(agreement__evaluation=evaluation_id), fragment_ids)
    for text in texts.select_related("agreement"):
        found.get(text.fragment_id, []).append(text.agreement.label)
    links = on_fragments(AgreementEvidence.objects.filter(agreement__evaluation=evaluation_id), fragment_ids)
    for link in links.select_related("agreement"):
        found.get(link.fragment_id, []).append(f"{link.agreement.label} {link.get_stance_display()}")
    return {pk: labels for pk, labels in found.items() if labels}


def agreement_link_for(user: User, agreement: Agreement, fragment_number: int) -> AgreementEvidence:
    """Raises NotFound."""
    require(user, agreement.evaluation_id, Action.VIEW_FINDINGS)
    rows = AgreementEvidence.objects.filter(agreement=agreement, fragment__number=fragment_number)
    found = rows.select_related("agreement", "fragment").first()
    if found is None:
        raise NotFound("evidence")
    return found


def _lines(user: User, evaluation: Evaluation, agreements: QuerySet[Agreement]) -> list[AgreementLine]:
    fragments = Fragment.objects.select_related("version__source").defer("version__sealed_text", "version__blocks")
    links = AgreementEvidence.objects.prefetch_related(Prefetch("fragment", fragments))
    texts = AgreementText.objects.prefetch_related(Prefetch("fragment", fragments))
    rows = list(
        agreements.select_related("judgement").prefetch_related(
            Prefetch("evidence", links), Prefetch("written_in", texts)
        )
    )
    shown = _Shown(user, evaluation, rows)
    return [shown.line(row) for row in rows]


class _Shown:
    """What this user may see under some agreements."""

    def __init__(self, user: User, evaluation: Evaluation, agreements: Iterable[Agreement]) -> None:
        fragments = {
            one.fragment_id: one.fragment
            for agreement in agreements
            for one in (*agreement.evidence.all(), *filter(None, [getattr(agreement, "written_in", None)]))
        }
        self._quotes = coding.quotes_for(user, evaluation, list(fragments.values()))
        self._in_team = may(user, evaluation, Action.VIEW_SOURCES)

    def line(self, agreement: Agreement) -> AgreementLine:
        """The agreement with all that belongs to it."""
        text: AgreementText | None = getattr(agreement, "written_in", None)
        return AgreementLine(
            agreement=agreement,
            judgement=getattr(agreement, "judgement", None),
            written_in=AgreementPassage(text.fragment, self._quotes[text.fragment_id]) if text else None,
            evidence=tuple(self._passage(link) for link in agreement.evidence.all()),
        )

    def _passage(self, link: AgreementEvidence) -> AgreementPassage:
        return AgreementPassage(
            fragment=link.fragment,
            quote=self._quotes[link.fragment_id],
            stance=link.stance,
            stance_label=link.get_stance_display(),
            note=link.note if self._in_team else "",
        )
