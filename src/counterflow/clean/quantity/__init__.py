"""Quantities as texts write them: numbers, units, ranges, bounds, rates; and how two of them stand to each other."""
