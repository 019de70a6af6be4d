from __future__ import annotations

import pytest
from django.utils.translation import ngettext_lazy, override

from sluitend.errors import InputError
from sluitend.formats.documents import codes, refusals
from sluitend.web import wording


@pytest.fixture
def own_sentences(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wording, "_sentences", {})


@pytest.mark.usefixtures("own_sentences")
def test_sentence_says_what_and_where() -> None:
    wording.register({"test.bad": "Row %(where)s holds “%(value)s”."})

    said = wording.sentence(InputError("test.bad", where="12", value="x%y"))

    assert said == "Row 12 holds “x%y”."


@pytest.mark.usefixtures("own_sentences")
def test_sentence_counts() -> None:
    wording.register({"test.files": ngettext_lazy("%(count)s file.", "%(count)s files.", "count")})

    with override("en"):
        assert wording.sentence(InputError("test.files", count=1)) == "1 file."
        assert wording.sentence(InputError("test.files", count=2)) == "2 files."


@pytest.mark.usefixtures("own_sentences")
def test_unknown_code_is_loud_while_testing() -> None:
    with pytest.raises(KeyError):
        wording.sentence(InputError("test.unheard"))


@pytest.mark.usefixtures("own_sentences")
def test_unknown_code_and_lacking_data_get_the_general_sentence_in_use(settings) -> None:
    settings.SLUITEND_TESTING = False
    wording.register({"test.bad": "It holds “%(value)s”."})
    general = "Dit is niet gelukt. Ga terug, controleer wat u hebt ingevuld en probeer het opnieuw."

    assert wording.sentence(InputError("test.unheard")) == general
    assert wording.sentence(InputError("test.bad")) == general


@pytest.mark.usefixtures("own_sentences")
def test_two_sentences_for_one_code_are_refused() -> None:
    wording.register({"test.bad": "This."})

    with pytest.raises(ValueError, match=r"test\.bad"):
        wording.register({"test.bad": "That."})


def test_refusals_of_documents_are_said_in_dutch() -> None:
    said = wording.sentence(InputError(codes.ENCRYPTED))

    assert said == "Dit document is beveiligd met een wachtwoord. Sla een kopie zonder wachtwoord op en kies die kopie."


@pytest.mark.parametrize("code", sorted(refusals.SENTENCES))
def test_every_refusal_of_documents_is_translated(code: str) -> None:
    with override("nl"):
        assert str(wording.registered()[code]) != refusals.SENTENCES[code]
