"""Who reads codings, memos or what came of them is known by name: each goes by blindness, or says why it need not.

A module that is not in the list fails, so that nobody reads past ``coding.queries.blindness`` without having thought of
coders who may not see each other's work.
"""

from __future__ import annotations

import re
from pathlib import Path

APPS = Path(__file__).parents[3] / "src" / "sluitend" / "apps"
READS = re.compile(
    r"\b(?:Coding|Memo|Fragment|ConsensusDecision|Suggestion|SuggestionDecision|CodingStep|Change|ToPlace)"
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
    "coding/actions/reopening.py": "counts the decisions of a round that is closed",
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
    "reporting/exchange/wordless.py": "beside memos that go along, which were chosen by it",
    "reporting/queries/withdrawn.py": "fragments that files hold already",
}


def test_every_reader_is_known() -> None:
    found = {str(path.relative_to(APPS)): path.read_text("utf-8") for path in sorted(APPS.rglob("*.py"))}
    readers = {name: text for name, text in found.items() if READS.search(text) and "/migrations/" not in name}
    past = {name for name, text in readers.items() if not GOES_BY.search(text)}

    assert len(readers) > 20
    assert past == set(ALLOWED)
