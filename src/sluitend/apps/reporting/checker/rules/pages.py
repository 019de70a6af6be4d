"""Pages of this room on which several rules are mended."""

ACCOUNT = "reporting:statements"
REMARKS = "reporting:remarks"
