"""Switzerland's list."""
