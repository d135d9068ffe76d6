"""Change points: a search for steps, and a threshold from the series' own null."""
