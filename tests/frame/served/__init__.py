"""The product with one more kind of work, slow enough to be killed in the middle."""
