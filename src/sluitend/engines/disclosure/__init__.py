"""Disclosure: what in a table points at a person, and what may be told of small numbers.

Register data are pseudonymised here, never anonymous: `columns` recognises what identifies, `keying` and `coarsening`
take it out, `uniqueness` says what risk is left, and `tables` protects counts that leave the analysis team.
"""
