"""The WSGI application as the web server's own process loads it."""

from multiprocessing import parent_process

from sluitend.work.parent import die_with_parent

_parent = parent_process()
die_with_parent(_parent.pid if _parent else None)

from sluitend.config.wsgi import application  # noqa: E402 - first make sure that this process cannot be orphaned

__all__ = ["application"]
