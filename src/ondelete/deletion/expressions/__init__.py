"""Possible values of an expression over a row that is partly known."""
