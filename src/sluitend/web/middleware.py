"""Bodies read to their end, headers that close the browser down, and errors turned into pages."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, UnreadablePostError
from django.utils import translation

from sluitend.errors import SluitendError
from sluitend.web import views

GetResponse = Callable[[HttpRequest], HttpResponse]

SMALL_BODY = 64 * 1024  # bytes; a refused upload is not read to its end

POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "style-src-elem 'self'",
        "style-src-attr 'none'",
        "img-src 'self' data:",  # data: is the arrow of a select, drawn by the theme
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "object-src 'none'",
    ]
)

HEADERS = {
    "Content-Security-Policy": POLICY,
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()",
    "X-Content-Type-Options": "nosniff",
    # Static files set their own lifetime; an answer of a view may hold what somebody said, so no cache keeps it.
    "Cache-Control": "no-store",
}


class ReadSmallBodies:
    """Reads what was sent with a request before anybody answers it, also where no view looks at it.

    An answer that goes out before the body came in makes the web server close the connection, and the next request on
    it gets no answer: some undo steps on a busy machine, and every POST that is refused by its headers.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isdecimal() and int(length) <= SMALL_BODY:
            try:
                _ = request.body
            except UnreadablePostError:  # who hung up hears no answer, and no view can read what did not come in
                return HttpResponseBadRequest()
        return self.get_response(request)


class ContentSecurityPolicy:
    """Adds the security headers to every response that did not set them itself."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response


class LanguageByChoice:
    """Dutch, unless the user chose another language: a browser set to English says nothing of who sits behind it."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        language = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response


class ErrorsToPages:
    """NotFound becomes a 404 page, NotAllowed 403 and InputError 400; JSON when that is what the request asks for."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Django calls this for what a view raised; None leaves every other exception to Django."""
        if isinstance(exception, SluitendError):
            return views.error_page(request, exception)
        return None
