"""Keyword in context against a page of loops that reads word by word. Everything is fictitious."""

from __future__ import annotations

import random
import unicodedata

import pytest

from sluitend.engines.retrieval.concordance import WIDTH, By, Occurrence, occurrences, order

WORDS = ("de", "wacht", "Wachten", "één", "cliënt", "regie", "e-mail", "jeugdbeschermingstafel", "“ja”", "x" * 70)
GAPS = (" ", " ", "  ", "\n", " \n ", "\t")


def twin_side(pieces: list[str], width: int) -> list[str]:
    """Word by word away from the keyword, for as long as they fit with a space between each two."""
    kept: list[str] = []
    for piece in pieces:
        if len(" ".join([*kept, piece])) > width:
            break
        kept.append(piece)
    return kept


def twin_key(pieces: list[str]) -> list[str]:
    """Letters and figures of each word, small and without accents; what has a hyphen in it is two words."""
    found = []
    for piece in pieces:
        plain = unicodedata.normalize("NFD", piece.lower())
        letters = "".join(one if one.isalnum() else " " for one in plain if not unicodedata.combining(one))
        found += [word[:64] for word in letters.split()]
    return found


def passage_of(draw: random.Random) -> tuple[str, list[tuple[int, int]]]:
    """A passage, and the spans of its words as they stand between white space."""
    text, spans = "", []
    for at in range(draw.randint(1, 40)):
        text += draw.choice(GAPS) if at else ""
        word = draw.choice(WORDS)
        spans.append((len(text), len(text) + len(word)))
        text += word
    return text, spans


@pytest.mark.parametrize("seed", range(60))
def test_lines_are_those_of_a_page_of_loops(seed: int) -> None:
    draw = random.Random(seed)
    text, spans = passage_of(draw)
    asked = draw.choices(spans, k=draw.randint(1, 6))  # some twice

    found = occurrences(text, asked)

    assert [(one.start, one.end) for one in found] == sorted(set(asked))
    pieces = [text[start:end] for start, end in spans]
    for one in found:
        at = spans.index((one.start, one.end))
        before, after = twin_side(pieces[:at][::-1], WIDTH), twin_side(pieces[at + 1 :], WIDTH)
        assert one.left.split() == before[::-1]
        assert one.right.split() == after
        assert max(len(one.left.strip()), len(one.right.strip())) <= WIDTH
        assert one.left.endswith(" ") == (at > 0)
        assert one.right.startswith(" ") == (at + 1 < len(pieces))
        assert list(order(one, By.LEFT)) == twin_key(before[::-1])[::-1]
        assert list(order(one, By.RIGHT)) == twin_key(after)
        assert list(order(one, By.KEYWORD)) == twin_key([pieces[at]])
        assert order(one, By.PLACE) == ()


def test_it_is_read_as_one_line() -> None:
    text = "Wij  wachten\nal een half\tjaar."

    (found,) = occurrences(text, [(5, 12)])

    assert found == Occurrence(5, 12, "Wij ", "wachten", " al een half jaar.")


def test_a_word_that_does_not_fit_is_left_out_and_never_cut() -> None:
    text = "aaaa bbbb cccc KERN dddd eeee ffff"

    (found,) = occurrences(text, [(15, 19)], width=8)

    assert (found.left, found.right) == ("cccc ", " dddd")
    (wider,) = occurrences(text, [(15, 19)], width=9)
    assert (wider.left, wider.right) == ("bbbb cccc ", " dddd eeee")
    assert occurrences("x" * 200 + " KERN " + "y" * 200, [(201, 205)])[0][2:] == (" ", "KERN", " ")


def test_what_stands_against_the_keyword_stays_against_it() -> None:
    (found,) = occurrences("een “warme overdracht” is", [(5, 21)])

    assert (found.left, found.keyword, found.right) == ("een “", "warme overdracht", "” is")
