"""Keeping the index of words in step with the texts."""
