"""What changed in a text since the browser last asked, and who else is in it. Asked every few seconds by everybody."""

from __future__ import annotations

from typing import Any, cast

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from sluitend.apps.coding import payloads
from sluitend.apps.coding.models import Coding
from sluitend.apps.coding.presence import presence
from sluitend.apps.coding.queries.blindness import seen_codings, sees_only_own
from sluitend.apps.coding.queries.consensus import consensus_of
from sluitend.apps.coding.queries.live import Cursor, News, news_of, readable_version, text_of_team
from sluitend.apps.design.models import Evaluation
from sluitend.apps.design.queries import evaluation_for
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action
from sluitend.errors import SluitendError
from sluitend.web.answering import refusal

Data = dict[str, Any]


@require_safe
def live(request: HttpRequest, evaluation_id: int, source_number: int) -> JsonResponse:
    """``?after=<cursor>&version=<number>.<mark>`` of the text on the screen; ``&away=1`` when nobody looks at it."""
    user = cast(User, request.user)
    try:
        evaluation = evaluation_for(user, evaluation_id, Action.VIEW_CODING)
        source_id = text_of_team(user, evaluation, source_number).pk
        news = news_of(user, evaluation_id, source_id, Cursor.parse(request.GET.get("after", "")))
    except SluitendError as error:
        return refusal(error)
    answer = {"cursor": str(news.cursor), "present": _present(request, user, source_id)}
    if news:
        answer |= _news_data(user, evaluation, source_id, request.GET.get("version", ""), news)
    return JsonResponse(answer)


def _present(request: HttpRequest, user: User, source_id: int) -> list[str]:
    if "away" in request.GET:
        presence.leave(source_id, user.pk)
    else:
        presence.enter(source_id, user.pk, user.name)
    others = presence.others(source_id, user.pk)
    return [] if others and sees_only_own(user, source_id) else others


def _news_data(user: User, evaluation: Evaluation, source_id: int, shown: str, news: News) -> Data:
    """`gone` when the text, or some of its words, is to be read no more; `newer` when another took its place.

    There offsets mean nothing.
    """
    version = readable_version(source_id)
    if version is None:
        return {"gone": True}
    pk, number, mark = version
    shown_number, _dot, shown_mark = shown.partition(".")
    if shown_number != str(number):
        return {"newer": True}
    if shown_mark not in ("", mark):
        return {"gone": True}
    codes = {"codes": payloads.codes_data(user, evaluation, keep=_codes_on(user, pk))} if news.codes else {}
    return {**_fragments(user, pk, news), **codes}


def _fragments(user: User, version_id: int, news: News) -> Data:
    if news.everything:
        return {"everything": True, "changed": payloads.fragments_data(user, [version_id]), "removed": []}
    if not news.numbers:
        return {"changed": [], "removed": []}
    changed = payloads.fragments_data(user, [version_id], numbers=news.numbers)
    return {"changed": changed, "removed": sorted(news.numbers - {one["number"] for one in changed})}


def _codes_on(user: User, version_id: int) -> set[int]:
    """A code that was archived keeps its name on the passages that have it, by consensus too."""
    codings = seen_codings(user, Coding.objects.filter(fragment__version=version_id))
    given, held = (rows.order_by().values_list("code") for rows in (codings, consensus_of(user, [version_id])))
    return {code for (code,) in given.union(held)}
