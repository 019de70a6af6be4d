"""Offsets are code points of the text, whatever stands in it."""

from __future__ import annotations

from hashlib import sha256

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sluitend.apps.coding import actions, queries
from sluitend.apps.coding.models import Fragment
from sluitend.apps.coding.spans import check_span, surroundings, verified
from sluitend.apps.people.models import User
from sluitend.apps.sources.models import SourceVersion
from sluitend.errors import InputError
from sluitend.web.wording import sentence
from tests.coding.conftest import MakeVersion

# Letters, white space, an emoji of five code points, combining accents, a script from right to left.
PIECES = ["a", "é", " ", "\n", "\u00a0", "\u2028", "👩‍👧‍👦", "🙂", "e\u0301", "\u0301", "שלום", "ﬁ", "“", "'"]
texts = st.lists(st.sampled_from(PIECES), min_size=1, max_size=40).map("".join)
spans = st.tuples(st.integers(-3, 60), st.integers(-3, 60))


@given(text=texts, span=spans)
def test_a_span_is_taken_exactly_when_it_is_a_passage(text: str, span: tuple[int, int]) -> None:
    start, end = span
    passage = [text[at] for at in range(start, end) if 0 <= at < len(text)]
    is_passage = len(passage) == end - start and any(not one.isspace() for one in passage)

    assert _is_taken(text, start, end) == is_passage


def _is_taken(text: str, start: int, end: int) -> bool:
    try:
        check_span(text, start, end)
    except InputError:
        return False
    return True


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40, deadline=None)
@given(text=texts.filter(lambda text: not text.isspace()), data=st.data())
def test_the_quote_is_the_passage_to_the_code_point(
    researcher: User, version: SourceVersion, text: str, data: st.DataObject
) -> None:
    Fragment.objects.all().delete()
    SourceVersion.objects.filter(pk=version.pk).update(text=text, length=len(text))
    version.refresh_from_db()
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    if "".join(list(text)[start:end]).isspace():
        return

    fragment = actions.ensure_fragment(actor=researcher, version=version, start=start, end=end)

    expected = "".join(list(text)[start:end])
    assert queries.quote(fragment) == expected
    assert fragment.quote_sha256 == sha256(expected.encode()).hexdigest()


@given(text=texts, start=st.integers(0, 20), length=st.integers(1, 20), width=st.integers(1, 10))
def test_surroundings_are_cut_from_the_text(text: str, start: int, length: int, width: int) -> None:
    end = min(start + length, len(text))
    start = min(start, end)

    before, after = surroundings(text, start, end, width)

    assert text[:start].endswith(before.removeprefix("…"))
    assert text[end:].startswith(after.removesuffix("…"))
    assert len(before) <= width + 1
    assert len(after) <= width + 1


def test_surroundings_do_not_begin_in_a_word() -> None:
    text = "Voorheen waren wachttijden lang. Nu niet meer, volgens iedereen."
    start = text.index("Nu")

    assert surroundings(text, start, start + 2, 16) == ("… lang. ", " niet meer, …")


def test_a_changed_text_is_no_evidence(researcher: User, version: SourceVersion) -> None:
    fragment = actions.ensure_fragment(actor=researcher, version=version, start=3, end=12)
    SourceVersion.objects.filter(pk=version.pk).update(text="X" + (version.text or "")[1:].replace("wacht", "Wacht"))

    with pytest.raises(InputError) as error:
        queries.quote(Fragment.objects.get(pk=fragment.pk))

    assert sentence(error.value) == (
        "De tekst van dit fragment is niet meer de tekst die gekozen is en kan dus geen bewijs zijn. "
        "Vraag de beheerder van de installatie om een reservekopie terug te zetten."
    )


def test_verified_compares_the_words_not_the_place() -> None:
    digest = sha256(b"wacht").hexdigest()

    assert verified("lang wacht", 5, 10, digest) == "wacht"
    with pytest.raises(InputError):
        verified("lang wacht", 4, 9, digest)


def test_a_span_at_the_very_end(researcher: User, make_version: MakeVersion) -> None:
    version = make_version("Kort 🙂")

    assert queries.quote(actions.ensure_fragment(actor=researcher, version=version, start=5, end=6)) == "🙂"
