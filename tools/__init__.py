"""What builds, checks and measures the product; nothing in here ships with it."""
