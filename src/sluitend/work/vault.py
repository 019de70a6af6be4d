"""Keys of sources, uploads and evaluations: random, stored wrapped with the installation key."""

from __future__ import annotations

import hmac

from django.conf import settings

from sluitend.config.keys import installation_key
from sluitend.formats import sealed


def new_wrapped_key() -> bytes:
    """A new random key, wrapped: what a row stores."""
    return wrap(sealed.new_key())


def wrap(key: bytes) -> bytes:
    return sealed.wrap(key, installation_key(settings.KEYS))


def derived(purpose: bytes) -> bytes:
    """A key for one purpose, the same as long as this installation lives: made anew each time, and kept nowhere."""
    return hmac.digest(installation_key(settings.KEYS), b"sluitend derived\0" + purpose, "sha256")


def unwrap(wrapped: bytes | memoryview) -> bytes:
    """The key itself. Raises sealed.SealBroken when it was wrapped by another installation."""
    return sealed.unwrap(bytes(wrapped), installation_key(settings.KEYS))
