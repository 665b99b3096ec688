"""What an element of a picture is called: an id that stays the same, and a sentence that the pointer shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ondelete.catalog import QualifiedName, column_list
from ondelete.diagrams.formats.ids import bundle_token, cluster_token, key_token, table_token
from ondelete.diagrams.formats.labels import remarks_on, words_beside
from ondelete.diagrams.scenes.scene import NO_KEY, LooseKey
from ondelete.text.unsafe_characters import visible

if TYPE_CHECKING:
    from ondelete.analyses.cardinality import Cardinality
    from ondelete.diagrams.scenes.scene import Action, Bundle, Row, Scene


def titles_of(scene: Scene) -> dict[str, str]:
    """Return one sentence for each id of the picture."""
    found = {"diagram": f"{scene.title}: {' · '.join(scene.counts)}"}
    for box in scene.boxes:
        found[box_id(box.table)] = " · ".join(
            filter(None, (str(box.table), box.outcome, *box.remarks, *remarks_on(box.not_modelled)))
        )
        found.update((edge_id(row), _edge_title(row)) for row in box.rows)
    for bundle in scene.bundles:
        token = bundle_token(bundle)
        found[f"bundle-{token}"] = f"{bundle.title}: {', '.join(str(member.table) for member in bundle.members)}"
        found[f"edge-{token}"] = f"{bundle.title}, {_clause(bundle.event, bundle.action)}"
    found.update((cluster_id(name), name) for name in scene.clusters)
    return {identifier: visible(text) for identifier, text in found.items()}


def box_id(table: QualifiedName) -> str:
    """Return the id of a table's box."""
    return f"table-{table_token(table)}"


def bundle_id(bundle: Bundle) -> str:
    """Return the id of a bundle's box."""
    return f"bundle-{bundle_token(bundle)}"


def cluster_id(name: str) -> str:
    """Return the id of a frame."""
    return f"frame-{cluster_token(name)}"


def edge_id(row: Row) -> str:
    """Return the id of a key's edge."""
    origin = "" if row.referenced == row.key.referenced_table else f"-{table_token(row.referenced)}"
    return f"key-{key_token(row.key)}{origin}"


def _edge_title(row: Row) -> str:
    key = row.key
    ends = f"{key.table}.{column_list(key.columns)} → {key.referenced_table}"
    if isinstance(key, LooseKey):
        by_name = key.action == NO_KEY
        how = ", no foreign key, told by its name" if by_name else " by a job, no constraint of the database"
        return f"{ends}: {key.effect}{how}, {key.location}"
    facts = [_clause(row.event, row.action), key.name, str(key.location), words_beside(row), _counted(row.cardinality)]
    return f"{ends}: {', '.join(filter(None, facts))}"


def _counted(cardinality: Cardinality | None) -> str:
    if cardinality is None:
        return ""
    referencing = "at most one row" if cardinality.unique else "any number of rows"
    return f"{referencing} to {'one or none' if cardinality.optional else 'exactly one'}"


def _clause(event: str, action: Action | None) -> str:
    return f"ON {event.upper()} {(action or '').upper()}"
