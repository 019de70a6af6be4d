"""From what coders marked to how far they agree, and where they differ: pure, without rows of a database."""
