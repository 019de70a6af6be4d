"""Rules about who is quoted: as what, with whose consent, and how often."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from sluitend.apps.reporting.checker.reading.passages import FragmentRow
from sluitend.apps.reporting.checker.rule import Found, Rule, Severity, Standard
from sluitend.apps.reporting.checker.rules.quotes import found
from sluitend.apps.reporting.checker.rules.standards import AVG, COREQ
from sluitend.apps.reporting.checker.world import World
from sluitend.apps.sources.models import Quoting

MOST_OF_ONE = 0.25  # of the quotes of persons, by one participant
ENOUGH_TO_COUNT = 8  # quotes; with fewer, one participant soon has a quarter


def _as_own_words(world: World) -> Iterator[Found]:
    """What stands alone is set as a paraphrase by itself; only the author's own quotation marks make it a quote."""
    between = {number for _section, look in world.looks for number in look.between_marks}
    for fragment in world.quotes:
        source = world.source_of(fragment)
        if fragment.number in between and source.quoting is Quoting.PARAPHRASE:
            message = _(
                "Between quotation marks in the report, but %(source)s is a paraphrase: nobody said it in these words."
            )
            yield found(world, fragment, message, source=source.label)


def _without_participant(world: World) -> Iterator[Found]:
    for fragment in _of_persons(world):
        if not participants_of(world, fragment):
            message = _("Quoted in the report, but of %(source)s it is not known which respondent says this.")
            yield found(world, fragment, message, source=world.source_of(fragment).label)


def _of_persons(world: World) -> Iterator[FragmentRow]:
    return (one for one in world.quotes if world.source_of(one).is_from_persons and not one.withdrawn)


def participants_of(world: World, fragment: FragmentRow) -> frozenset[int]:
    """Ids of the respondents who say it; where no turn tells, those of the whole source."""
    said = frozenset(one.respondent for one in world.speaking.get(fragment.id, ()) if one.respondent)
    return said or world.participants.get(fragment.source_id, frozenset())


def _without_consent(world: World) -> Iterator[Found]:
    for fragment in _of_persons(world):
        if fragment.id in world.refused:
            yield found(world, fragment, _("Quoted in the report, but who says this did not agree to being quoted."))
        elif participants_of(world, fragment) & world.lapsed:
            yield found(world, fragment, _("Quoted in the report, but there is no valid consent of who says this."))


def _telling(world: World) -> Iterator[Found]:
    listed = _("Quoted in the report, with a name in it that stands on the list of names.")
    other = _("Quoted in the report, with a number, an address or a date of birth in it that points at a person.")
    for fragment in world.quotes:
        if fragment.id in world.telling:
            yield found(world, fragment, listed if world.telling[fragment.id] else other)


def _one_voice(world: World) -> Iterator[Found]:
    """A participant is a respondent, else the speaker in a source, else the source."""
    quotes = [one for one in _of_persons(world) if world.source_of(one).quoting is Quoting.VERBATIM]
    counted: Counter[str] = Counter(_who(world, one) for one in quotes)
    for who, count in sorted(counted.items()):
        if len(quotes) >= ENOUGH_TO_COUNT and count > MOST_OF_ONE * len(quotes):
            first = next(one for one in quotes if _who(world, one) == who)
            source = world.source_of(first)
            message = _("%(count)s of the %(total)s quotes are of one participant.")
            data = {"count": count, "total": len(quotes)}
            yield Found(
                source.label, world.url("sources:source", source.number), message, data, key=f"{source.label} {who}"
            )


def _who(world: World, fragment: FragmentRow) -> str:
    speakers = world.speaking.get(fragment.id, ())
    known = participants_of(world, fragment)
    if len(known) == 1:
        return f"respondent-{min(known)}"
    source = world.source_of(fragment).label
    return f"{source}-{speakers[0].number}" if speakers else source


AS_OWN_WORDS = Rule(
    code="F05",
    severity=Severity.ERROR,
    title=_("Paraphrase given as a quote"),
    why=_("A report of a conversation is in the words of who wrote it. Quotation marks say that somebody spoke so."),
    standard=(Standard(COREQ, "29"),),
    how_to_mend=_("Take the quotation marks away: the reference names the approved report by itself."),
    check=_as_own_words,
)
WITHOUT_PARTICIPANT = Rule(
    code="F06",
    severity=Severity.WARNING,
    title=_("Quote of nobody in particular"),
    why=_("Every quote carries the number of who says it, so that a reader sees whether the same few are quoted."),
    standard=(Standard(COREQ, "29"),),
    how_to_mend=_("Tie the speaker to a respondent, or name the respondents with the ground of the source."),
    check=_without_participant,
)
WITHOUT_CONSENT = Rule(
    code="F07",
    severity=Severity.ERROR,
    title=_("Quote without consent"),
    why=_("Somebody's words are quoted only when that person agreed to it, and has not taken that back."),
    standard=(Standard(AVG, "art. 6.1"), Standard(AVG, "art. 7.3")),
    how_to_mend=_("Say it in your own words, or record the consent with the respondent."),
    check=_without_consent,
)
TELLING = Rule(
    code="F08",
    severity=Severity.ERROR,
    title=_("Quote that points at a person"),
    why=_("A name, a number or an address in a quote makes the speaker or somebody else recognisable."),
    standard=(Standard(AVG, "art. 5.1(c)"),),
    how_to_mend=_(
        "Correct the text so that the name is out of it, and place the passage again; or choose another quote."
    ),
    check=_telling,
)
ONE_VOICE = Rule(
    code="F09",
    severity=Severity.WARNING,
    title=_("One participant quoted very often"),
    why=_("Quotes of different participants show that a finding is shared. One who tells well is still one."),
    standard=(Standard(COREQ, "29"),),
    how_to_mend=_("Choose quotes of others too, or leave some out."),
    check=_one_voice,
)

RULES = (AS_OWN_WORDS, WITHOUT_PARTICIPANT, WITHOUT_CONSENT, TELLING, ONE_VOICE)
