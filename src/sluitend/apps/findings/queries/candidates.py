"""Fragments to choose from as evidence: by code, by source and by the words in them. For the team only."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from sluitend.apps.coding import queries as coding
from sluitend.apps.coding.models import Coding, Fragment
from sluitend.apps.coding.queries import blindness
from sluitend.apps.design.access import require
from sluitend.apps.design.models import Evaluation
from sluitend.apps.findings.models import AgreementEvidence, AgreementText, EvidenceLink, Stance
from sluitend.apps.findings.queries.ties import on_fragments
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action
from sluitend.apps.sources import seals
from sluitend.apps.sources.models import SourceVersion
from sluitend.errors import InputError


@dataclass(frozen=True, slots=True)
class Candidate:
    """A fragment that may become evidence, as the team sees it."""

    fragment: Fragment
    quote: str
    title: str  # of its source
    codes: tuple[str, ...]
    marks: tuple[str, ...]  # what rests on it already: "B4 ondersteunt"


def candidates_for(
    user: User, evaluation: Evaluation, *, codes: Collection[int] = (), source: int | None = None, words: str = ""
) -> QuerySet[Fragment]:
    """The fragments with one of these codes, in S<source>, that hold all these words; none of them asked for, all.

    In the order of sources and text; bare, so that a page of them is for `described`. Case is ignored.
    Raises NotFound, NotAllowed.
    """
    require(user, evaluation, Action.VIEW_CODING)
    fragments = blindness.visible_fragments(user, evaluation)
    if codes:
        carrying = blindness.seen_codings(user, Coding.objects.filter(code__in=codes))
        fragments = fragments.filter(pk__in=carrying.values("fragment"))
    if source is not None:
        fragments = fragments.filter(version__source__number=source)
    if wanted := words.casefold().split():
        fragments = fragments.filter(pk__in=_with_words(fragments, wanted))
    return fragments.order_by("version__source__number", "version", "start", "end")


def _with_words(fragments: QuerySet[Fragment], wanted: Sequence[str]) -> list[int]:
    """Looks through thousands of passages, so it makes no objects; that they are unchanged is for `described`."""
    spans = list(fragments.values_list("pk", "version_id", "start", "end"))
    versions = SourceVersion.objects.filter(pk__in={span[1] for span in spans}, text__isnull=False)
    texts = dict(versions.values_list("pk", "text"))
    quotes = ((pk, (texts.get(version) or "")[start:end].casefold()) for pk, version, start, end in spans)
    return [pk for pk, quote in quotes if all(word in quote for word in wanted)]


def described(user: User, evaluation: Evaluation, bare: Iterable[Fragment]) -> list[Candidate]:
    """These fragments (a page of them) with their words, codes and what rests on them. Raises NotFound, NotAllowed."""
    require(user, evaluation, Action.VIEW_CODING)
    ids = [one.pk for one in bare]
    fragments = _fragments(user, evaluation).in_bulk(ids)
    quotes = coding.quotes(list(fragments.values()))
    marks = marks_of(evaluation.pk, ids)
    return [_candidate(fragments[pk], quotes[pk], marks.get(pk, ())) for pk in ids]


def _candidate(fragment: Fragment, quote: str, marks: Sequence[str]) -> Candidate:
    return Candidate(
        fragment=fragment,
        quote=quote,
        title=seals.title_of(fragment.version.source),
        codes=tuple(dict.fromkeys(coded.code.name for coded in fragment.codings.all())),
        marks=tuple(marks),
    )


def fragments_numbered(user: User, evaluation: Evaluation, numbers: Collection[int]) -> list[Fragment]:
    """F<number> for each of these, in their order, once. One query.

    Raises NotFound, NotAllowed, InputError("findings.no_such_fragment").
    """
    require(user, evaluation, Action.VIEW_CODING)
    found = {
        one.number: one for one in blindness.seen_or_used(user, _fragments(user, evaluation).filter(number__in=numbers))
    }
    missing = [f"F{number}" for number in numbers if number not in found]
    if missing:
        raise InputError("findings.no_such_fragment", label=", ".join(missing))
    return [found[number] for number in dict.fromkeys(numbers)]


def known_fragments(evaluation: Evaluation) -> QuerySet[Fragment]:
    """The fragments that stand for everybody: in texts that are coded blind only those that something rests on.

    For a caller that has checked who asks.
    """
    rests = (EvidenceLink, AgreementEvidence, AgreementText)
    used = (Exists(link._default_manager.filter(fragment=OuterRef("pk"))) for link in rests)
    settled = ~Q(version__source__in=blindness.blind_sources())
    return Fragment.objects.filter(reduce(or_, used, settled), evaluation=evaluation)


def marks_of(evaluation_id: int, fragment_ids: Collection[int]) -> Mapping[int, Sequence[str]]:
    """ "B4 ondersteunt": which findings rest on a fragment, and how. The caller has checked who asks.

    A finding that was merged is named only where nothing that stands rests on the fragment.
    """
    links = on_fragments(EvidenceLink.objects.filter(finding__evaluation_id=evaluation_id), fragment_ids)
    standing, merged = dict[int, list[str]](), dict[int, list[str]]()
    words, wanted = {value: str(label) for value, label in Stance.choices}, set(fragment_ids)
    fields = ("fragment_id", "finding__number", "stance", "finding__merged_into")
    for fragment_id, number, stance, merged_into in links.order_by("finding__number").values_list(*fields):
        if fragment_id in wanted:
            found = merged if merged_into else standing
            found.setdefault(fragment_id, []).append(f"B{number} {words[stance]}")
    return merged | standing


def _fragments(user: User, evaluation: Evaluation) -> QuerySet[Fragment]:
    seen = blindness.seen_codings(user, Coding.objects.select_related("code").order_by("code__order", "id"))
    codings = Prefetch("codings", seen)
    fragments = Fragment.objects.filter(evaluation=evaluation).select_related("version__source")
    return fragments.defer("version__text", "version__sealed_text", "version__blocks").prefetch_related(codings)
