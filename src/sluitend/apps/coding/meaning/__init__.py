"""Searching by meaning: vectors of passages, kept in step with the texts, and asked for what is nearest."""
