"""What the rules look at, as plain rows: each part is read in a fixed number of queries."""
