"""Values for the rows of a witness: what a table wants of them, and which ones satisfy it."""
