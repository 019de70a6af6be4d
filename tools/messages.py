"""Keep the translations: `python -m tools.messages update|check|compile [ROOM…]`.

Babel does the work, so that no machine needs gettext. Every room has its own catalogue,
`<room>/locale/nl/LC_MESSAGES/django.po`; strings of packages that are no room belong to `web`.
Catalogues carry no dates and no line numbers: a diff shows what changed in the language, nothing else.

ROOM is the folder's name (`design`, `web`, `work`); without one, all rooms.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

from tools import message_rules

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "src" / "sluitend"
LOCALE = "nl"
CATALOGUE = Path("locale", LOCALE, "LC_MESSAGES", "django.po")
HEADER = (
    'msgid ""\n'
    'msgstr ""\n'
    f'"Language: {LOCALE}\\n"\n'
    '"MIME-Version: 1.0\\n"\n'
    '"Content-Type: text/plain; charset=utf-8\\n"\n'
    '"Content-Transfer-Encoding: 8bit\\n"\n'
    '"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n\n'
)
_CONTEXT = (1, "c")
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": (_CONTEXT, 2),
    "pgettext_lazy": (_CONTEXT, 2),
    "npgettext": (_CONTEXT, 2, 3),
    "npgettext_lazy": (_CONTEXT, 2, 3),
}


class Found(NamedTuple):
    """A marked string: its message id (or singular and plural), context and place."""

    id: str | tuple[str, str]
    context: str | None
    path: Path
    line: int
    comments: list[str]


class Problem(NamedTuple):
    """Something that `check` refuses, at a line of a file."""

    path: Path
    line: int
    text: str

    def __str__(self) -> str:
        return f"{_relative(self.path)}:{self.line}: {self.text}"


def _relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else path.as_posix()


def rooms(package: Path) -> dict[str, Path]:
    """Name → folder of everything that keeps a catalogue."""
    folders = [package / "web", package / "work", *sorted((package / "apps").glob("*/"))]
    return {folder.name: folder for folder in folders if (folder / "__init__.py").exists()}


def _room_of(path: Path, folders: Mapping[str, Path]) -> str:
    return next((name for name, folder in folders.items() if path.is_relative_to(folder)), "web")


def _sources(package: Path) -> Iterator[Path]:
    for path in sorted(package.rglob("*")):
        is_template = "templates" in path.parts and path.suffix in {".html", ".txt", ".md"}
        if path.is_file() and (path.suffix == ".py" or is_template):
            yield path


def _python(path: Path) -> str:
    """The file as Python source; a template becomes the gettext calls that its tags stand for."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".py":
        return text
    # What is no tag comes back as rows of X: without its indentation it is valid input for the tokenizer.
    return "\n".join(line.lstrip() for line in templatize(text, origin=str(path)).split("\n"))


def strings(path: Path) -> Iterator[Found]:
    """Every marked string of a Python file or a Django template."""
    source = BytesIO(_python(path).encode())
    for line, message, comments, context in extract("python", source, KEYWORDS, ["Translators:"]):
        if message:
            identifier = message if isinstance(message, str) else (message[0], message[1])
            yield Found(identifier, context, path, line, comments)


def collect(package: Path) -> dict[str, list[Found]]:
    """Room → the marked strings that its catalogue must hold."""
    folders = rooms(package)
    found: dict[str, list[Found]] = {name: [] for name in folders}
    for path in _sources(package):
        found.setdefault(_room_of(path, folders), []).extend(strings(path))
    return found


def _empty() -> Catalog:
    return Catalog(locale=LOCALE, fuzzy=False)


def read(path: Path) -> Catalog:
    """The catalogue at this path; an empty one when there is none yet."""
    if not path.exists():
        return _empty()
    with path.open("rb") as stream:
        return read_po(stream, locale=LOCALE)


def merge(found: Iterable[Found], old: Catalog, memory: Callable[[Found], Message | None]) -> Catalog:
    """A fresh catalogue of what was found, with the translations there are.

    A string that this room has not translated yet takes the translation of another room (`memory`);
    what nobody uses any more is left out.
    """
    fresh = _empty()
    for item in found:
        known = old.get(item.id, item.context) or memory(item)
        message = fresh.add(
            item.id, locations=[(_relative(item.path), 0)], context=item.context, auto_comments=item.comments
        )
        if known is not None and message.pluralizable == known.pluralizable:
            message.string = known.string
            message.flags |= known.flags & {"fuzzy"}
            message.user_comments = list(known.user_comments)
    for message in fresh:
        message.locations = sorted(set(message.locations))
    return fresh


