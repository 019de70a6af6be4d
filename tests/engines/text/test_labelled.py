"""The reader of the marks, the score, and the make-up that the labelled set promises."""

import re
from collections import Counter
from dataclasses import dataclass

import pytest

from tests.engines.text import labelled
from tests.engines.text.labelled import MalformedError, Sentence, parse
from tests.engines.text.measure import score

ALL = labelled.development() + labelled.measurement()


@dataclass(frozen=True)
class Span:
    start: int
    end: int
    kind: str = "person"


def at(sentence: Sentence, words: str, kind: str = "person") -> Span:
    start = sentence.text.index(words)
    return Span(start, start + len(words), kind)


# ---- the marks


def test_marks_become_spans_in_the_text_without_marks():
    sentence = parse("007 {Roos|person|listed}s juf van {<de >Bosuil<school>|school|unlisted}.")

    assert (sentence.number, sentence.text) == (7, "Roos" + "s juf van de Bosuilschool.")
    roos, bosuil = sentence.names
    assert (roos.kind, roos.listed, sentence.said(roos)) == ("person", True, "Roos")
    assert (bosuil.kind, bosuil.listed, sentence.said(bosuil)) == ("school", False, "Bosuil")
    assert sentence.text[bosuil.outer_start : bosuil.outer_end] == "de Bosuilschool"


def test_a_sentence_without_marks_has_no_names():
    assert parse("012 Ik hoop het.") == Sentence(12, "Ik hoop het.", ())


@pytest.mark.parametrize(
    "line",
    [
        "Zonder nummer.",
        "1 Te kort nummer.",
        "001 {Roos|person|listed kwam.",
        "001 Roos|person|listed} kwam.",
        "001 {Roos|person} kwam.",
        "001 {Roos|persoon|listed} kwam.",
        "001 {Roos|person|misschien} kwam.",
        "001 {|person|listed} kwam.",
        "001 {-|person|listed} kwam.",
        "001 { Roos|person|listed} kwam.",
        "001 {<de Roos|person|listed} kwam.",
        "001 {<de Roos>|person|listed} kwam.",
        "001 {a {Roos|person|listed}|person|listed} kwam.",
    ],
)
def test_a_malformed_line_is_refused(line):
    with pytest.raises(MalformedError):
        parse(line)


# ---- the score


TWO = parse("001 {Sanne de Wit|person|listed} en {Kofi|person|unlisted}, {06-00000123|phone|unlisted}.")


def test_everything_found_and_nothing_too_much():
    result = score([[at(TWO, "Sanne de Wit"), at(TWO, "Kofi"), at(TWO, "06-00000123", "phone")]], [TWO])

    assert (result.listed.share, result.unlisted.share, result.shaped.share) == (1, 1, 1)
    assert (result.precision.hits, result.precision.total) == (3, 3)
    assert (result.missed, result.wrong) == ([], [])


def test_nothing_proposed_finds_nothing():
    result = score([[]], [TWO])

    assert (result.listed.share, result.unlisted.share, result.shaped.share) == (0, 0, 0)
    assert result.precision.total == 0
    assert result.missed == [(1, "person", "Sanne de Wit"), (1, "person", "Kofi"), (1, "phone", "06-00000123")]


def test_a_name_of_which_one_letter_is_left_is_not_found():
    result = score([[at(TWO, "Sanne de Wi")]], [TWO])

    assert (result.listed.hits, result.listed.total) == (0, 1)
    assert result.precision.share == 1


def test_two_spans_may_cover_a_name_and_the_space_between_does_not_count():
    result = score([[at(TWO, "Sanne"), at(TWO, "de Wit")]], [TWO])

    assert result.listed.share == 1


def test_a_span_is_right_from_half_of_its_letters_on():
    sentence = parse("001 Juf {Roos|person|listed} kwam.")

    assert score([[at(sentence, "Roos kwam")]], [sentence]).precision.share == 1
    wide = score([[at(sentence, "Juf Roos kwam")]], [sentence])
    assert wide.precision.share == 0
    assert wide.listed.share == 1
    assert wide.wrong == [(1, "person", "Juf Roos kwam")]


def test_letters_that_may_go_along_are_asked_of_nobody_and_held_against_nobody():
    sentence = parse("001 Op {<basisschool De >Uil|school|unlisted}.")

    for words in ("Uil", "basisschool De Uil"):
        result = score([[at(sentence, words, "school")]], [sentence])
        assert (result.unlisted.share, result.precision.share) == (1, 1)


def test_a_span_without_letters_is_wrong():
    assert score([[at(TWO, ", ")]], [TWO]).precision.share == 0


