"""Grammar: who stands in which function to a word, whichever way the sentence says it."""
