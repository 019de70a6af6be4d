"""Keys of sources, uploads and evaluations: random, stored wrapped with the installation key."""

from __future__ import annotations

from django.conf import settings

from sluitend.config.keys import installation_key
from sluitend.formats import sealed


def new_wrapped_key() -> bytes:
    """A new random key, wrapped: what a row stores."""
    return wrap(sealed.new_key())


def wrap(key: bytes) -> bytes:
    return sealed.wrap(key, installation_key(settings.KEYS))


def unwrap(wrapped: bytes | memoryview) -> bytes:
    """The key itself. Raises sealed.SealBroken when it was wrapped by another installation."""
    return sealed.unwrap(bytes(wrapped), installation_key(settings.KEYS))
