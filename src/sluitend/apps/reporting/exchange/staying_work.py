"""What people decided and linked that an export does not take along, one by one. For ``staying``.

Of texts that are coded blind one line tells it all (``source_blind``): where something was decided there would show
which passages somebody chose. What findings rest on is known to the whole team (``coding.queries.blindness``).
"""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Count
from django.utils.formats import date_format
from django.utils.translation import gettext

from sluitend.apps.coding.models import CodingRound, QuoteRelease, RoundState, SuggestionDecision
from sluitend.apps.coding.queries.blindness import blind_sources
from sluitend.apps.design.models import Evaluation, LogbookEntry
from sluitend.apps.findings.models import EvidenceLink, LogbookLink, ResultLink
from sluitend.apps.reporting.exchange.rounds import Rounds
from sluitend.apps.reporting.exchange.standing import WHY, Standing
from sluitend.formats.qdpx.losses import Loss, loss

_HEAVY = ("version__text", "version__sealed_text", "version__blocks", "version__turns")


def evidence(evaluation: Evaluation, standing: Standing) -> Iterator[Loss]:
    """Of each finding what it no longer rests on."""
    links = EvidenceLink.objects.filter(finding__evaluation=evaluation).order_by("finding__number", "fragment__number")
    deferred = [f"fragment__{name}" for name in _HEAVY]
    for one in links.select_related("finding", "fragment__version__source").defer(*deferred):
        passage = one.fragment
        if why := standing.why(passage.version, passage.start, passage.end):
            yield loss(
                "evidence",
                finding=str(one.finding),
                stance=str(one.get_stance_display()),
                fragment=str(passage),
                source=str(passage.version.source),
                start=passage.start,
                end=passage.end,
                why=str(WHY[why]),
            )
    results = ResultLink.objects.filter(finding__evaluation=evaluation).select_related("finding", "result")
    for link in results.order_by("finding__number", "pk"):
        yield loss("results", finding=str(link.finding), result=str(link.result))


def releases(evaluation: Evaluation) -> Iterator[Loss]:
    """That a quote may be shown outside is what a person here decided of this text: nowhere else does it hold."""
    rows = QuoteRelease.objects.filter(fragment__evaluation=evaluation, fragment__withdrawn_at=None)
    rows = rows.exclude(fragment__version__source__in=blind_sources()).order_by("fragment__number")
    deferred = [f"fragment__{name}" for name in _HEAVY]
    for one in rows.select_related("fragment__version__source").defer(*deferred):
        passage = one.fragment
        place: dict[str, str | int] = {
            "source": str(passage.version.source),
            "start": passage.start,
            "end": passage.end,
        }
        yield loss("quote_release", fragment=str(passage), **place)


def suggestions(evaluation: Evaluation) -> Iterator[Loss]:
    """What people answered to the computer; a coding that came of it goes along as their own."""
    rows = SuggestionDecision.objects.filter(evaluation=evaluation).exclude(version__source__in=blind_sources())
    for one in rows.select_related("version__source", "code").defer(*_HEAVY).order_by("version__source__number", "pk"):
        place: dict[str, str | int] = {"source": str(one.version.source), "start": one.start, "end": one.end}
        yield loss("suggestion_taken" if one.accepted else "suggestion_refused", name=one.code.name, **place)


def rounds(evaluation: Evaluation, going: Rounds) -> Iterator[Loss]:
    """Rounds that are not closed; of the others that only we read them, and what lies in a text that does not go."""
    rows = CodingRound.objects.filter(evaluation=evaluation).exclude(state=RoundState.CLOSED)
    for one in rows.annotate(of_texts=Count("texts")).order_by("number"):
        kind = "round_open" if one.state == RoundState.OPEN else "round_planned"
        yield loss(kind, round=str(one), name=one.title, count=one.of_texts)
    for round_, count in going.counted():
        yield loss("round_ours", round=str(round_), name=round_.title, count=count)
    for round_, text in going.texts_staying():
        yield loss("round_text", round=str(round_), name=round_.title, source=str(text.version.source))
    for row, why in going.staying:
        yield loss(
            "decision",
            round=str(row.round),
            name=row.code.name,
            source=str(row.version.source),
            start=row.start,
            end=row.end,
            decided=gettext("holds") if row.applies else gettext("does not hold"),
            why=str(WHY[why]),
        )


def logbook(evaluation: Evaluation) -> Iterator[Loss]:
    """By date and kind: in titles people may be named."""
    for one in LogbookEntry.objects.filter(evaluation=evaluation).order_by("number"):
        yield loss("logbook", entry=one.label, date=date_format(one.date), kind=str(one.get_kind_display()))
    links = LogbookLink.objects.filter(finding__evaluation=evaluation).select_related("finding", "entry")
    for link in links.order_by("finding__number", "entry__number"):
        yield loss("logbook_link", finding=str(link.finding), entry=link.entry.label)
