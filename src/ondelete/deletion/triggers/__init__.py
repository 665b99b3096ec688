"""Triggers and rules: what their code does, and what follows from it."""
