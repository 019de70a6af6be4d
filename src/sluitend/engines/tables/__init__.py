"""Small tables beside event logs: what their cells mean, and what is wrong with their rows."""
