"""Fragments with what is on them and what rests on them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

from django.db.models import Model, Prefetch, Q, QuerySet

from sluitend.apps.coding import hooks
from sluitend.apps.coding.models import Code, Coding, Fragment, Memo
from sluitend.apps.coding.queries.blindness import (
    seen_codings,
    seen_fragments,
    seen_memos,
    seen_or_used,
    visible_fragments,
)
from sluitend.apps.coding.queries.quotes import quotable, quote, quoting_rule
from sluitend.apps.coding.spans import surroundings
from sluitend.apps.design.access import check, may, require
from sluitend.apps.design.models import Evaluation
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action
from sluitend.apps.sources.models import Quoting, Source, SourceVersion
from sluitend.apps.sources.queries import SpeakerView, speakers_in
from sluitend.errors import InputError, NotFound

M = TypeVar("M", bound=Model)

SHOWN = ("code", "coder", "suggested")  # of a coding: the last where it came from a suggestion
# A version's text may be 230,000 characters: never once per fragment.
HEAVY = ("version__text", "version__sealed_text", "version__blocks")


def fragments_for(user: User, source: Source) -> QuerySet[Fragment]:
    """The fragments of a source, in the order of the text, with codes and memos. Raises NotFound, NotAllowed."""
    require(user, source.evaluation_id, Action.VIEW_CODING)
    seen = seen_fragments(user, _fragments(source.evaluation_id).filter(version__source=source))
    codings = Prefetch("codings", seen_codings(user, Coding.objects.select_related(*SHOWN)))
    memos = Prefetch("memos", seen_memos(user, Memo.objects.select_related("author")))
    return seen.order_by("version", "start", "end").prefetch_related(codings, memos)


def fragments_of_code_for(user: User, code: Code) -> QuerySet[Fragment]:
    """The fragments that carry a code, source by source. Raises NotFound, NotAllowed."""
    require(user, code.evaluation_id, Action.VIEW_CODING)
    carrying = seen_codings(user, Coding.objects.filter(code=code))
    fragments = _fragments(code.evaluation_id).filter(pk__in=carrying.values("fragment"))
    codings = Prefetch("codings", seen_codings(user, Coding.objects.select_related(*SHOWN)))
    ordered = fragments.order_by("version__source__number", "version", "start", "end")
    return ordered.select_related("version__source__perspective", "quote_release").prefetch_related(codings)


def fragment_for(user: User, evaluation: Evaluation, number: int) -> Fragment:
    """One fragment by its number; its words are for ``quotes_for``. Raises NotFound, NotAllowed."""
    require(user, evaluation, Action.VIEW_EVALUATION)
    found = seen_or_used(user, _fragments(evaluation.pk).filter(number=number))
    if not found:
        raise NotFound("fragment")
    return found[0]


def fragment_of_source(user: User, source: Source, number: int) -> Fragment:
    """A fragment that lies in this source. Raises NotFound, NotAllowed."""
    require(user, source.evaluation_id, Action.VIEW_CODING)
    fragments = _fragments(source.evaluation_id).filter(number=number, version__source=source)
    return _one(seen_fragments(user, fragments), "fragment")


def fragment_in_opened(user: User, source: Source, number: int) -> Fragment | None:
    """A fragment by its number, for a caller that has opened the source; None when it does not lie in it."""
    fragments = Fragment.objects.filter(version__source=source, number=number)
    return next(iter(seen_or_used(user, fragments.select_related("version__source").defer(*HEAVY))), None)


def fragment_numbers_for(user: User, evaluation: Evaluation, source_number: int) -> list[int]:
    """The numbers of the fragments in S<number>, in the order of the text. Raises NotFound, NotAllowed."""
    require(user, evaluation, Action.VIEW_CODING)
    found = visible_fragments(user, evaluation).filter(version__source__number=source_number)
    return list(found.order_by("version", "start", "end").values_list("number", flat=True))


def memos_of_code_for(user: User, code: Code) -> QuerySet[Memo]:
    """What was thought about a code. Raises NotFound, NotAllowed."""
    require(user, code.evaluation_id, Action.VIEW_CODING)
    return Memo.objects.filter(code=code).select_related("author")


def coding_for(user: User, source: Source, coding_id: int) -> Coding:
    """A coding in this source. Raises NotFound, NotAllowed."""
    check(user, source.evaluation, Action.VIEW_CODING)
    codings = Coding.objects.select_related("code", "coder", "fragment__version__source")
    heavy = (f"fragment__{field}" for field in HEAVY)
    found = codings.defer(*heavy).filter(pk=coding_id, fragment__version__source=source)
    return _one(seen_codings(user, found), "coding")


def memo_for(user: User, about: Source | Code, memo_id: int) -> Memo:
    """A memo beside this source or a fragment of it, or beside this code. Raises NotFound, NotAllowed."""
    check(user, about.evaluation, Action.VIEW_CODING)
    memos = Memo.objects.select_related("author", "fragment__version__source")
    of = Q(fragment__version__source=about) | Q(source=about) if isinstance(about, Source) else Q(code=about)
    found = memos.defer(*(f"fragment__{field}" for field in HEAVY)).filter(of, pk=memo_id)
    return _one(seen_memos(user, found), "memo")


def source_to_code(user: User, source: Source) -> SourceVersion:
    """The newest released version, with its text. Raises NotFound, NotAllowed, InputError("coding.not_released")."""
    check(user, source.evaluation, Action.CODE)
    if source.withdrawn_at is not None:
        raise InputError("sources.withdrawn", number=source.number)
    released = source.versions.filter(released_at__isnull=False).select_related("source").defer("blocks", "turns")
    version = released.order_by("-number").first()
    if version is None:
        raise InputError("coding.not_released")
    return version


@dataclass(frozen=True, slots=True)
class FragmentView:
    """A fragment as this user may see it. ``quote`` is None, and the rest empty, where it is for the team only."""

    fragment: Fragment
    quote: str | None
    before: str
    after: str
    codings: list[Coding]
    memos: list[Memo]
    marks: list[str]
    is_team: bool
    said_by: list[SpeakerView]  # in a conversation or a set of answers

    @property
    def source(self) -> Source:
        return self.fragment.version.source

    @property
    def may_open_source(self) -> bool:
        return self.is_team or self.source.is_public

    @property
    def is_outward(self) -> bool:
        """Whether the words may be read outside the team."""
        is_open = self.source.is_public or hasattr(self.fragment, "quote_release")
        return is_open and quoting_rule(self.fragment) is not Quoting.NEVER

    @property
    def title(self) -> str:
        """The source's title, which may name somebody: empty where the source is for the team only."""
        return self.source.title if self.may_open_source else ""


