"""Bad files through the upload page itself: one Dutch sentence each, and nothing left behind."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from sluitend.apps.coding.models import Code
from sluitend.apps.design.models import Evaluation
from sluitend.apps.people.models import User
from sluitend.apps.reporting.models import ExchangeGuid, ExchangeImport, ExchangeWaiting
from sluitend.apps.sources import store
from sluitend.apps.sources.models import Original, Source
from sluitend.work import runs
from tests.reporting.exchange.test_arriving import BOMB, claiming, project, zipped

pytestmark = pytest.mark.django_db

OUTSIDE = b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/hostname">]><Project name="&b;"/>'
LAUGHS = (
    b"<!DOCTYPE a ["
    + b"".join(
        b'<!ENTITY l%d "%s">' % (number, b"&l%d;" % (number - 1) * 10 if number else b"ha") for number in range(9)
    )
    + b']><Project xmlns="urn:QDA-XML:project:1.0" name="&l8;"/>'
)


def lying() -> set[str]:
    """Every file in the data folder but the database itself."""
    root = store.full("")
    return {str(path.relative_to(root)) for path in root.rglob("*") if path.is_file() and "sqlite3" not in path.name}


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (project()[:-60], "p.qdpx", "Dit is geen uitwisselbestand, of het is onderweg afgebroken."),
        (project()[:200], "p.qdpx", "Dit is geen uitwisselbestand, of het is onderweg afgebroken."),
        (b"", "p.qdpx", None),
        (zipped("project.qde", b" " * 30_000_000), "p.qdpx", "Iets in dit bestand is uitgepakt groter dan 256 MB."),
        (claiming(2 * 1024**3 - 1), "p.qdpx", "Iets in dit bestand is uitgepakt groter dan 256 MB."),
        (zipped("project.qde", BOMB), "p.qdpx", "“project.qde” heeft een eigen documenttype of entiteiten."),
        (zipped("project.qde", LAUGHS), "p.qdpx", "“project.qde” heeft een eigen documenttype of entiteiten."),
        (OUTSIDE, "p.qde", "“project.qde” heeft een eigen documenttype of entiteiten."),
        (OUTSIDE, "p.qdc", "“codebook.qdc” heeft een eigen documenttype of entiteiten."),
        (zipped("lees.txt", b"niets"), "p.qdpx", "In dit bestand zit geen project: project.qde ontbreekt."),
        (zipped("project.qde", b"<Project>"), "p.qdpx", "“project.qde” is beschadigd op regel 1."),
        (zipped("project.qde", b"<html/>"), "p.qdpx", "“project.qde” is geen project of codeboek van REFI-QDA."),
        (project(), "p.docx", "Kies een bestand dat eindigt op .qdpx, .qde of .qdc"),
    ],
    ids=["cut off", "half", "empty", "zip bomb", "claims two gigabytes", "entities", "billion laughs", "from outside",
         "codebook from outside", "no project", "broken", "html", "another kind"],
)  # fmt: skip
def test_a_bad_file_gets_one_sentence_and_leaves_nothing(
    leader: User, empty: Evaluation, client: Client, content: bytes, name: str, sentence: str | None
) -> None:
    client.force_login(leader)
    before = lying()

    answer = client.post(reverse("reporting:import", args=[empty.pk]), {"file": SimpleUploadedFile(name, content)})
    runs.drain()
    page = (client.get(answer["Location"]) if answer.status_code == 302 else answer).content.decode()

    shown = " ".join(re.sub(r"<[^>]*>", " ", page).split())
    assert (sentence or "leeg") in shown
    assert "Traceback" not in page
    assert lying() == before
    kinds = (Source, Original, Code, ExchangeGuid, ExchangeWaiting)
    assert [kind._default_manager.count() for kind in kinds] == [0, 0, 0, 0, 0]
    for row in ExchangeImport.objects.filter(evaluation=empty):  # what is left says why, and holds nothing of the file
        assert (row.state, row.path, row.wrapped_key, row.sealed_content) == ("refused", "", None, None)
