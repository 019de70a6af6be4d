"""Asking coded texts: what was said about something, by whom, and what else was said there.

`query.found` answers a question with places in texts; `tables` counts who is behind them.
"""
