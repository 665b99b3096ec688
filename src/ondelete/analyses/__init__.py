"""Questions about a schema, one per file; each answer is a frozen value that any format can print."""
