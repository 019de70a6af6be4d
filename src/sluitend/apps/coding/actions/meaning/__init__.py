"""Reading texts for their meaning: vectors that go with their words."""
