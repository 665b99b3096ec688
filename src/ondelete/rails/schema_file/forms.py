"""What the versions of Rails do with the same line of a schema.rb."""

from __future__ import annotations

import re

import msgspec

_ALIGNED = re.compile(rb'(?m)^[ \t]+t\.\w+ {2,}"')
_VERSION = re.compile(rb"(?m)^[ \t]*(?:::)?ActiveRecord::Schema\[[\" ]?(\d{1,2}(?:\.\d)?)")


class Forms(msgspec.Struct, frozen=True):
    """The defaults of the version that wrote a file.

    ``big_ids``: an id without a type is a bigint (since 5.1). ``precise_times``: a time without a precision has 6
    digits (since 7.0). ``short_names``: the index of a polymorphic pair is named after the pair (since 6.1).
    """

    big_ids: bool = True
    precise_times: bool = False
    short_names: bool = True


def forms_of(source: bytes) -> Forms:
    """Return the forms of a file.

    Args:
        source: the file. Rails 5.0 and older put the names of columns below each other; nothing else tells them apart
            from 5.1 to 6.1, and their ids are integers.
            Since 7.0, ``ActiveRecord::Schema[7.1]`` says the version.
    """
    found = _VERSION.search(source)
    version = float(found[1]) if found else 0.0
    if found is None and _ALIGNED.search(source):
        return Forms(big_ids=False, short_names=False)
    return Forms(precise_times=version >= 7.0)
