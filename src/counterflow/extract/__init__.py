"""extract: documents become mentions, frames and quantities, each with its exact span."""
