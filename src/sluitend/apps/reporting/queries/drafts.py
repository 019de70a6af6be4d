"""What a report concluded when a draft of it went out, and what reads otherwise now."""

from __future__ import annotations

from django.utils.translation import gettext as _

from sluitend.apps.analyses.models import AnalysisResult
from sluitend.apps.fieldwork.copied import same_but_withdrawn
from sluitend.apps.findings.models import Conclusion, Judgement, Recommendation
from sluitend.apps.reporting.account import ChangeEntry
from sluitend.apps.reporting.material import Audience, Material
from sluitend.apps.reporting.models import Build, BuildKind, Remark, Report, Section, Stage
from sluitend.apps.reporting.outcomes import OutsideEntry
from sluitend.apps.reporting.queries.gather_results import contents_of, numbers_in, uses_in

TOLD = (BuildKind.PUBLIC, BuildKind.DOCX, BuildKind.PDF, BuildKind.SUMMARY)


Said = list[str]  # the words, and the judgement


def said_in(material: Material) -> dict[str, Said]:
    """What the report concludes and recommends and on which results, by label, as `Build.said` keeps it."""
    results = {one.label: _told(one.content) for one in material.results if one.content}
    said = results | {one.label: [one.text or one.not_answered_reason, one.judgement] for one in material.conclusions}
    return said | {one.label: [f"{one.title}\n{one.text}".strip(), ""] for one in material.recommendations}


def draft_of(report: Report) -> Build | None:
    """The draft that people commented on: the newest before the first comment, else the first that was built."""
    drafts = Build.objects.filter(report=report, stage=Stage.DRAFT, kind__in=TOLD).exclude(said={}).order_by("pk")
    first = report.returned.order_by("pk").values_list("at", flat=True).first()
    before = drafts.filter(built_at__lte=first).last() if first else None
    return before or drafts.first()


def changes_since_draft(report: Report) -> list[ChangeEntry]:
    """What reads otherwise than in the draft that people commented on; six queries. The caller checked who asks."""
    draft = draft_of(report)
    if draft is None:
        return []
    now, asked = _now(report.evaluation_id), _asked(report)
    return [
        ChangeEntry(label, _worded(draft.said.get(label)), _worded(now.get(label)), tuple(asked.get(label, ())))
        for label in sorted(draft.said.keys() | now.keys(), key=_in_order)
        if _differs(draft.said.get(label), now.get(label))
    ]


def _differs(before: Said | None, after: Said | None) -> bool:
    """Whether somebody worded or judged it otherwise; what was withdrawn from one of both is no change of that."""
    if before is None or after is None:
        return before is not after
    return before[1] != after[1] or not same_but_withdrawn(before[0], after[0])


def _now(evaluation_id: int) -> dict[str, Said]:
    conclusions = Conclusion.objects.filter(evaluation=evaluation_id)
    said = {f"C{one.number}": [one.text or one.not_answered_reason, one.judgement] for one in conclusions}
    advice = Recommendation.objects.filter(evaluation=evaluation_id)
    said |= {f"A{one.number}": [f"{one.title}\n{one.text}".strip(), ""] for one in advice}
    return said | _results(evaluation_id)


def _results(evaluation_id: int) -> dict[str, Said]:
    """Of the results that findings rest on or the text names, as they may leave the team."""
    numbers = {one.number for some in uses_in(evaluation_id, Audience.PUBLIC).values() for one in some}
    texts = Section.objects.filter(report__evaluation=evaluation_id, deleted_at=None).values_list("markdown", flat=True)
    rows = AnalysisResult.objects.filter(evaluation=evaluation_id, number__in=numbers | numbers_in("U", texts))
    done = list(rows.defer("sealed_content"))
    contents = contents_of(done)
    return {str(one): _told(content) for one in done if (content := contents.get(one.pk))}


def _told(content: OutsideEntry) -> Said:
    return [" ".join((*content.sentences, f"n = {content.n}")), ""]


def _asked(report: Report) -> dict[str, list[str]]:
    """By the label of a conclusion the labels of the comments that it was changed for."""
    found: dict[str, list[str]] = {}
    rows = Remark.objects.filter(report=report).exclude(conclusions=None).order_by("number")
    for number, conclusion in rows.values_list("number", "conclusions__number"):
        found.setdefault(f"C{conclusion}", []).append(f"O{number}")
    return found


def _in_order(label: str) -> tuple[int, int]:
    """Conclusions first, then recommendations and results, each kind by its number."""
    return "CAU".index(label[0]), int(label[1:])


def _worded(said: Said | None) -> str:
    if said is None:
        return ""
    text, judgement = said
    if judgement in ("", Judgement.NOT_JUDGED):
        return text
    return f"{text}\n{_('Judgement')}: {Judgement(judgement).label}"
