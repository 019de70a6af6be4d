"""The WSGI application as the web server's own process loads it."""

import gc
from multiprocessing import parent_process

from sluitend.work.parent import die_with_parent

_parent = parent_process()
die_with_parent(_parent.pid if _parent else None)

from sluitend.config.wsgi import application  # noqa: E402 - first make sure that this process cannot be orphaned

# What is loaded now stays until the end: without it, the collector needs no tenth of a second in the middle of a page.
gc.collect()
gc.freeze()

__all__ = ["application"]
