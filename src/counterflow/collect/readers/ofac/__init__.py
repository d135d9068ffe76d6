"""OFAC's lists in every format that it publishes."""
