"""What can go wrong on somebody's machine, each in one plain sentence."""

from __future__ import annotations

import errno
import re
import shutil
import socket
from pathlib import Path


class Trouble(Exception):  # noqa: N818 - it is a sentence for the user, no programming error
    """The sentence that ends the run."""


DISK_FULL = "De schijf is vol. Maak ruimte vrij en start opnieuw; wat er al was, is er nog."
NO_NETWORK = (
    "Het downloaden lukt niet. Controleer de internetverbinding (en de proxy, als u die gebruikt) en start opnieuw; "
    "wat al klaar is, wordt niet opnieuw gedaan."
)
_SIGNS = [
    (re.compile(r"No space left on device|disk is full|ENOSPC", re.I), DISK_FULL),
    (
        re.compile(r"DO NOT MATCH THE HASHES|EINTEGRITY"),
        "Een gedownload onderdeel is anders dan het vastgelegde. Start opnieuw; gebeurt het weer, meld het dan.",
    ),
    (
        re.compile(
            r"name resolution|NewConnectionError|Network is unreachable|Max retries|ConnectTimeout|Read timed out|"
            r"ProxyError|SSLError|CERTIFICATE_VERIFY_FAILED|Could not find a version|No matching distribution|"
            r"ENOTFOUND|ECONNREFUSED|ECONNRESET|ETIMEDOUT|EAI_AGAIN|E404|E403|SELF_SIGNED_CERT|UNABLE_TO_GET_ISSUER"
        ),
        NO_NETWORK,
    ),
]


def diagnosis(log: str) -> str | None:
    """The sentence for a failed command's output, when it is a known trouble."""
    return next((sentence for sign, sentence in _SIGNS if sign.search(log)), None)


def of_os_error(error: OSError) -> str:
    """The sentence for what the operating system refuses."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return DISK_FULL
    place = f" ({error.filename})" if error.filename else ""
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return f"Hier mag niet geschreven worden{place}. Kies een map waar dat wel mag en start opnieuw."
    return f"Het systeem weigert een handeling{place}: {error.strerror or type(error).__name__}."


def require_room(folder: Path, megabytes: int) -> None:
    """Raises Trouble when the disk of this (perhaps future) folder has less room than that."""
    there = next(place for place in (folder, *folder.parents) if place.exists())
    free = shutil.disk_usage(there).free // 2**20
    if free < megabytes:
        raise Trouble(
            f"De schijf is te vol: in {there} is {free} MB vrij en er is {megabytes} MB nodig. "
            "Maak ruimte vrij en start opnieuw."
        )


def require_port(text: str) -> int:
    """The port's number. Raises Trouble when it is none, or when something listens there already."""
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise Trouble(f"Poort “{text}” bestaat niet. Kies een getal van 1024 tot 65535: make demo PORT=8001.")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", int(text)))
        except PermissionError:
            raise Trouble(f"Poort {text} mag u niet gebruiken. Kies een hogere: make demo PORT=8001.") from None
        except OSError:
            raise Trouble(
                f"Poort {text} is al in gebruik (misschien draait Sluitend al). "
                f"Stop dat programma of kies een andere poort: make demo PORT={_next_port(text)}."
            ) from None
    return int(text)


def _next_port(text: str) -> int:
    return int(text) + 1 if int(text) < 65535 else 8001
