"""Which of several accounts of a question holds: hypotheses as rows, weighed by evidence whose copies count once."""
