"""`sluitend prepare FILE`: on the data holder's own machine, without a database, a user or Django.

What leaves is keyed and coarsened, and lies in a new folder that appears whole or not at all. Nothing that is printed
holds a value of the file: sentences name columns and rows, and an unforeseen fault is told by its kind and place only.
"""

from __future__ import annotations

import argparse
import gettext
import os
import secrets
import sys
import traceback
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from sluitend import cli_chain
from sluitend.cli_prepare_reading import LOG, column_of, municipalities, read
from sluitend.cli_prepared import left_out, results, write
from sluitend.errors import InputError
from sluitend.formats.new_folder import new_folder

if TYPE_CHECKING:
    import pyarrow as pa

    from sluitend.engines.disclosure.municipalities import Municipalities
    from sluitend.engines.disclosure.preparing import Choices

Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"

LEAST_OF_ALL = 3  # the fewest cases that a value may have to be written, whatever is asked
_MOST_KEY = 1000  # bytes that are read of a key
_LOCALE = Path(__file__).with_name("web") / "locale"
_ONE = (
    ("case", "de casus; er komen sleutels voor in de plaats"),
    ("activity", "de activiteit"),
    ("time", "het tijdstip"),
    ("resource", "de organisatie die het deed"),
    ("family", "het gezin; er komen sleutels voor in de plaats"),
    ("birth", "de geboortedatum; er komen leeftijdsgroepen voor in de plaats"),
    ("municipality", "de gemeente (naam of GM-code)"),
    ("place", "de plaats of postcode; er komen gemeenten voor in de plaats"),
    ("registered", "de dag waarop iets is vastgelegd"),
)


def add(commands: Commands) -> None:
    """The command and its options."""
    prepare = commands.add_parser("prepare", help="maak gebeurtenissen klaar om te delen: gepseudonimiseerd")
    prepare.add_argument("file", type=Path, metavar="BESTAND")
    for name, meaning in _ONE:
        prepare.add_argument(f"--{name}", metavar="KOLOM", help=f"kolom met {meaning}")
    for name, meaning in (("person", "personen; sleutels"), ("keep", "een kenmerk dat meegaat")):
        prepare.add_argument(f"--{name}", action="append", default=[], metavar="KOLOM", help=f"kolom met {meaning}")
    cli_chain.add_reason(prepare)
    cli_chain.add_sources(prepare)
    prepare.add_argument("--places", type=Path, metavar="BESTAND", help="tabel: plaats of postcode, dan gemeente")
    prepare.add_argument("--missing", action="append", default=[], metavar="WAARDE", help="waarde voor 'onbekend'")
    prepare.add_argument("--moment", choices=("day", "week", "month"), default="day", help="hoe precies tijden blijven")
    prepare.add_argument("--least", type=_least, default=10, metavar="AANTAL", help="zeldzamere waarden heten 'overig'")
    prepare.add_argument("--age-on", type=_day, metavar="DATUM", help="dag van de leeftijd (anders begin van de casus)")
    prepare.add_argument("--key", type=Path, metavar="BESTAND", help="sleutel; wordt gemaakt als hij er niet is")
    prepare.add_argument("--context", metavar="NAAM", help="zelfde sleutel en naam: leveringen zijn te koppelen")
    prepare.add_argument("--aggregate", action="store_true", help="schrijf alleen tellingen, geen gebeurtenissen")
    prepare.add_argument("--format", choices=("parquet", "csv"), default="parquet", help="van de gebeurtenissen")
    prepare.add_argument("--out", type=Path, required=True, metavar="MAP", help="nieuwe map om te schrijven")
    prepare.set_defaults(run=_run, without_django=True, bounded=True)


def _least(text: str) -> int:
    if not (text.isdecimal() and int(text) >= LEAST_OF_ALL):
        raise argparse.ArgumentTypeError(f"kies een aantal van {LEAST_OF_ALL} of meer")
    return int(text)


def _day(text: str) -> int:
    try:
        return (date.fromisoformat(text) - date(1970, 1, 1)).days
    except ValueError:
        raise argparse.ArgumentTypeError("schrijf een datum als 2026-01-31") from None


def _run(options: argparse.Namespace) -> int:
    try:
        return _prepare(options)
    except InputError as error:
        print("\n".join(_sentences(error, options)), file=sys.stderr)
    except OSError as error:
        from sluitend.engines.disclosure.refusals import NO_ACCESS

        name = str(error.filename) if error.filename else str(options.out)
        print("\n".join(_sentences(InputError(NO_ACCESS, name=name), options)), file=sys.stderr)
    except MemoryError:
        raise  # `cli_bounded` says it
    except Exception as error:  # its message can hold a value of the file: only kind and place are told
        from sluitend.engines.disclosure.refusals import UNFORESEEN

        print("\n".join(_sentences(InputError(UNFORESEEN, what=_place(error)), options)), file=sys.stderr)
    return 1


