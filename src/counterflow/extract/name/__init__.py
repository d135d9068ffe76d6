"""Names: what a text calls by name, its exact span and its type."""
