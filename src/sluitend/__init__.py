"""Sluitend: evaluate and improve cooperation in youth care."""

__version__ = "0.1.0"