def fragment_view_for(user: User, evaluation: Evaluation, number: int) -> FragmentView:
    """A fragment with its words, its place, what is on it and what rests on it.

    Raises NotFound, NotAllowed, InputError("coding.quote_changed").
    """
    fragment = fragment_for(user, evaluation, number)
    is_team = may(user, evaluation, Action.VIEW_CODING)
    readable = quotable(user, fragment)
    text = fragment.version.text or "" if is_team or (readable and fragment.version.source.is_public) else ""
    before, after = surroundings(text, fragment.start, fragment.end) if text else ("", "")
    return FragmentView(
        fragment,
        quote(fragment) if readable else None,
        before,
        after,
        list(seen_codings(user, fragment.codings.select_related(*SHOWN))) if is_team else [],
        list(seen_memos(user, fragment.memos.select_related("author"))) if is_team else [],
        hooks.marks_of(evaluation.pk, [fragment.pk]).get(fragment.pk, []),
        is_team,
        speakers_in([(fragment.version, fragment.start, fragment.end)])[0] if is_team else [],
    )


def _fragments(evaluation_id: int) -> QuerySet[Fragment]:
    fragments = Fragment.objects.filter(evaluation=evaluation_id)
    return fragments.select_related("version__source", "quote_release").defer(*HEAVY)


def _one(found: QuerySet[M], what: str) -> M:
    one = found.first()
    if one is None:
        raise NotFound(what)
    return one
