"""Decisions on hits: what was seen, who decided, who approved, what need not be decided again, and the way back."""
