"""Files to text, tables and cells with positions. Knows nothing of the domain."""
