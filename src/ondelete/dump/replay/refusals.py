"""Why a statement is not replayed."""

from __future__ import annotations


class NotReplayed(Exception):
    """A statement that PostgreSQL would refuse, or that we do not know; the reason is for the user."""


class NotFollowed(NotReplayed):
    """A statement that a server runs, and of which we cannot tell all that it does."""