def text_of(catalog: Catalog) -> str:
    """The catalogue as it stands in the repository: stable order, no dates, no line numbers."""
    body = BytesIO()
    write_po(body, catalog, omit_header=True, sort_output=True, include_lineno=False, width=110)
    return HEADER + body.getvalue().decode().strip() + "\n"


def _memory(package: Path) -> Callable[[Found], Message | None]:
    catalogs = [read(folder / CATALOGUE) for folder in rooms(package).values()]

    def recall(item: Found) -> Message | None:
        known = (catalog.get(item.id, item.context) for catalog in catalogs)
        return next((message for message in known if message is not None and message.string), None)

    return recall


def _wanted(package: Path, names: Iterable[str]) -> Iterator[tuple[Path, list[Found], Catalog, str]]:
    """(path of the catalogue, what was found, catalogue as it stands, text it should have) of each room."""
    found = collect(package)
    recall = _memory(package)
    for name in names:
        path = rooms(package)[name] / CATALOGUE
        old = read(path)
        yield path, found[name], old, text_of(merge(found[name], old, recall))


def update(package: Path, names: Iterable[str]) -> list[Problem]:
    """Bring the catalogues up to date with the code; rooms without marked strings keep no file."""
    for path, found, _old, text in list(_wanted(package, names)):
        if not found:
            path.unlink(missing_ok=True)
        elif not path.exists() or path.read_text(encoding="utf-8") != text:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
            print(f"updated: {_relative(path)}")
    return []


def check(package: Path, names: Iterable[str]) -> list[Problem]:
    """What is missing, fuzzy, wrong or out of date, each with its place."""
    problems: list[Problem] = []
    names = list(names)
    for path, found, old, text in _wanted(package, names):
        for item in found:
            known = old.get(item.id, item.context)
            fault = message_rules.fault(known) if known else f"not in the catalogue: {item.id!r}"
            if fault:
                problems.append(Problem(item.path, item.line, fault))
        if found and (not path.exists() or path.read_text(encoding="utf-8") != text):
            problems.append(Problem(path, 1, "not up to date: run python -m tools.messages update"))
    return sorted({*problems, *_conflicts(package, names)}, key=str)


def _conflicts(package: Path, names: Iterable[str]) -> Iterator[Problem]:
    """One string, two translations: Django shows only the first room's, so the other one needs a context."""
    first: dict[object, tuple[str, object]] = {}
    for name, folder in rooms(package).items():
        for message in read(folder / CATALOGUE):
            if not message.id or not message.string:
                continue
            other, string = first.setdefault((message.context, message.id), (name, message.string))
            if string != message.string and (name in names or other in names):
                text = f"{message.id!r} is translated otherwise in {other}: use a context (pgettext)"
                yield Problem(folder / CATALOGUE, message.lineno or 1, text)


def compile_catalogues(package: Path, names: Iterable[str]) -> list[Problem]:
    """Write the .mo files beside the catalogues, only where their content changes."""
    for name in names:
        path = rooms(package)[name] / CATALOGUE
        if path.exists():
            binary = BytesIO()
            write_mo(binary, read(path), use_fuzzy=False)
            target = path.with_suffix(".mo")
            if not target.exists() or target.read_bytes() != binary.getvalue():
                target.write_bytes(binary.getvalue())
    return []


COMMANDS = {"update": update, "check": check, "compile": compile_catalogues}


def main(arguments: list[str] | None = None) -> int:
    """Run one command; the exit code tells whether something is wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("command", choices=COMMANDS)
    parser.add_argument("rooms", nargs="*", metavar="ROOM")
    options = parser.parse_args(arguments)
    if unknown := set(options.rooms) - set(rooms(PACKAGE)):
        parser.error(f"no such room: {', '.join(sorted(unknown))}")
    problems = COMMANDS[options.command](PACKAGE, options.rooms or list(rooms(PACKAGE)))
    for problem in problems:
        print(problem)
    if options.command == "check":
        print(f"translations: {len(problems)} problem(s)")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
