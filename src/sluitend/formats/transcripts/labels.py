"""What stands before a colon: somebody who speaks, or the heading of a paragraph?

The words are those of Dutch (and English) interviews and reports. A label that is in neither list must recur.
"""

from __future__ import annotations

import re

# A label is short: names with a title and a function between brackets stay below this.
LABEL = r"[^\W\d_][^:|\[\]#<>\n]{0,69}?"
_MOST_WORDS = 7

_ROLES = (
    "interviewer|onderzoeker|respondent|ge[iï]nterviewde|deelnemer|deelneemster|moderator|gespreksleider|"
    "gespreksleidster|spreker|speaker|participant|interviewee|informant|vragensteller|cliënt|client|ouder|moeder|"
    "vader|jongere|jeugdige|consulent|jeugdbeschermer|medewerker|professional|observator|sprecher|persoon|"
    "vrouw|man|onbekend|allen|voorzitter|wethouder|beleidsmedewerker|gezinsvoogd|leerkracht|facilitator"
)
_NUMBERED = r"(?:[ _-]?(?:\d{1,2}|[A-Z]))?(?:[ ]\([^()]{1,40}\))?"
_KNOWN = re.compile(rf"(?:{_ROLES}){_NUMBERED}|speaker undefined", re.IGNORECASE)
_MACHINE = re.compile(r"SPEAKER_\d{1,3}|(?:Speaker|Spreker|Sprecher) (?:\d{1,2}|[A-Z])|Speaker undefined")
# I1, R2, B3: interviewer, respondent, the German Befragte; P(articipant), D(eelnemer), G(eïnterviewde), M(oderator).
_LETTER = re.compile(r"[A-Z]|Int|Resp", re.IGNORECASE)
_LETTER_AND_NUMBER = re.compile(r"(?:Int|Resp|[IRBPDGMSVAKO])[ .]?\d{1,2}(?: \([^()]{1,40}\))?", re.IGNORECASE)
_ASKS = re.compile(
    rf"(?:interviewer|onderzoeker|moderator|gespreksleider|gespreksleidster|vragensteller|facilitator){_NUMBERED}|"
    r"[IVQ]|(?:I|Int)[ .]?\d{0,2}",
    re.IGNORECASE,
)
# Bare letters are also answers to choose from, so they count only in this company.
_PAIRS = ({"v", "a"}, {"q", "a"})

# Headings of paragraphs, fields of a form, and words with which somebody begins a sentence.
_NO_SPEAKER = re.compile(
    r"(?:let op|conclusies?|vra(?:ag|gen)|antwoord(?:en)?|stelling|besluit(?:en)?|acties?|actiepunt(?:en)?|doel(?:en)?|"
    r"toelichting|aanwezig(?:en)?|afwezig(?:en)?|afgemeld|datum|tijd|tijdstip|plaats|locatie|onderwerp|betreft|aan|"
    r"van|cc|bijlagen?|nb|n\.b|ps|bron(?:nen)?|noot|opmerking(?:en)?|voorbeeld(?:en)?|stap|fase|artikel|hoofdstuk|"
    r"paragraaf|figuur|tabel|thema|onderdeel|punt|agenda|agendapunt|rondvraag|opening|sluiting|mededelingen|notulen|"
    r"verslag|duur|functie|naam|titel|organisatie|gemeente|telefoon|e-?mail|adres|website|kenmerk|versie|status|"
    r"aanleiding|achtergrond|samenvatting|samengevat|kortom|resultaat|resultaten|aanbeveling(?:en)?|bevinding(?:en)?|"
    r"risico(?:'?s)?|voordelen|nadelen|kosten|uitleg|definitie|inhoud|inleiding|methode|reden|situatie|gevolg|"
    r"oplossing|probleem|advies|reactie|note|warning|question|answer|kernpunten|vervolg|afspra(?:ak|ken)|"
    r"eigenaar|verantwoordelijk(?:e)?|deadline|wie|wat|waar|wanneer|waarom|hoe|welke|ja|nee|nou|dus|maar|en|want|"
    r"bijvoorbeeld|nogmaals|ten eerste|ten tweede|ten derde|tot slot|namelijk|kijk|https?)[ ]?[\d.]*[a-z]?",
    re.IGNORECASE,
)
_PARTICLE = re.compile(
    r"de|den|der|van|het|'t|te|ten|ter|tot|op|aan|in|d'|l'|la|le|el|al|bin|ben|von|zu|di|da|du|dos|y|e|en|"
    r"mw|mevr|mevrouw|dhr|hr|heer|drs|dr|mr|ir|prof",
    re.IGNORECASE,
)
_BRACKETS = re.compile(r"\s*\([^()]*\)\s*$")
_ABBREVIATION = re.compile(r"(?:[A-Z]|[A-Za-z]{2,4})\.")


def key(label: str) -> str:
    """The same for all spellings of one label."""
    return " ".join(label.split()).strip(" .-").casefold()


def is_known(label: str) -> bool:
    """A word that stands for somebody in a conversation: "Interviewer", "Moeder A", "R1", "SPEAKER_00"."""
    return bool(_KNOWN.fullmatch(label) or _MACHINE.fullmatch(label) or _LETTER_AND_NUMBER.fullmatch(label))


def asks(label: str) -> bool:
    """Whether it stands for who asks the questions."""
    return bool(_ASKS.fullmatch(label.strip()))


def is_machine(label: str) -> bool:
    """A label as speech recognition gives it, which stands on a line without a colon."""
    return bool(_MACHINE.fullmatch(label))


def is_letter(label: str) -> bool:
    """A single letter, or its usual abbreviation."""
    return bool(_LETTER.fullmatch(label))


def letters_speak(found: set[str]) -> bool:
    """Whether bare letters stand for speakers: there is an interviewer, or questions and answers (keys)."""
    return bool(found & {"i", "int"}) or any(pair <= found for pair in _PAIRS)


def is_possible(label: str) -> bool:
    """Whether it could stand for a speaker at all: short, no sentence, no heading of a paragraph."""
    words = label.split()
    if not words or len(words) > _MOST_WORDS or _NO_SPEAKER.fullmatch(label.strip()):
        return False
    if any(mark in label for mark in '!?;"“”…=/\\') or label.count(",") > 1:
        return False
    return all(_ABBREVIATION.fullmatch(word) for word in words if word.endswith("."))


def is_name(label: str) -> bool:
    """The shape of a name or a function: capitals with particles, or a word with one word behind it."""
    words = _BRACKETS.sub("", label).replace(",", " ").split()
    if not words or not words[0][0].isupper():
        return False
    loose = [word for word in words[1:] if not (word[0].isupper() or word[0].isdigit() or _is_particle(word))]
    return not loose or len(words) == 2


def _is_particle(word: str) -> bool:
    return bool(_PARTICLE.fullmatch(word.rstrip(".")))
