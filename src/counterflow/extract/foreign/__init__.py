"""Languages other than English: names, dates and amounts by their form; relations are not read."""
