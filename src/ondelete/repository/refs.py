"""Branches, tags and other refs: each a file, or a line of ``packed-refs``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ondelete.bounded import MIB, read_bounded
from ondelete.errors import UnreadableRevision

if TYPE_CHECKING:
    from pathlib import Path

    from ondelete.repository.finding import Place

_LOOSE, _PACKED = MIB, 256 * MIB
_LONGEST = 5
"""How many refs may name another: as git has it (``SYMREF_MAXDEPTH``)."""

_HASH = re.compile(r"(?:[0-9a-f]{64}|[0-9a-f]{40})\b")
_ROOT = re.compile(r"[A-Z_]+\Z")
_FORMS = ("{}", "refs/{}", "refs/tags/{}", "refs/heads/{}", "refs/remotes/{}", "refs/remotes/{}/HEAD")
"""Where a short name is looked for, in this order: https://git-scm.com/docs/gitrevisions."""


def ref_named(place: Place, name: str) -> str | None:
    """Return the hash of a ref, by any name that git accepts for it; None if there is no such ref."""
    for form in _FORMS:
        full = form.format(name)
        if _is_name(full) and (found := _followed(place, full)):
            return found
    return None


def _followed(place: Place, name: str) -> str | None:
    for _ in range(_LONGEST):
        text = _loose(place, name)
        if text is None:
            return _packed(place, name)
        if not text.startswith("ref:"):
            found = _HASH.match(text)
            return found[0] if found else None
        name = text.removeprefix("ref:").strip()
        if name == "refs/heads/.invalid":
            raise UnreadableRevision(
                "this repository keeps its refs as a reftable, which is not read here: name the commit by its hash, "
                "which 'git rev-parse' prints"
            )
        if not _is_name(name):
            return None
    return None


def _is_name(name: str) -> bool:
    """Whether the name is one of a ref, and does not lead out of the folder."""
    from dulwich.refs import Ref, check_ref_format

    if not name.startswith("refs/"):
        return _ROOT.match(name) is not None
    return check_ref_format(Ref(name.encode("utf-8", "surrogateescape")))


def _loose(place: Place, name: str) -> str | None:
    for folder in dict.fromkeys((place.own, place.common)):
        content = content_of(folder / name, _LOOSE)
        if content is not None:
            return content.decode("utf-8", "surrogateescape")
    return None


def _packed(place: Place, name: str) -> str | None:
    lines = content_of(place.common / "packed-refs", _PACKED) or b""
    named = re.escape(name.encode("utf-8", "surrogateescape"))
    found = re.search(rb"^([0-9a-f]{40}|[0-9a-f]{64}) " + named + rb"\r?$", lines, re.MULTILINE)
    return found[1].decode() if found else None


def content_of(path: Path, bound: int) -> bytes | None:
    """Return what a small file of the repository holds, None if there is none."""
    try:
        return read_bounded(path, bound)
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return None
    except (OSError, ValueError) as error:
        raise UnreadableRevision(f"{path} cannot be read: {getattr(error, 'strerror', None) or error}") from None
