"""Full-text search over the passages of released texts: what is asked, the index behind one port, and keeping it."""
