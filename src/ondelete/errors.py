"""The errors that users see: each says what is wrong and what to do about it."""

from __future__ import annotations


class OndeleteError(Exception):
    """Base of every error that ends a run with exit status 2; ``str(error)`` is the message for the user."""


class UnreadableSchema(OndeleteError):
    """A schema file that cannot be read: missing, no SQL dump, cut off, wrongly encoded.

    Args:
        path: the file as the user named it (``-`` is standard input).
        reason: what is wrong, and what to do, in one or two sentences.
        line: 1-based line of the mistake, if it is known.
    """

    def __init__(self, path: str, reason: str, line: int | None = None) -> None:
        self.path, self.reason, self.line = path, reason, line
        super().__init__(f"{path}:{line}: {reason}" if line else f"{path}: {reason}")


class UnreadableRevision(OndeleteError):
    """A git revision, or a file of one, that cannot be read; the message says why, and what to do."""


class NoSuchTable(OndeleteError):
    """A table name that the schema does not define, defines several times, or uses for something else.

    Args:
        name: the name as the user typed it.
        reason: why it names no table ("is a view", "is ambiguous: a.t, b.t").
        did_you_mean: names that are close, best first.
    """

    def __init__(self, name: str, reason: str, did_you_mean: tuple[str, ...] = ()) -> None:
        self.name, self.reason, self.did_you_mean = name, reason, did_you_mean
        hint = f" Did you mean {', '.join(did_you_mean)}?" if did_you_mean else ""
        super().__init__(f"{name}: {reason}.{hint}")


class BadConfig(OndeleteError):
    """A configuration file or option that cannot be used; the message names it."""


class CannotDraw(OndeleteError):
    """A picture that cannot be drawn on this machine; the message says what to install."""
