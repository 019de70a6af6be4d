from __future__ import annotations

import io
import json

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from sluitend.errors import InputError, NotAllowed, NotFound, SluitendError
from sluitend.web import middleware, views, wording
from tests.web.urls import FAILURES

pytestmark = [pytest.mark.urls("tests.web.urls"), pytest.mark.usefixtures("shell")]

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; style-src-elem 'self'; style-src-attr 'none'; "
    "img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'; object-src 'none'"
)


def answer_to(error: Exception, accept: str = "text/html") -> HttpResponse | None:
    request = RequestFactory().get("/", headers={"accept": accept})
    return middleware.ErrorsToPages(lambda request: HttpResponse()).process_exception(request, error)


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/privacy/", "/toegankelijkheid/", "/bestaat-niet/", "/gezondheid/"])
def test_every_answer_carries_the_policy(client: Client, path: str) -> None:
    response = client.get(path)

    assert response["Content-Security-Policy"] == POLICY
    assert response["Referrer-Policy"] == "same-origin"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "no-store"
    assert "camera=()" in response["Permissions-Policy"]


class HungUp(io.BytesIO):
    def read(self, *_size: object) -> bytes:
        raise ConnectionResetError


def test_who_hangs_up_halfway_is_answered_before_a_view_reads_the_rest() -> None:
    """A view that asked for the body would end in a traceback."""
    request = RequestFactory().post("/api/", "{}", content_type="application/json")
    request._stream = HungUp()

    response = middleware.ReadSmallBodies(lambda request: HttpResponse(request.body))(request)

    assert (response.status_code, response.content) == (400, b"")


def test_a_view_that_sets_its_own_lifetime_keeps_it() -> None:
    def get_response(request: HttpRequest) -> HttpResponse:
        return HttpResponse(headers={"Cache-Control": "max-age=60"})

    response = middleware.ContentSecurityPolicy(get_response)(RequestFactory().get("/"))

    assert response["Cache-Control"] == "max-age=60"


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/privacy/", "/toegankelijkheid/"])
def test_statements_are_public_dutch_and_free_of_inline_code(client: Client, path: str) -> None:
    page = client.get(path).content.decode()

    assert '<html lang="nl"' in page
    assert " style=" not in page
    assert "<style" not in page
    assert " onclick" not in page


@pytest.mark.parametrize(
    ("error", "status", "text"),
    [
        (NotFound("source"), 404, "Deze pagina bestaat niet, of u hebt er geen toegang toe."),
        (NotAllowed("edit"), 403, "Uw rol staat dit niet toe. Hebt u het nodig? Vraag het aan de projectleider"),
        (InputError("test.bad", value="<b>"), 400, "Er staat &lt;b&gt; in."),
    ],
)
def test_errors_become_pages_with_a_way_out(
    monkeypatch: pytest.MonkeyPatch, error: SluitendError, status: int, text: str
) -> None:
    monkeypatch.setattr(wording, "_sentences", {"test.bad": "Er staat %(value)s in."})

    response = answer_to(error)

    assert response is not None
    assert response.status_code == status
    assert text in response.content.decode()
    assert 'href="/"' in response.content.decode()


def test_errors_become_json_for_who_asks_for_json() -> None:
    response = answer_to(NotFound("source"), accept="application/json")

    assert response is not None
    assert response.status_code == 404
    assert json.loads(response.content) == {
        "error": "people.not_found",
        "message": "Deze pagina bestaat niet, of u hebt er geen toegang toe.",
    }


def test_a_bug_is_left_to_django() -> None:
    assert answer_to(ValueError("bug")) is None


def test_page_of_a_bug_needs_no_session_and_tells_nothing_of_it() -> None:
    response = views.server_error(RequestFactory().get("/"))

    assert response.status_code == 500
    assert "Dit is een fout van Sluitend, niet van u." in response.content.decode()


@pytest.mark.django_db
def test_evaluation_page_shows_who_where_and_that_it_is_fictitious(client_of, owner) -> None:
    page = client_of(owner).get("/evaluaties/3/bronnen/").content.decode()

    assert "eigenaar (fictief)" in page
    assert "onderzoeker" in page
    assert '<a class="s-side__link" href="/evaluaties/3/bronnen/" aria-current="page">' in " ".join(page.split())
    assert "Beheer" not in page
    assert '<span class="utrecht-status-badge utrecht-status-badge--warning">fictief</span>' in page


@pytest.mark.django_db
def test_uncaught_errors_reach_their_pages(client_of, owner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wording, "_sentences", {"test.bad": "Zo kan het niet."})
    client = client_of(owner)
    client.raise_request_exception = False

    answers = {how: client.get(f"/mis/{how}/") for how in FAILURES}

    statuses = {how: answer.status_code for how, answer in answers.items()}
    assert statuses == {"400": 400, "403": 403, "invoer": 400, "verboden": 403, "weg": 404, "fout": 500}
    assert "Zo kan het niet." in answers["invoer"].content.decode()
    assert "geheim" not in answers["fout"].content.decode()


@pytest.mark.django_db
def test_style_page_is_not_there_in_use(client_of, owner, settings) -> None:
    settings.SLUITEND_TESTING = False

    assert client_of(owner).get("/stijl/").status_code == 404


@pytest.mark.django_db
def test_language_can_be_chosen(client: Client) -> None:
    client.post("/taal/", {"language": "en", "next": "/privacy/"})

    assert "What is stored" in client.get("/privacy/").content.decode()
