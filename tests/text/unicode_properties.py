"""Which characters nobody sees, as the library ``regex`` knows Unicode's properties.

Run as a program it writes the table of the package anew:
``python tests/text/unicode_properties.py 18.0.0 > src/ondelete/text/unsafe_characters/table.py``.
"""

from __future__ import annotations

import sys
import textwrap

import regex

UNSEEN = regex.compile(
    r"[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]",
)
UNASSIGNED = regex.compile(r"\p{Cn}")


def unsafe_codes() -> list[int]:
    return [code for code in range(0x110000) if UNSEEN.match(chr(code))]


def ranges_of(codes: list[int]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for code in codes:
        if found and found[-1][1] == code - 1:
            found[-1] = (found[-1][0], code)
        else:
            found.append((code, code))
    return found


def table(version: str) -> str:
    parts = [f"{first:x}" if first == last else f"{first:x}-{last:x}" for first, last in ranges_of(unsafe_codes())]
    lines = "\n".join(textwrap.wrap(" ".join(parts), 116, break_on_hyphens=False))
    return (
        '"""Made by tests/text/unicode_properties.py, which says how: do not edit."""\n\n'
        f'UNICODE = "{version}"\n"""The version of Unicode whose properties these are."""\n\n'
        f'RANGES = """\n{lines}\n"""\n'
        '"""Code points of the unsafe characters, hexadecimal, in order: one, or the first and last of a run."""\n'
    )


if __name__ == "__main__":
    sys.stdout.write(table(sys.argv[1]))
