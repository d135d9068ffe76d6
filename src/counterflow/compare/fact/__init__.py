"""What is known of a party beyond its names: analysed into numbers once, compared in well under a microsecond."""

from counterflow.compare.fact.facts import Facts

__all__ = ["Facts"]
