"""Questions to partners: which are worth asking whom, what leaves with one, and what came of it."""
