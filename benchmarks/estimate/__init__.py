"""Measurements of `estimate`, beside peers."""
