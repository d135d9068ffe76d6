"""Events: the accounts that several passages give of one event, found and kept side by side."""
