"""Who says a passage, by loops over plain objects: what the twins of breakdown and coverage share.

From the issue and the guides: in a group everybody who speaks counts, who asks the questions does not, and a label that
is another one's is that one. What is not known of a speaker is as it is of the person, else of the text. A text in
which nobody is told apart is one voice: that of the person when exactly one is named. A document is nobody's voice.
"""

from __future__ import annotations

from dataclasses import dataclass

from tests.twins.world import Label, Passage, Person, Text, Where, World


@dataclass(frozen=True)
class Voice:
    who: str
    is_person: bool
    group: int | None
    level: str
    place: int | None
    organisation: int | None
    phase: int | None


def saying(world: World, passage: Passage) -> list[Voice]:
    """Everybody who says something of it, each once; nobody when the words are gone."""
    if passage.gone or passage.text.gone:
        return []
    if not passage.text.labels:
        return [of_text(passage.text)]
    found: list[Voice] = []
    for start, end, place in passage.text.turns:
        if end <= passage.start or start >= passage.end:
            continue
        voice = of_label(world, passage.text, place)
        if voice is not None and voice not in found:
            found.append(voice)
    return found


def heard(world: World, text: Text) -> list[Voice]:
    """Everybody who can be heard in a text that was released."""
    if not text.released or text.gone:
        return []
    if not text.labels:
        return [of_text(text)]
    found: list[Voice] = []
    for place in range(len(text.labels)):
        voice = of_label(world, text, place)
        if voice is not None and voice not in found:
            found.append(voice)
    return found


def of_label(world: World, text: Text, place: int) -> Voice | None:
    """None: nobody who answers, or somebody who withdrew."""
    place = root(text, place)
    label = text.labels[place]
    if label.asks or label.gone:
        return None
    who = f"label {text.number}/{place}"
    known = [label.where]
    for person in world.people:
        if person.number == label.person:
            who = f"person {person.number}"
            known.append(person.where)
    return _voice(who, True, [*known, text.where])


def root(text: Text, place: int) -> int:
    """The label that it turned out to be."""
    while text.labels[place].same_as is not None:
        place = text.labels[place].same_as or 0
    return place


def of_text(text: Text) -> Voice:
    """A text in which nobody is told apart."""
    is_person = text.kind != "document"
    who = f"person {text.named[0]}" if is_person and len(text.named) == 1 else f"text {text.number}"
    return _voice(who, is_person, [text.where])


def _voice(who: str, is_person: bool, known: list[Where]) -> Voice:
    group = place = organisation = phase = None
    level = ""
    for where in known:
        group = where.group if group is None else group
        level = level or where.level
        place = where.place if place is None else place
        organisation = where.organisation if organisation is None else organisation
        phase = where.phase if phase is None else phase
    return Voice(who, is_person, group, level, place, organisation, phase)


def withdraw(world: World, person: Person) -> None:
    """What is left when somebody takes back what he or she said: of a text of one nothing, of others' words all."""
    for text in world.texts:
        mine = [place for place in range(len(text.labels)) if text.labels[root(text, place)].person == person.number]
        if mine:
            _go(world, text, mine)
        elif person.number in text.named:
            text.gone = True
        text.named = [number for number in text.named if number != person.number]
    for passage in world.passages:
        passage.gone = passage.gone or passage.text.gone
    person.gone, person.where = True, Where()


def _go(world: World, text: Text, mine: list[int]) -> None:
    others = [one for place, one in enumerate(text.labels) if place not in mine and not one.asks]
    speaks = any(place in mine for _start, _end, place in text.turns)
    if not others or not speaks:  # nobody knows which words are whose
        text.gone = True
        return
    for place in mine:
        text.labels[place] = Label(gone=True)
    before = 0
    for _start, end, place in text.turns:
        for passage in world.passages:  # what stands before a turn is its label, and goes too
            if place in mine and passage.text is text and passage.start < end and passage.end > before:
                passage.gone = True
        before = end
