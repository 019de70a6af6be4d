"""Ways by which withdrawn words could stay or come back: stale forms, older texts, other labels, older backups."""

from __future__ import annotations

from datetime import timedelta
from hashlib import sha256

import pytest
from django.utils import timezone

from sluitend.apps.coding.models import Fragment
from sluitend.apps.fieldwork import actions, ledger
from sluitend.apps.fieldwork.models import DestructionStatement, Respondent
from sluitend.apps.people.models import User
from sluitend.apps.sources import actions as sources
from sluitend.apps.sources import queries, seals
from sluitend.apps.sources.actions import SpeakerChange
from sluitend.apps.sources.models import ListedName, NameProposal, Source, SourceVersion
from sluitend.errors import InputError
from sluitend.formats.documents import Turn
from sluitend.web.wording import sentence
from tests.fieldwork.conftest import ALONE, GROUP, NAME, AddSource, consent, release

pytestmark = pytest.mark.django_db


def withdraw(user: User, respondent: Respondent) -> DestructionStatement:
    return actions.withdraw(actor=user, respondent=respondent, asked_on=timezone.localdate())


def newer(user: User, source: Source, old: str, new: str, *, labels: list[str] | None = None) -> SourceVersion:
    """A corrected text, with the turns where they were; with `labels` as when it was read from a file."""
    last = source.versions.order_by("-number")[0]
    text = queries.version_text(last).replace(old, new)
    assert len(old) == len(new)
    return sources.publish_version(
        actor=user,
        source=source,
        text=text,
        blocks=[],
        kind="corrected",
        reason="proef (fictief)",
        turns=[Turn.from_json(turn) for turn in last.turns],
        labels=labels,
    )


def test_a_text_from_before_the_withdrawal_does_not_come_back(
    leader: User, researcher: User, respondent: Respondent, group: Source
) -> None:
    before = group.versions.get().text
    withdraw(leader, respondent)

    with pytest.raises(InputError) as told:
        sources.correct_text(actor=researcher, source=group, text=before.replace("elke week", "iedere week"))

    assert sentence(told.value) == (
        "Sinds u begon zijn woorden in deze tekst ingetrokken. Verbeter de tekst zoals die nu is, en laat "
        "“[ingetrokken]” overal staan."
    )
    now = group.versions.get().text
    draft = sources.correct_text(actor=researcher, source=group, text=now.replace("elke week", "iedere week"))
    assert sources.publish_correction(actor=researcher, correction=draft, kind="corrected", reason="proef").number == 2


def test_a_draft_that_was_kept_during_the_withdrawal_is_no_version(
    leader: User, researcher: User, respondent: Respondent, group: Source
) -> None:
    draft = sources.correct_text(actor=researcher, source=group, text=GROUP.strip().replace("elke", "iedere"))
    withdraw(leader, respondent)
    draft.pk = None
    draft.save()  # as when somebody compared the texts while the withdrawal was going on

    with pytest.raises(InputError, match=r"sources\.withdrawn_words"):
        sources.publish_correction(actor=researcher, correction=draft, kind="corrected", reason="proef")


def test_of_what_was_withdrawn_nobody_keeps_a_draft(
    leader: User, researcher: User, respondent: Respondent, alone: Source
) -> None:
    withdraw(leader, respondent)

    with pytest.raises(InputError, match=r"sources\.withdrawn$"):
        sources.correct_text(actor=researcher, source=Source.objects.get(pk=alone.pk), text=ALONE)


def test_a_form_about_speakers_from_before_the_withdrawal_is_not_saved(
    leader: User, researcher: User, respondent: Respondent, group: Source
) -> None:
    speaker = group.speakers.get(respondent=respondent)
    withdraw(leader, respondent)

    change = SpeakerChange(speaker.revision, role="buurvrouw van de vuurtoren", respondent=respondent)
    with pytest.raises(InputError, match=r"sources\.speakers_changed"):
        sources.change_speakers(actor=researcher, source=group, changes={speaker.number: change})


def test_an_older_text_with_the_words_under_another_label_goes(
    leader: User, researcher: User, respondent: Respondent, group: Source
) -> None:
    """The team says who speaks in the corrected text, where the label is another; the older one has the words too."""
    newer(researcher, group, "Annelies", "Deeln. 1", labels=["Interviewer", "Deeln. 1", "Bram"])
    group.speakers.filter(respondent=respondent).update(respondent=None)
    speaker = next(one for one in group.speakers.all() if seals.label_of(one, group) == "Deeln. 1")
    speaker.respondent = respondent
    speaker.save()

    withdraw(leader, respondent)

    old, new = group.versions.order_by("number")
    assert (old.text, old.destroyed_reason) == (None, "withdrawn")
    words = queries.version_text(new)
    assert "Wij belden elke week" in words
    assert "vuurtoren" not in words


def test_a_label_that_was_said_to_be_the_same_person_goes_too(
    leader: User, researcher: User, respondent: Respondent, group: Source
) -> None:
    speaker = group.speakers.get(respondent=respondent)
    group.speakers.create(number=9, label="Annelies Proef", merged_into=speaker)

    withdraw(leader, respondent)

    assert "Annelies" not in str(list(group.speakers.values_list("label", flat=True)))