def test_kinds_are_told_apart_but_do_not_decide():
    result = score([[at(TWO, "Kofi", "place")]], [TWO])

    assert (result.unlisted.share, result.precision.share) == (1, 1)
    assert result.precision_by_kind["place"].total == 1
    assert (result.recall_by_kind["person"].hits, result.recall_by_kind["person"].total) == (1, 2)
    assert result.recall_by_kind["phone"].hits == 0


def test_proposals_that_do_not_belong_to_the_sentences_are_refused():
    with pytest.raises(ValueError):
        score([[], []], [TWO])
    with pytest.raises(ValueError):
        score([[Span(0, len(TWO.text) + 1)]], [TWO])
    with pytest.raises(ValueError):
        score([[Span(3, 3)]], [TWO])


# ---- what the set promises


def mentions():
    return [(sentence, name) for sentence in ALL for name in sentence.names]


def test_the_two_files_are_one_set_split_by_number():
    assert all(sentence.number % 3 == 0 for sentence in labelled.development())
    assert all(sentence.number % 3 for sentence in labelled.measurement())
    assert sorted(sentence.number for sentence in ALL) == list(range(1, len(ALL) + 1))
    assert len({sentence.text for sentence in ALL}) == len(ALL)


def test_the_set_is_large_and_has_many_sentences_with_nothing_to_take_out():
    assert len(ALL) >= 450
    assert len(labelled.measurement()) >= 300
    assert sum(not sentence.names for sentence in ALL) >= 120


def test_every_kind_is_there_often_enough():
    count = Counter(name.kind for _, name in mentions())
    assert {kind: count[kind] for kind in labelled.KINDS if count[kind] < 12} == {}


@pytest.mark.parametrize("kinds", [labelled.NAME_KINDS, frozenset({"person"})])
def test_at_least_two_in_five_distinct_names_are_on_no_list(kinds):
    distinct = {
        (name.kind, labelled.folded(sentence.said(name)), name.listed)
        for sentence, name in mentions()
        if name.kind in kinds
    }
    unlisted = sum(not listed for _, _, listed in distinct)
    assert unlisted / len(distinct) >= 0.4
    assert len(distinct) - unlisted >= 15


def test_most_unlisted_mentions_of_the_measurement_are_new_to_the_author_of_an_engine():
    unlisted = [
        (sentence.number, name.start)
        for sentence in labelled.measurement()
        for name in sentence.names
        if name.kind in labelled.NAME_KINDS and not name.listed
    ]
    assert labelled.only_in_measurement() <= set(unlisted)
    assert len(labelled.only_in_measurement()) / len(unlisted) >= 0.6


def test_listed_means_on_the_list():
    entries = labelled.own_list()
    wrong = [
        (sentence.number, sentence.said(name))
        for sentence, name in mentions()
        if name.listed
        != (name.kind in labelled.NAME_KINDS and labelled.on_list(sentence.said(name), name.kind, entries))
    ]
    assert wrong == []


def test_names_that_are_words_are_there_as_words_too():
    nothing = " ".join(labelled.folded(sentence.text) for sentence in ALL if not sentence.names)
    named = {labelled.folded(sentence.said(name)) for sentence, name in mentions() if name.kind == "person"}
    for word in ("roos", "hoop", "wil", "storm", "kok", "vos", "koning", "bakker", "mooi", "groen", "eerlijk", "wolf"):
        assert re.search(rf"\b{word}\b", nothing)
        assert word in named


def test_what_stays_is_marked_nowhere():
    for kept in labelled.keep():
        assert any(kept in sentence.text for sentence in ALL)
        assert not any(
            labelled.folded(kept) in labelled.folded(sentence.said(name))
            for sentence, name in mentions()
            if name.kind in labelled.NAME_KINDS
        )


def test_every_bsn_passes_the_eleven_test_and_is_of_the_invented_range():
    for sentence, name in mentions():
        if name.kind == "bsn":
            digits = [int(sign) for sign in sentence.said(name) if sign.isdigit()]
            assert digits[:4] == [9, 9, 9, 9]
            assert len(digits) == 9
            weights = (9, 8, 7, 6, 5, 4, 3, 2, -1)
            assert sum(digit * weight for digit, weight in zip(digits, weights, strict=True)) % 11 == 0


def test_numbers_and_addresses_can_belong_to_nobody():
    said = {kind: [s.said(n) for s, n in mentions() if n.kind == kind] for kind in ("phone", "email")}
    for phone in said["phone"]:
        digits = re.sub(r"\D", "", phone).replace("316", "06", 1)
        assert digits.startswith(("0600000", "0119")) or phone.startswith("nul zes nul nul nul nul nul")
    assert all(address.endswith((".example", ".invalid")) for address in said["email"])
