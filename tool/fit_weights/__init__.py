"""Fits `src/counterflow/compare/weights.toml` on labelled pairs; `__main__` says on which."""
