"""Every cell of the matrix of ``dependent:`` against ON DELETE, run by Active Record on a server."""

from __future__ import annotations

import itertools
import json
import subprocess
from typing import TYPE_CHECKING

import msgspec
from test_schema_rb_on_servers import HERE, rails

from ondelete.catalog import ReferentialAction
from ondelete.rails.deletes.matrix import SPELLINGS, Cell, by_delete, by_destroy

if TYPE_CHECKING:
    from server import Server

__all__ = ["rails"]
DEFERRED = " DEFERRABLE INITIALLY DEFERRED"
CLAUSES = {
    None: "",
    **{
        (action, deferred): f"REFERENCES parents ON DELETE {action.value}{DEFERRED if deferred else ''}"
        for action in ReferentialAction
        for deferred in (False, True)
    },
}
COMMON = (None, "destroy", "nullify", "destroy_async", "restrict_with_exception", "restrict_with_error")
OPTIONS = {"has_many": (*COMMON, "delete_all"), "has_one": (*COMMON, "delete")}


def cells() -> list[tuple[dict[str, str | None], Cell]]:
    found = []
    for macro, (key, clause), not_null, default in itertools.product(
        OPTIONS, CLAUSES.items(), (False, True), (False, True)
    ):
        action, deferred = key if key is not None else (None, False)
        if default and action is not ReferentialAction.SET_DEFAULT:
            continue
        for dependent in OPTIONS[macro]:
            column = f"{'NOT NULL' if not_null else ''} {'DEFAULT 2' if default else ''}"
            asked = {"macro": macro, "dependent": dependent, "key": clause, "column": column}
            found.append((asked, Cell(SPELLINGS.get(dependent or ""), action, deferred, not_null, default)))
    return found


def test_each_cell_does_what_rails_and_the_server_do(server15: Server, rails: None) -> None:
    asked = cells()
    assert len(asked) > 300
    with server15.database() as database:
        command = ["ruby", "-W0", str(HERE / "matrix.rb"), str(server15.socket), database]
        text = json.dumps([each for each, _ in asked])
        done = subprocess.run(command, check=False, capture_output=True, text=True, input=text)
        assert done.returncode == 0, done.stderr
    for (form, cell), answer in zip(asked, json.loads(done.stdout), strict=True):
        expected = {"destroy": msgspec.to_builtins(by_destroy(cell)), "delete": msgspec.to_builtins(by_delete(cell))}
        assert answer == expected, form
