"""The computer as a coder of its own: what it learns from people's codings, suggests, and is told about it."""
