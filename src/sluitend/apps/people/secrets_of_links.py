"""The secret of a link: 32 random bytes in the address, of which only the SHA-256 is stored."""

from __future__ import annotations

import hashlib
import secrets

TOKEN_BYTES = 32


def new_token() -> str:
    """A new secret, fit for an address."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def hash_of(token: str) -> str:
    """What is stored and looked up.

    The secret is random, so a plain hash cannot be turned back by guessing; and a look-up by hash tells nothing about
    the secret by the time that it takes.
    """
    return hashlib.sha256(token.encode()).hexdigest()
