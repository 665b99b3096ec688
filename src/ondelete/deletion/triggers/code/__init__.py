"""What one function, or one rule, does for one event."""
