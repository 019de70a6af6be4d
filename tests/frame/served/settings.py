"""The real settings, with the slow kind of work registered."""

from sluitend.config.settings import *  # noqa: F403

INSTALLED_APPS = [*INSTALLED_APPS, "tests.frame.served"]  # noqa: F405
