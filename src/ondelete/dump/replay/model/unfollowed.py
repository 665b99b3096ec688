"""What a server runs and this program does not follow, by the words in it."""

from __future__ import annotations

import re

_WORD = re.compile(r"\w++")


class Unfollowed:
    """The texts of commands and statements that are not followed: each may have changed what it names.

    Their words are kept, not their texts: thousands of them are asked for thousands of tables.

    Attributes:
        is_recent: one was noted since somebody has set this to False.
    """

    def __init__(self) -> None:
        self.is_recent = False
        self._words: set[str] = set()
        self._any = self._any_command = False

    def __bool__(self) -> bool:
        return self._any

    def append(self, text: str) -> None:
        """Note a text."""
        self._any = self.is_recent = True
        self._any_command = self._any_command or text.startswith("\\")
        self._words.update(_WORD.findall(text.lower()))

    def may_change(self, name: str) -> bool:
        """Return whether one of them may have changed a table of that name: it names it, or is a command of psql."""
        if self._any_command or not self._any:
            return self._any_command
        return _WORD.fullmatch(name) is None or name.lower() in self._words
