"""The WSGI application as the web server's own process loads it."""

from sluitend.work.parent import die_with_parent

die_with_parent()

from sluitend.config.wsgi import application  # noqa: E402 - first make sure that this process cannot be orphaned

__all__ = ["application"]
