"""Text in, canonical text out; knows no table."""
