"""What a DELETE can do, told from the schema alone."""
