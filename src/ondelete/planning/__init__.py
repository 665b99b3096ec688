"""From "this row cannot be deleted" to the change that mends it."""
