"""What one DELETE does to given rows, step by step as PostgreSQL does it."""
