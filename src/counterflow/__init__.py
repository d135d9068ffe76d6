"""Counterflow measures an illicit network and finds what to restrict."""
