"""weigh: who repeats whom, what is asserted, and how sure it is."""
