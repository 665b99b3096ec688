"""Where a finding is, as the programs that show it want it: a path in the repository, or a URI."""

from __future__ import annotations

import re
from pathlib import PurePath
from urllib.parse import quote

_DRIVE = re.compile(r"[A-Za-z]:[\\/]")
# The same pattern by which the reader knows a file at a git revision; a drive letter is none.
_REVISION = re.compile(r"[^:-][^:]*:(?P<path>.+)", re.DOTALL)


def repository_path(path: str) -> str:
    r"""Return the path of a file as GitHub and GitLab match it with theirs.

    That of a git revision loses the revision; slashes are forward ones; ``./`` at the beginning goes. An absolute path
    stays one, and ``-`` (standard input) is no file.

    >>> repository_path("main:db/structure.sql"), repository_path("./schema.sql"), repository_path("C:\\db\\s.sql")
    ('db/structure.sql', 'schema.sql', 'C:/db/s.sql')
    """
    if _DRIVE.match(path):
        return path.replace("\\", "/")
    revision = _REVISION.fullmatch(path)
    return PurePath(revision["path"] if revision else path).as_posix()


def uri(path: str) -> str:
    """Return the path as a URI reference (RFC 3986): relative if the path is, percent-encoded.

    >>> uri("db/my schema.sql"), uri("/srv/schema.sql"), uri("C:/schema.sql")
    ('db/my%20schema.sql', 'file:///srv/schema.sql', 'file:///C:/schema.sql')
    """
    found = repository_path(path)
    if _DRIVE.match(found):
        return f"file:///{found[:2]}{_quoted(found[2:])}"
    return f"file://{_quoted(found)}" if found.startswith("/") else _quoted(found)


def _quoted(path: str) -> str:
    return quote(path.encode("utf-8", "surrogateescape"))
