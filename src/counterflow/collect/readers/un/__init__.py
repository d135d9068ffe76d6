"""The Security Council's list."""
