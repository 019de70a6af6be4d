"""Pages of this room on which several rules are mended."""

ACCOUNT = "reporting:report"
REMARKS = "reporting:report"
