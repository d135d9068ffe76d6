"""The queue of what a person should look at: what is unsure, in order of what an answer would change."""