def test_names_found_in_withdrawn_words_are_replaced_no_more(
    leader: User, respondent: Respondent, group: Source
) -> None:
    version = group.versions.get()
    for words in ("vuurtoren", "Bram"):
        start = version.text.index(words)
        NameProposal.objects.create(
            version=version, start=start, end=start + len(words), kind="person", found_by="person", state="accepted"
        )

    withdraw(leader, respondent)

    assert [version.text[row.start : row.end] for row in version.name_proposals.all()] == ["Bram"]


def test_a_name_that_stands_on_the_list_as_nobodys_goes_too(
    leader: User, researcher: User, respondent: Respondent, group: Source
) -> None:
    key = respondent.evaluation
    listed = [
        sources.add_name(actor=researcher, evaluation=key, kind="person", forms=forms)
        for forms in (["mevrouw Annelies", "Annelies"], [NAME], ["Bram"])
    ]

    withdraw(leader, respondent)

    left = [seals.open_forms(key, ListedName.objects.get(pk=entry.pk).sealed_forms) for entry in listed]
    assert left == [[], [], ["Bram"]]


def test_somebody_who_took_a_thousand_turns_can_withdraw(
    leader: User, add: AddSource, researcher: User, respondent: Respondent
) -> None:
    source = add(
        "".join(f"Annelies: Dit was beurt {at} van mij.\n\nBram: En dit was de mijne.\n\n" for at in range(600))
    )
    speaker = next(one for one in source.speakers.all() if seals.label_of(one, source) == "Annelies")
    speaker.respondent = respondent
    speaker.save()
    sources.set_ground(actor=researcher, source=source, kind="other", reason="proef (fictief)")
    release(researcher, source)
    version = source.versions.get()
    for number, words in enumerate(("beurt 599 van", "de mijne.\n\nAnnelies: Dit was beurt 7 ", "En dit was"), 1):
        start = version.text.index(words)
        Fragment.objects.create(
            evaluation=source.evaluation,
            number=number,
            version=version,
            start=start,
            end=start + len(words),
            quote_sha256=sha256(words.encode()).hexdigest(),
            created_by=researcher,
        )

    withdraw(leader, respondent)

    assert list(version.fragments.filter(withdrawn_at=None).values_list("number", flat=True)) == [3]
    assert "van mij" not in source.versions.get().text


def replayed_on(statement: DestructionStatement) -> None:
    """As on a database that does not know of this destruction."""
    statement.delete()
    assert actions.replay() == 1


def test_a_backup_in_which_an_older_text_was_not_yet_destroyed_forgets_that_too(
    leader: User, researcher: User, respondent: Respondent, group: Source
) -> None:
    newer(researcher, group, "elke week", "elke dag.")
    sources.release_version(actor=researcher, version=group.versions.get(number=2), ground="no_personal_data")
    first = group.versions.get(number=1)
    words = first.text
    sources.destroy_text(actor=leader, version=first, reason="corrected")
    statement = withdraw(leader, respondent)
    SourceVersion.objects.filter(pk=first.pk).update(
        text=words, destroyed_at=None, destroyed_by=None, destroyed_reason=""
    )

    replayed_on(statement)

    assert group.versions.get(number=1).text is None


def test_a_source_of_which_the_first_text_was_gone_is_emptied_again(
    leader: User, researcher: User, respondent: Respondent, alone: Source
) -> None:
    newer(researcher, alone, "zeven weken", "negen weken")
    sources.release_version(actor=researcher, version=alone.versions.get(number=2), ground="no_personal_data")
    sources.destroy_text(actor=leader, version=alone.versions.get(number=1), reason="corrected")
    key, second = Source.objects.get(pk=alone.pk).wrapped_key, alone.versions.get(number=2)
    statement = withdraw(leader, respondent)
    Source.objects.filter(pk=alone.pk).update(title="Gesprek met Wietske (fictief)", wrapped_key=key, withdrawn_at=None)
    second.save()  # as it was

    replayed_on(statement)

    source = Source.objects.get(pk=alone.pk)
    assert (source.title, source.withdrawn_at is not None) == ("–", True)
    assert source.versions.get(number=2).text is None


def test_what_fails_for_one_does_not_keep_others_past_their_date(
    leader: User, researcher: User, respondent: Respondent, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = actions.add_respondent(actor=researcher, evaluation=respondent.evaluation)
    today = timezone.localdate()
    for one in (respondent, other):
        consent(researcher, one, until=today)
    written = ledger.add

    def broken(entry: ledger.Entry) -> None:
        if entry.respondent == str(respondent.uid):
            raise RuntimeError
        written(entry)

    monkeypatch.setattr(ledger, "add", broken)

    assert actions.destroy_expired(today + timedelta(days=1)) == 1

    other.refresh_from_db()
    respondent.refresh_from_db()
    assert (other.emptied_at is not None, respondent.emptied_at) == (True, None)
