"""Results of analyses in an archive: those that a finding rests on or the report names, whole; the others stay.

What came out lies sealed with a key of its own, for a row with its own id. In an archive it is plain, as texts are, and
it is sealed anew where it comes back.
"""

from __future__ import annotations

from django.db.models import Exists, OuterRef

from sluitend.apps.analyses import seals
from sluitend.apps.analyses.models import AnalysisResult, ResultState
from sluitend.apps.design.models import Evaluation
from sluitend.apps.findings.models import ResultLink
from sluitend.apps.reporting.models import Section
from sluitend.apps.sources.models import SourceVersion
from sluitend.digits import whole
from sluitend.errors import InputError
from sluitend.formats import sealed
from sluitend.formats.report import references_of
from sluitend.work import vault

FOLDER = "results"


def cited_in(evaluation: Evaluation) -> frozenset[int]:
    """Ids of the results that a finding rests on, merged ones too, or that a chapter names, deleted ones too."""
    links = ResultLink.objects.filter(finding__evaluation=evaluation).values_list("result", flat=True)
    texts = Section.objects.filter(report__evaluation=evaluation).values_list("markdown", flat=True)
    labels = {one.text for text in texts for one in references_of(text) if one.letter == "U" and not one.is_directive}
    numbers = {number for label in labels if (number := whole(label[1:])) is not None}
    named = AnalysisResult.objects.filter(evaluation=evaluation, number__in=numbers).values_list("pk", flat=True)
    return frozenset(links) | frozenset(named)


def counts_unreadable(one: AnalysisResult) -> bool:
    """Whether it counted a text that nobody said may be read, or not any more."""
    readable = SourceVersion.objects.filter(source=OuterRef("pk"), released_at__isnull=False, destroyed_at=None)
    return one.sources.filter(~Exists(readable)).exists()


def member_of(one: AnalysisResult) -> str:
    """The name of the file with what came out."""
    return f"{FOLDER}/{one}.json"


def waiting(one: AnalysisResult) -> None:
    """A row comes back as one that is not computed yet: what it says is sealed for its id, which it has not yet."""
    one.state = ResultState.ASKED


def fill(one: AnalysisResult, content: bytes) -> None:
    """What came out, now that the row has its id: what it says, and what of it may leave the team, are looked at first.

    Raises InputError("formats.archive_broken").
    """
    one.wrapped_key = vault.new_wrapped_key()
    one.sealed_content, one.state = seals.sealed_again(one, content), ResultState.DONE
    try:
        seals.check_arrived(one)
    except (sealed.SealBroken, LookupError, TypeError, ValueError):
        raise InputError("formats.archive_broken") from None
    one.save(update_fields=["wrapped_key", "sealed_content", "state"])
