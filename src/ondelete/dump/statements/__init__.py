"""Statements: cut out of a stream of bytes, with the text of their parts."""
