"""The audit log: hash-chained, append-only, verified from the entries themselves."""
