"""The WSGI application as the web server's own process loads it."""

import gc
import sys
from multiprocessing import parent_process

from sluitend.work.parent import die_with_parent

_parent = parent_process()
die_with_parent(_parent.pid if _parent else None)

from sluitend.config.wsgi import application  # noqa: E402 - first make sure that this process cannot be orphaned

# A thread that writes lets go of the interpreter at each of its sixteen statements, and holds the database's one write
# lock until the last. With Python's own 5 ms every statement may wait so long for each thread that makes a page.
sys.setswitchinterval(0.0005)

# What is loaded now stays until the end: without it, the collector needs no tenth of a second in the middle of a page.
gc.collect()
gc.freeze()

__all__ = ["application"]
