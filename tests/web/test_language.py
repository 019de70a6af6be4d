"""Dutch is the language of the product; English is there for who chooses it."""

from __future__ import annotations

from django.test import Client


def test_a_browser_set_to_english_still_gets_dutch(db: None) -> None:
    response = Client(headers={"accept-language": "en"}).get("/privacy/")

    assert response.headers["Content-Language"] == "nl"
    assert 'lang="nl"' in response.content.decode()


def test_who_chose_english_gets_english(db: None) -> None:
    client = Client()

    client.post("/taal/", {"language": "en", "next": "/privacy/"})
    response = client.get("/privacy/")

    assert response.headers["Content-Language"] == "en"
    assert 'lang="en"' in response.content.decode()
