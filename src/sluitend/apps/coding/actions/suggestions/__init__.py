"""Learning suggestions, and deciding about them."""
