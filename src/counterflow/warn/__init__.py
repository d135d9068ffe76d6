"""Warn: what changed in a series, what comes next, and how good such forecasts were."""
