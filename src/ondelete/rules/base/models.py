"""What the rules about Rails models say: a complaint at the line of the model, with the place of the key beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ondelete.rules.base.complaint import Complaint

if TYPE_CHECKING:
    from ondelete.catalog import ForeignKey, Location
    from ondelete.findings import Fix
    from ondelete.rails.deletes.pairs import Pair
    from ondelete.rails.models.values import Association


def pair_complaint(
    pair: Pair, message: str, *, problem: str = "", fix: Fix | None = None, grade: str | None = None
) -> Complaint:
    """Return a complaint about an association and the key that it meets, at the line of the model.

    Args:
        pair: the association and its key.
        message: what is wrong, and what to change in the model.
        problem: a word for the subject, if a rule says several things of one association.
        fix: what to change in the schema instead.
        grade: the kind of finding.
    """
    key = pair.key
    return Complaint(
        message=message,
        subject=" ".join(filter(None, (pair.association.id, key.id if key is not None else "", problem))),
        location=pair.association.location,
        table=pair.table.name,
        key=key.id if key is not None else None,
        columns=pair.resolved.columns,
        fix=fix,
        grade=grade,
        related=(key.location if key is not None else pair.table.location,),
    )


def association_complaint(
    association: Association,
    message: str,
    *,
    problem: str = "",
    grade: str | None = None,
    related: Location | None = None,
) -> Complaint:
    """Return a complaint about an association alone."""
    return Complaint(
        message=message,
        subject=f"{association.id} {problem}".strip(),
        location=association.location,
        grade=grade,
        related=(related,) if related is not None else (),
    )


def key_and_model(key: ForeignKey, message: str, place: Location, *, grade: str | None = None) -> Complaint:
    """Return a complaint about a key that the models do not know, at the key, with the place of the model beside it."""
    return Complaint(
        message=message,
        subject=key.id,
        location=key.location,
        table=key.table,
        key=key.id,
        columns=key.columns,
        grade=grade,
        related=(place,),
    )
