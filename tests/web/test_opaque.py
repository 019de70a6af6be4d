"""Ids as words."""

from __future__ import annotations

from sluitend.web.opaque import PATTERN, OpaqueId, all_opaque, opaque, opened


def test_a_word_leads_back_to_its_id_and_is_the_same_each_time() -> None:
    assert [opened("memo", opaque("memo", one)) for one in (1, 2, 2**47)] == [(1, 0), (2, 0), (2**47, 0)]
    assert opened("memo", opaque("memo", 7, 9)) == (7, 9)
    assert opaque("memo", 7) == opaque("memo", 7)
    assert all_opaque("memo", [3, 1]) == [opaque("memo", 3), opaque("memo", 1)]


def test_words_do_not_tell_their_order_and_differ_between_kinds() -> None:
    words = all_opaque("memo", range(1, 200))

    assert len(set(words)) == 199
    assert words != sorted(words)
    assert len({word[0] for word in words}) > 30
    assert opaque("coding", 1) != opaque("memo", 1)


def test_what_was_not_made_here_leads_nowhere() -> None:
    word = opaque("memo", 5)

    for wrong in ("", "5", "A" * 22, "é" * 22, "=" * 22, word[:-1], word[1:] + word[0]):
        assert opened("memo", wrong) is None
    assert opened("coding", word) is None


def test_an_address_shows_the_word_and_gives_the_view_the_id() -> None:
    class MemoId(OpaqueId):
        kind = "memo"

    converter = MemoId()

    assert converter.to_python(converter.to_url(12)) == 12
    assert converter.to_url(0) == "0"
    assert converter.to_python("A" * 22) == 0
    assert PATTERN in converter.regex