def _prepare(options: argparse.Namespace) -> int:
    from sluitend.engines.disclosure.keying import Keying
    from sluitend.engines.disclosure.preparing import prepare

    _check(options)
    key, is_new = _key(options.key)
    context = secrets.token_hex() if options.context is None else options.context
    keying = Keying(key, context)
    places = municipalities(options.places)
    events = read(options, keying, places)
    found = prepare(events.table, _choices(options, events.table, places), keying)
    tables, texts = results(found, events.report, options)
    with new_folder(options.out) as part:
        write(part, tables, texts)
        if options.key is not None and is_new:
            _keep(options.key, key)
    print(texts["rapport.txt"].decode(), end="")
    if options.aggregate:  # small numbers are told here, and do not leave
        print(left_out(events.report), end="")
    return 0


def _check(options: argparse.Namespace) -> None:
    """What can be known before the file is read."""
    from sluitend.engines.disclosure.preparing import MADE
    from sluitend.engines.disclosure.refusals import (
        EXISTS,
        FOLDER,
        KEY_ALONG,
        NAME_TAKEN,
        NO_ACCESS,
        STORED,
        USED_TWICE,
    )
    from sluitend.formats import steps

    if steps.is_stored(options.file) or (options.file.is_dir() and options.kind == "log"):
        raise InputError(STORED if steps.is_stored(options.file) else FOLDER, name=options.file.name)
    if options.out.exists() or options.out.is_symlink():
        raise InputError(EXISTS, name=options.out.name)
    if options.key is not None and options.key.resolve().is_relative_to(options.out.resolve()):
        raise InputError(KEY_ALONG)
    for path in filter(None, (options.out, options.key)):
        if not path.exists() and not os.access(path.parent, os.W_OK | os.X_OK):
            raise InputError(NO_ACCESS, name=str(path.parent))
    named = [getattr(options, name) for name, _ in _ONE if getattr(options, name)] + options.person + options.keep
    for name in named:
        if named.count(name) > 1:
            raise InputError(USED_TWICE, column=name)
    for name in options.person + options.keep:
        if name not in LOG and name.casefold() in MADE:  # a name of `LOG` gets another one when the file is read
            raise InputError(NAME_TAKEN, column=name)


def _key(path: Path | None) -> tuple[bytes, bool]:
    """The key, and whether it was made just now; without a file it is forgotten when the command ends."""
    from sluitend.engines.disclosure.keying import key_of, new_key
    from sluitend.engines.disclosure.refusals import OPEN_KEY

    if path is None or not path.exists():
        return new_key(), True
    if path.stat().st_mode & 0o077:
        raise InputError(OPEN_KEY, name=path.name)
    with path.open("rb") as file:
        return key_of(file.read(_MOST_KEY).decode("ascii", "replace")), False


def _keep(path: Path, key: bytes) -> None:
    """In a file of its own, which only this user can read."""
    from sluitend.engines.disclosure.keying import written

    with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w", encoding="ascii") as file:
        file.write(written(key))
        file.flush()
        os.fsync(file.fileno())


def _choices(options: argparse.Namespace, table: pa.Table, places: Municipalities | None) -> Choices:
    from sluitend.engines.disclosure.coarsening import Moment
    from sluitend.engines.disclosure.preparing import Choices

    return Choices(
        family=_family(options, table),
        birth=column_of(options.birth, table, options),
        municipality=column_of(options.municipality, table, options),
        place=column_of(options.place, table, options),
        places=None if options.kind == "cbs" and options.place is None else places,  # its reader looked up already
        registered=column_of(options.registered, table, options),
        time=options.time or "time",
        persons=tuple(str(column_of(name, table, options)) for name in options.person),
        keep=tuple(str(column_of(name, table, options)) for name in options.keep),
        moment=Moment(options.moment),
        least=options.least,
        age_on=options.age_on,
        case_is_key=options.kind in cli_chain.OF_PEOPLE and options.case is None,
    )


def _family(options: argparse.Namespace, table: pa.Table) -> str | None:
    """Of objects it is a type, and its column is called so."""
    return "family" if options.kind == "ocel" and options.family else column_of(options.family, table, options)


def _sentences(error: InputError, options: argparse.Namespace) -> Iterator[str]:
    """In Dutch, from the same catalogue as the screens, without Django; columns as the file calls them."""
    from sluitend.engines.disclosure import refusals
    from sluitend.formats.cbs_jeugd import refusals as cbs_jeugd
    from sluitend.formats.eventlog import refusals as eventlog
    from sluitend.formats.messages import refusals as messages
    from sluitend.formats.ocel import refusals as ocel

    readers = (eventlog, messages, cbs_jeugd, ocel)
    known = {code: text for one in (*readers, refusals) for code, text in one.SENTENCES.items()}
    words = gettext.translation("django", _LOCALE, [os.environ.get("SLUITEND_LANGUAGE", "nl")], fallback=True)
    names = {name: getattr(options, name) for name in LOG}
    for one in error.errors if isinstance(error, refusals.Refused) else [error]:
        column = one.data.get("column")
        called = None if one.code == refusals.NO_COLUMN else names.get(str(column))  # that one is told as it was given
        yield words.gettext(known[one.code]) % {**one.data, "column": called or column}


def _place(error: Exception) -> str:
    """The kind of fault, and the last line of our own that it passed."""
    frames = [one for one in traceback.extract_tb(error.__traceback__) if "sluitend" in Path(one.filename).parts]
    return f"{type(error).__name__}, {Path(frames[-1].filename).name}:{frames[-1].lineno}"
