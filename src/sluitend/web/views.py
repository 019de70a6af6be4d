"""Error pages, the two statements, the style page and the health check. The home page belongs to the design room."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template import loader
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import requires_csrf_token

from sluitend.errors import NotAllowed, NotFound, SluitendError
from sluitend.web import style_page, wording

NOT_FOUND = _("This page does not exist, or you have no access to it.")
NOT_ALLOWED = _("Your role does not allow this. Ask the project leader of the evaluation if you need it.")


def error_page(request: HttpRequest, error: SluitendError) -> HttpResponse:
    """The answer to an error that a view did not handle itself."""
    match error:
        case NotFound():
            return _answer(request, 404, error.code, NOT_FOUND)
        case NotAllowed():
            return _answer(request, 403, error.code, NOT_ALLOWED)
        case _:
            return _answer(request, 400, error.code, wording.sentence(error))


def _answer(request: HttpRequest, status: int, code: str, message: str | Promise) -> HttpResponse:
    if request.accepts("application/json") and not request.accepts("text/html"):
        return JsonResponse({"error": code, "message": str(message)}, status=status)
    return render(request, f"{status}.html", {"message": message}, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's 400: a request that no form of ours makes. Its text is Django's, so it is not shown."""
    return _answer(request, 400, "web.bad_request", wording.GENERAL)


@requires_csrf_token
def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's 403."""
    return _answer(request, 403, "web.forbidden", NOT_ALLOWED)


@requires_csrf_token
def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's 404."""
    return _answer(request, 404, "web.not_found", NOT_FOUND)


def server_error(request: HttpRequest) -> HttpResponse:
    """A bug of ours. The page uses no context processors: session or database may be what failed."""
    return HttpResponse(loader.render_to_string("500.html"), status=500)


def accessibility(request: HttpRequest) -> HttpResponse:
    """The accessibility statement."""
    return render(request, "web/accessibility.html")


def privacy(request: HttpRequest) -> HttpResponse:
    """What is stored, where, and who can see it."""
    return render(request, "web/privacy.html")


def health(request: HttpRequest) -> HttpResponse:
    """Answers as soon as requests are served; for the supervisor and for monitoring."""
    return HttpResponse("ok", content_type="text/plain")


def style(request: HttpRequest) -> HttpResponse:
    """Every component on one page, while developing and testing."""
    if not wording.strict():
        raise Http404
    form = style_page.StyleForm(request.POST or None, request.FILES or None)
    page = Paginator(range(1, 96), 10).get_page(request.GET.get("page", 4))
    return render(request, "web/style.html", {"form": form, "page": page, **style_page.CONTEXT})
