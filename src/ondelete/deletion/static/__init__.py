"""What a DELETE can do, by the schema alone."""
