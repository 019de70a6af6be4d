"""Three years of events of the fictitious region; see docs/developer/planted_events.md."""
