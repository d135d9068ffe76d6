"""Planning: measures under a budget, beside a solver."""
