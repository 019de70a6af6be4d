"""What is sealed comes back whole, or not at all."""

from __future__ import annotations

import hashlib
import io
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sluitend.formats import sealed
from sluitend.formats.sealed import CHUNK, SealBroken

HEADER = 44
TAG = 16
KEY, OTHER = bytes(range(32)), bytes(range(1, 33))
SIZES = st.sampled_from([0, 1, 15, 16, 17, 31, 32, 33, 48, 64, 100])


@pytest.fixture
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> int:
    """Chunks of 16 bytes, so that a short text has many."""
    monkeypatch.setattr(sealed, "CHUNK", 16)
    return 16


@given(content=st.binary(max_size=300), context=st.binary(max_size=20))
def test_what_is_sealed_comes_back(content: bytes, context: bytes) -> None:
    blob = sealed.seal_bytes(content, KEY, context)

    assert sealed.open_bytes(blob, KEY, context) == content
    assert len(content) < 8 or content not in blob[HEADER:]


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 2 * CHUNK + 7])
def test_sizes_around_a_chunk_come_back_with_their_hash(size: int) -> None:
    content = bytes(index * 31 % 251 for index in range(1000)) * (size // 1000 + 1)
    content = content[:size]
    target = io.BytesIO()

    info = sealed.seal_file(io.BytesIO(content), target, KEY, b"context")

    assert (info.sha256, info.size) == (hashlib.sha256(content).hexdigest(), size)
    target.seek(0)
    assert b"".join(sealed.open_file(target, KEY, b"context")) == content
    chunks = max(1, -(-size // CHUNK))
    assert len(target.getvalue()) == HEADER + size + chunks * TAG


@settings(deadline=None)
@given(data=st.data())
def test_any_changed_byte_is_noticed(data: st.DataObject) -> None:
    blob = bytearray(sealed.seal_bytes(b"De jongere zei niets (fictief).", KEY, b"a"))
    at = data.draw(st.integers(0, len(blob) - 1))
    blob[at] ^= data.draw(st.integers(1, 255))

    with pytest.raises(SealBroken):
        sealed.open_bytes(bytes(blob), KEY, b"a")


@pytest.mark.usefixtures("small_chunks")
@pytest.mark.parametrize("size", [0, 5, 16, 32, 50, 64])
def test_any_cut_and_any_addition_is_noticed(size: int) -> None:
    blob = sealed.seal_bytes(bytes(size), KEY, b"a")

    for end in range(len(blob)):
        with pytest.raises(SealBroken):
            sealed.open_bytes(blob[:end], KEY, b"a")
    for more in (b"\x00", bytes(TAG), blob[HEADER:], bytes(64)):
        with pytest.raises(SealBroken):
            sealed.open_bytes(blob + more, KEY, b"a")


@pytest.mark.usefixtures("small_chunks")
@pytest.mark.parametrize("order", [[1, 0, 2], [0, 2, 1], [0, 0, 2], [0, 2], [1, 2], [0, 1, 1, 2]])
def test_chunks_cannot_be_reordered_left_out_or_repeated(order: list[int]) -> None:
    blob = sealed.seal_bytes(b"eerste zestien..tweede zestien..derde zestien...", KEY, b"a")
    chunks = [blob[HEADER + 32 * index : HEADER + 32 * (index + 1)] for index in range(3)]
    assert sealed.open_bytes(blob[:HEADER] + b"".join(chunks), KEY, b"a")

    with pytest.raises(SealBroken):
        sealed.open_bytes(blob[:HEADER] + b"".join(chunks[index] for index in order), KEY, b"a")


@pytest.mark.usefixtures("small_chunks")
def test_chunks_cannot_be_swapped_between_files() -> None:
    one = sealed.seal_bytes(bytes(40), KEY, b"a")
    two = sealed.seal_bytes(bytes(40), KEY, b"a")

    for mixed in (one[:HEADER] + two[HEADER:], one[: HEADER + 32] + two[HEADER + 32 :]):
        with pytest.raises(SealBroken):
            sealed.open_bytes(mixed, KEY, b"a")


def test_another_key_or_context_does_not_open() -> None:
    blob = sealed.seal_bytes(b"tekst", KEY, b"source 1")

    for key, context in [(OTHER, b"source 1"), (KEY, b"source 2"), (KEY, b"")]:
        with pytest.raises(SealBroken):
            sealed.open_bytes(blob, key, context)


def test_another_key_does_not_open_when_the_header_lies() -> None:
    blob = sealed.seal_bytes(b"tekst", KEY, b"a")
    forged = blob[:4] + sealed.key_id(OTHER) + blob[12:]

    with pytest.raises(SealBroken):
        sealed.open_bytes(forged, OTHER, b"a")


def test_the_same_content_is_sealed_differently_every_time() -> None:
    assert sealed.seal_bytes(b"x", KEY, b"") != sealed.seal_bytes(b"x", KEY, b"")
    assert sealed.new_key() != sealed.new_key()


def test_a_key_wrapped_with_another_key() -> None:
    key, master = sealed.new_key(), sealed.new_key()

    wrapped = sealed.wrap(key, master, b"evaluation 3")

    assert sealed.unwrap(wrapped, master, b"evaluation 3") == key
    assert key not in wrapped
    assert sealed.sealed_with(wrapped) == sealed.key_id(master)
    for with_key, context in [(sealed.new_key(), b"evaluation 3"), (master, b"evaluation 4")]:
        with pytest.raises(SealBroken):
            sealed.unwrap(wrapped, with_key, context)
    with pytest.raises(SealBroken):  # a wrapped key is no ordinary content
        sealed.open_bytes(wrapped, master, b"evaluation 3")


@pytest.mark.parametrize("key", [b"", bytes(16), bytes(33)])
def test_a_key_of_another_length_is_a_mistake(key: bytes) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        sealed.seal_bytes(b"", key, b"")
    with pytest.raises(ValueError, match="32 bytes"):
        sealed.wrap(key, KEY)


def test_what_is_no_sealed_stream_is_broken() -> None:
    for blob in (b"", b"SLT1", b"PK\x03\x04" + bytes(100)):
        with pytest.raises(SealBroken):
            sealed.sealed_with(blob)
        with pytest.raises(SealBroken):
            sealed.open_bytes(blob, KEY, b"")


class Dripping(io.BytesIO):
    """Gives a few bytes at a time, as a pipe or a socket may."""

    def read(self, size: int | None = -1, /) -> bytes:
        return super().read(min(7, size or 0))


@pytest.mark.usefixtures("small_chunks")
@given(size=SIZES)
@settings(suppress_health_check=[])
def test_sources_that_drip_give_the_same(size: int) -> None:
    content = bytes(range(size))
    target = io.BytesIO()
    sealed.seal_file(Dripping(content), target, KEY, b"a")

    assert b"".join(sealed.open_file(Dripping(target.getvalue()), KEY, b"a")) == content


def test_a_large_file_takes_a_few_chunks_of_memory(tmp_path: Path) -> None:
    (tmp_path / "plain").write_bytes(bytes(40 * CHUNK))
    tracemalloc.start()
    try:
        with (tmp_path / "plain").open("rb") as source, (tmp_path / "sealed").open("wb") as target:
            sealed.seal_file(source, target, KEY, b"a")
        with (tmp_path / "sealed").open("rb") as source:
            assert sum(len(chunk) for chunk in sealed.open_file(source, KEY, b"a")) == 40 * CHUNK
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()

    assert peak < 10 * CHUNK
