"""Learning: what figures that return every period, or from many places, say and do not say."""
