"""The ledger: what people said. Append only, hash-chained, never rebuilt."""
