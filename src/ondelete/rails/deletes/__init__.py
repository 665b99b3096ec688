"""What ``destroy`` and ``delete`` of a model do: the option ``dependent:`` meets ON DELETE."""
