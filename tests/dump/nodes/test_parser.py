"""The parser loads without the classes of its trees, and whoever asks pglast for these gets them."""

from __future__ import annotations

import subprocess
import sys

_CODE = """
import sys
from ondelete.dump.nodes.parser import parse_sql_json
assert parse_sql_json("SELECT 1").startswith('{"version":')
assert "pglast.enums.nodes" not in sys.modules
import pglast
assert pglast.parse_sql("SELECT 1")[0].stmt.all is False
assert pglast.enums.NodeTag
assert "pglast.enums.nodes" in sys.modules
"""


def test_trees_load_when_somebody_asks_for_them() -> None:
    subprocess.run([sys.executable, "-c", _CODE], check=True)
