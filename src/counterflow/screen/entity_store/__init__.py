"""The entity store of an index: every entity whole, who points to whom, and words, filters and facets for a search."""
