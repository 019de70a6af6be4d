"""Keys in place of numbers and names."""

from __future__ import annotations

import hashlib
import hmac

import pyarrow as pa
import pytest

from sluitend.engines.disclosure.keying import Keying, Role, key_of, new_key, written
from sluitend.errors import InputError

KEY = bytes(range(32))


def column(*values: str | int | None) -> pa.ChunkedArray:
    return pa.chunked_array([pa.array(values)])


def test_a_key_is_the_hmac_that_the_page_of_methods_writes_down() -> None:
    """By hand, with the standard library's slower way."""
    secret = hmac.new(KEY, b"sluitend.disclosure.keying 1\0proef", hashlib.sha256).digest()
    own = hmac.new(secret, b"case", hashlib.sha256).digest()

    assert Keying(KEY, "proef").one("zaak 12", Role.CASE) == hmac.new(own, b"zaak 12", hashlib.sha256).hexdigest()[:32]


def test_the_same_value_has_one_key_in_a_context_and_role_and_another_elsewhere() -> None:
    here, there = Keying(KEY, "proef"), Keying(KEY, "ander")
    other = Keying(bytes(32), "proef")

    keys = [one.one("111222333", role) for one in (here, there, other) for role in Role]

    assert len(set(keys)) == 9
    assert Keying(KEY, "proef").one("111222333", Role.CASE) == keys[0]


def test_a_bsn_is_one_person_however_it_is_written() -> None:
    keys = Keying(KEY, "proef").column(column("012345672", "12345672", " 0123.45.672", "012 345 672"), Role.PERSON)

    assert len(set(keys.to_pylist())) == 1


def test_what_is_not_known_has_no_key_and_a_case_called_na_has() -> None:
    keys = Keying(KEY, "proef").column(column("NA", None, " ", "NA"), Role.FAMILY).to_pylist()

    assert keys[1:3] == [None, None]
    assert keys[0] == keys[3] is not None


def test_numbers_and_texts_are_the_same_value() -> None:
    keying = Keying(KEY, "proef")

    assert keying.column(column(7, None), Role.CASE).to_pylist() == [keying.one("7", Role.CASE), None]


def test_a_key_is_written_and_read_back_and_nothing_else_is_one() -> None:
    key = new_key()

    assert key_of(written(key)) == key
    assert new_key() != key
    for text in ("", "geheim", written(key)[:-3], key.hex()):
        with pytest.raises(InputError, match=r"disclosure\.bad_key"):
            key_of(text)


def test_a_key_does_not_show_itself() -> None:
    assert KEY.hex() not in repr(Keying(KEY, "proef"))
    assert "proef" not in repr(Keying(KEY, "proef"))
