"""Code that runs once, on an empty database: DO blocks, and functions that a statement calls."""
