"""Characters that no output may send as they are."""

from __future__ import annotations

# C0, DEL and C1 move cursors and set colours. Everything else of Unicode's categories Cf, Zl and Zp in the planes in
# use: bidi controls turn what follows around (https://trojansource.codes), the others make two names look alike.
# U+FFFE and U+FFFF are no characters: XML cannot hold them.
CONTROLS = "\\x00-\\x1f"
"""Those of them that JSON cannot hold."""

UNSEEN = (
    f"{CONTROLS}\\x7f-\\x9f\\u00ad\\u061c\\u0600-\\u0605\\u06dd\\u070f\\u180e\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u206f"
    "\\ufeff\\ufff9-\\ufffb\\ufffe\\uffff\\U000e0000-\\U000e0fff"
)
"""A class of characters, for a regular expression: what a terminal obeys, and what nobody sees."""
