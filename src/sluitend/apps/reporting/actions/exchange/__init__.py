"""Bringing in and out what other tools make, and what waits for a released text."""
