"""Open answers of a questionnaire: from a table of which a person says what its columns hold, to one source."""
