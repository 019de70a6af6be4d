"""What must be ready before the first page: `python -m sluitend.work.prepare database|caches`.

`sluitend serve` does the same at every start; when nothing changed that costs some tens of milliseconds.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command
from django.utils.translation import gettext as _

from sluitend.errors import SluitendError
from sluitend.work.database import told_when_full, upgrade
from sluitend.work.wording import sentence


def database() -> str:
    """Migrate, with a backup first, and make a restored database forget what was destroyed; says what was done."""
    from sluitend.work import chores  # knows models, so it comes after django.setup()

    done = upgrade()
    chores.do_before_start()
    if done.backup:
        return _("Database brought up to date; the backup is %(path)s.") % {"path": done.backup}
    return _("Database brought up to date.") if done.migrations else ""


def static_files() -> str:
    """Gather style sheets, scripts and images under names that change with their content."""
    stamp = settings.STATIC_ROOT / ".stamp"
    wanted = _static_key()
    if stamp.exists() and stamp.read_text() == wanted:
        return ""
    with told_when_full():
        call_command("collectstatic", interactive=False, clear=settings.STATIC_ROOT.exists(), verbosity=0)
        stamp.write_text(wanted)
    return _("Style sheets and scripts gathered.")


def _static_sources() -> Iterator[Path]:
    from django.contrib.staticfiles.finders import get_finders

    for finder in get_finders():
        for name, storage in finder.list([]):
            yield Path(storage.path(name))


def _static_key() -> str:
    key = sha256(str(settings.STORAGES["staticfiles"]["BACKEND"]).encode())
    for path in sorted(_static_sources()):
        state = path.stat()
        key.update(f"{path} {state.st_size} {state.st_mtime_ns}\n".encode())
    return key.hexdigest()


def names() -> str:
    """deduce's look-up structures, with which names are found in transcripts: about two minutes, once."""
    from sluitend.engines.text.names import deduce_adapter

    if deduce_adapter.is_built(settings.TEXT_CACHE):
        return ""
    sys.stdout.write(_("Building the lists with which names are recognised: about two minutes, only once…") + "\n")
    sys.stdout.flush()
    with told_when_full():
        deduce_adapter.build(settings.TEXT_CACHE)
    return _("Lists of names built.")


# Caches under DATA/cache. Each knows by itself whether it is up to date and returns what it did, or "" when there was
# nothing to do. What takes minutes is not built when the server starts, but by the preparation or when it is needed.
QUICK: list[Callable[[], str]] = [static_files]
CACHES: list[Callable[[], str]] = [*QUICK, names]


def caches() -> str:
    """Build the caches that are missing or out of date."""
    return _built(CACHES)


def quick_caches() -> str:
    """Build those without which there are no pages."""
    return _built(QUICK)


def _built(builders: list[Callable[[], str]]) -> str:
    return " ".join(filter(None, (build() for build in builders)))


def main(arguments: list[str]) -> int:
    """Do the named steps; a problem that somebody can mend ends in one sentence."""
    django.setup()
    steps = {"database": database, "caches": caches}
    try:
        for name in arguments:
            sys.stdout.write(f"{steps[name]()}\n")
    except SluitendError as error:
        sys.stderr.write(f"{sentence(error)}\n")
        return 1
    return 0


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sluitend.config.settings")
    sys.exit(main(sys.argv[1:]))
