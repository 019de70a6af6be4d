"""The analyses: every module here is one, by its `ANALYSIS`; adding one touches no other file.

An entry is written in Dutch, since what it says (titles, help, sentences) goes into reports, which are Dutch.
"""
