"""What the team destroyed itself, as the ledger knows it; and the same again on a database that was put back.

A source is known by its number and the hash of its first text, so that another one with the same words stays.
"""

from __future__ import annotations

from collections.abc import Iterable

from sluitend.apps.fieldwork.destruction import Line
from sluitend.apps.sources.models import Original, Source, SourceVersion

SOURCE, TEXT, FILE = "sources.removed_source", "sources.removed_text", "sources.removed_file"
ORIGINAL = "sources.original"  # a file with this hash that still waits to be read is refused


def lines_of_source(source: Source) -> list[Line]:
    """Of a source that goes as a whole; read it before it has gone."""
    lines = [Line(SOURCE, str(source), sha256=_first_hash(source))]
    original = Original.objects.filter(source=source, destroyed_at__isnull=True).first()
    return [*lines, Line(ORIGINAL, str(source), sha256=original.sha256)] if original else lines


def line_of_text(version: SourceVersion) -> Line:
    """Of the text of one version."""
    return Line(TEXT, f"{version.source}/{version.number}", sha256=version.text_sha256)


def line_of_original(original: Original) -> Line:
    """Of a file alone; the texts stay."""
    return Line(FILE, str(original.source), sha256=original.sha256)


def _first_hash(source: Source) -> str:
    return source.versions.order_by("number").values_list("text_sha256", flat=True)[0]


def removed_sources(evaluation_id: int, lines: Iterable[Line]) -> list[Source]:
    """The sources of these lines that are there again."""
    wanted = {(line.object, line.sha256) for line in lines if line.kind == SOURCE}
    rows = Source.objects.filter(evaluation=evaluation_id, withdrawn_at__isnull=True)
    found = rows.filter(versions__text_sha256__in={sha256 for _name, sha256 in wanted}).distinct()
    return [source for source in found if (str(source), _first_hash(source)) in wanted]


def removed_texts(evaluation_id: int, lines: Iterable[Line]) -> list[SourceVersion]:
    """The versions of these lines whose text is there again."""
    wanted = {(line.object, line.sha256) for line in lines if line.kind == TEXT}
    rows = SourceVersion.objects.filter(source__evaluation=evaluation_id, destroyed_at__isnull=True)
    found = rows.filter(text_sha256__in={sha256 for _name, sha256 in wanted}).select_related("source")
    return [one for one in found if (f"{one.source}/{one.number}", one.text_sha256) in wanted]


def removed_files(evaluation_id: int, lines: Iterable[Line]) -> list[Source]:
    """The sources of these lines whose file is there again."""
    wanted = {(line.object, line.sha256) for line in lines if line.kind == FILE}
    rows = Original.objects.filter(source__evaluation=evaluation_id, destroyed_at__isnull=True)
    found = rows.filter(sha256__in={sha256 for _name, sha256 in wanted}).select_related("source")
    return [one.source for one in found if (str(one.source), one.sha256) in wanted]
