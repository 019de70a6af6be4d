"""A template from an evaluation: its design, renumbered and without names of persons, organisations and places.

What a template must say and the evaluation does not, becomes "in te vullen: …"; what does not fit is left out and told.
"""

from __future__ import annotations

from typing import Any

NAME = 120
FILL = "in te vullen: "
Content = dict[str, Any]
