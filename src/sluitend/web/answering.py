"""What an address for programs answers: JSON, whatever happens."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponseBase, HttpResponseNotAllowed, JsonResponse

from sluitend.errors import NotAllowed, NotFound, SluitendError
from sluitend.web import wording
from sluitend.web.views import NOT_ALLOWED, NOT_FOUND

Handler = Callable[..., dict[str, Any]]


def answer(
    request: HttpRequest, handlers: Mapping[str, Handler], ask: Callable[[Handler], dict[str, Any]]
) -> HttpResponseBase:
    """What the handler for the request's method gives; `ask` calls it with what the room gives its handlers."""
    handler = handlers.get(request.method or "")
    if handler is None:
        return HttpResponseNotAllowed(handlers)
    try:
        return JsonResponse(ask(handler))
    except SluitendError as error:
        return refusal(error)


def refusal(error: SluitendError) -> JsonResponse:
    """What went wrong as JSON, with a sentence for people."""
    match error:
        case NotFound():
            status, message = 404, str(NOT_FOUND)
        case NotAllowed():
            status, message = 403, str(NOT_ALLOWED)
        case _:
            status, message = 400, wording.sentence(error)
    return JsonResponse({"error": error.code, "message": message}, status=status)
