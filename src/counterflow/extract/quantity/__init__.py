"""Quantities: numbers, amounts, bounds, rates and units."""
