"""GLEIF's register of legal entities."""
