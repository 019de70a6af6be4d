"""The chain engine on generated logs, beside what the database itself needs and beside pm4py where it is installed."""
