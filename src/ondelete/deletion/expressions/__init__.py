"""What an expression can be over a row that is known in part."""
