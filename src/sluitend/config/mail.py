"""The mail server, from one address in the environment."""

from __future__ import annotations

from typing import NamedTuple
from urllib.parse import unquote, urlsplit

NO_MAIL = "django.core.mail.backends.dummy.EmailBackend"
SMTP = "django.core.mail.backends.smtp.EmailBackend"


class MailServer(NamedTuple):
    """What Django needs to know. Without a server mail goes nowhere: a log would keep the secret links in it."""

    backend: str = NO_MAIL
    host: str = ""
    port: int = 25
    user: str = ""
    password: str = ""
    starttls: bool = False
    tls: bool = False


def mail_server(url: str) -> MailServer:
    """Read smtp://user:password@host:port (STARTTLS, except on port 25) or smtps://...; an empty one is no mail server.

    Raises ValueError for an address that is neither.
    """
    if not url:
        return MailServer()
    parts = urlsplit(url)
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        raise ValueError("SLUITEND_MAIL: expected smtp://host:port or smtps://host:port")
    tls = parts.scheme == "smtps"
    port = parts.port or (465 if tls else 587)
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    return MailServer(SMTP, parts.hostname, port, user, password, starttls=not tls and port != 25, tls=tls)
