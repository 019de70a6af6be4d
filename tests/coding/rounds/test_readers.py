"""Who reads codings, memos or what came of them is known by name: each goes by blindness, or says why it need not.

A module that is not in the list fails, so that nobody reads past ``coding.queries.blindness`` without having thought of
coders who may not see each other's work.
"""

from __future__ import annotations

import re
from pathlib import Path

APPS = Path(__file__).parents[3] / "src" / "sluitend" / "apps"
READS = re.compile(
    r"\b(?:Coding|Memo|Fragment|ConsensusDecision|Suggestion|SuggestionDecision|CodingStep|Change|ToPlace|ExchangeLink)"
    r"\.(?:_default_manager|objects)\b"
    r"|\b(?:codings|memos|fragments)__\w"
    r"|\.(?:codings|memos|fragments)\.(?:all|filter|count|exists|select_related|values|values_list|order_by)\("
)
GOES_BY = re.compile(r"\bblindness\b")

# Read without it, and why that tells nobody what another coder does.
ALLOWED = {
    "coding/actions/changes.py": "writes, of the coder who acts",
    "coding/actions/history.py": "undoes and does again what the coder did",
    "coding/actions/memos.py": "writes, of the author who acts",
    "coding/actions/numbering.py": "chooses a number, and tells nothing but that",
    "coding/actions/telling.py": "writes rows that say where something changed, not what",
    "coding/actions/withdrawing.py": "destroys what somebody withdrew, whoever coded it",
    "coding/actions/meaning/keeping.py": "forgets what was suggested",
    "coding/actions/meaning/starting.py": "forgets what was suggested",
    "coding/actions/meaning/tasks.py": "forgets what was suggested, and what was said of it",
    "coding/queries/blindness.py": "is the rule",
    "coding/queries/passages.py": "looks for the fragments of settled passages",
    "findings/queries/agreements.py": "reads what the judgement of an agreement rests on",
    "findings/queries/voices.py": "reads what findings rest on",
    "reporting/chain/items.py": "words of what the graph holds",
    "reporting/checker/rules/quotes.py": "a mapping of the checker's world, not rows",
    "reporting/checker/rules/sections.py": "a mapping of the checker's world, not rows",
    "reporting/actions/exchange/links.py": "looks whether what a link of a file leads to is here, and tells nobody",
    "reporting/actions/exchange/note_keys.py": "looks beside what a memo of a file stands, and tells nobody",
    "reporting/exchange/wordless.py": "beside memos that go along, which were chosen by it",
    "reporting/queries/withdrawn.py": "fragments that files hold already",
}

OPENS = re.compile(r"from sluitend\.apps\.analyses import [^\n]*\bseals\b")
WAITS = "refuse_who_waits"  # of a result that counted a text which this user codes blind

# Open what results of analyses say without it, and why that tells nobody what another coder did.
OPENING = {
    "analyses/actions/computing.py": "seals what was computed",
    "reporting/actions/archive/results.py": "seals what came from elsewhere",
    "reporting/actions/archive/writing.py": "an archive waits as a whole for who codes blind",
    "reporting/queries/gather_results.py": "what leaves the team, for report and chain: of groups, of no source alone",
}


def _modules() -> dict[str, str]:
    return {str(path.relative_to(APPS)): path.read_text("utf-8") for path in sorted(APPS.rglob("*.py"))}


def test_who_opens_a_result_asks_first_whether_it_waits_for_a_round() -> None:
    opening = {name: text for name, text in _modules().items() if OPENS.search(text)}

    assert {name for name, text in opening.items() if WAITS not in text} == set(OPENING)


def test_every_reader_is_known() -> None:
    found = _modules()
    readers = {name: text for name, text in found.items() if READS.search(text) and "/migrations/" not in name}
    past = {name for name, text in readers.items() if not GOES_BY.search(text)}

    assert len(readers) > 20
    assert past == set(ALLOWED)
