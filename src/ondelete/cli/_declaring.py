"""``ondelete fix`` for references that no key declares: of one column, or of all whose names leave no doubt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from ondelete.errors import OndeleteError

if TYPE_CHECKING:
    from ondelete.analyses.references import Reference
    from ondelete.catalog import Catalog, ReferentialAction
    from ondelete.findings import Finding
    from ondelete.report import Report
    from ondelete.rules import Policy
    from ondelete.schema import Schema


def declared(schema: Schema, finding: Finding) -> Finding:
    """Return a finding about a table with the fix that declares the references to it whose names leave no doubt."""
    from ondelete.analyses.references import Grade, Kind
    from ondelete.findings import Fix, Phase
    from ondelete.fixes.new_keys import add_keys, new_key

    if finding.table is None:
        return finding
    sure = [
        reference
        for reference in schema.references.by_target.get(finding.table, ())
        if reference.can_be_key and reference.kind is not Kind.LOOSE and reference.grade is not Grade.LIKELY
    ]
    found = add_keys(schema.catalog, [new_key(schema.catalog, reference) for reference in sure])
    fix = Fix(
        sql="\n\n".join(fix.sql for fix in found if fix.sql),
        rails="\n".join(fix.rails for fix in found if fix.rails),
        phase=Phase.ADD_CONSTRAINT,
        touches=tuple(touched for fix in found for touched in fix.touches),
    )
    return replace(finding, fix=fix) if found else finding


def report_reference(schema: Schema, text: str, on_delete: str | None, policy: Policy, *, rails: bool) -> Report:
    """Return the script that declares one reference.

    Args:
        schema: the schema.
        text: the column, as ``posts.user_id``.
        on_delete: the action of the key; None for the one that the policy prefers.
        policy: the policy.
        rails: whether to print the body of a migration.

    Raises:
        OndeleteError: it is no reference that can be a key, or its action would always fail.
    """
    from ondelete.audit.preferred import preferred_action
    from ondelete.catalog import ReferentialAction
    from ondelete.fixes.plan import fix_plan
    from ondelete.reports.fix import report_fix

    found = schema.reference(text)
    action = ReferentialAction(on_delete) if on_delete else preferred_action(policy)
    finding = _finding(schema.catalog, found, action, must=on_delete is not None)
    return report_fix(fix_plan([finding]), schema.catalog, policy.name, rails=rails)


def _finding(catalog: Catalog, reference: Reference, action: ReferentialAction | None, *, must: bool) -> Finding:
    """Return one reference as a finding with its fix; ``must``: no other action may take the place of this one."""
    from ondelete.findings import Finding, Severity
    from ondelete.fixes.new_keys import add_keys, new_key, why_not
    from ondelete.rules.undeclared_reference import NAME

    key = new_key(catalog, reference, action)
    reason = why_not(catalog, key)
    if reason is not None and must:
        raise OndeleteError(f"{reference.shown}: {reason}; choose another action with --on-delete")
    fixes = add_keys(catalog, [new_key(catalog, reference) if reason is not None else key])
    if not fixes:
        raise OndeleteError(f"{reference.shown}: a partition of its table is a foreign table, which can have no key")
    means = reference.to.shown if reference.to is not None else "any table"
    message = f"{reference.shown} looks like a reference to {means} and has no foreign key ({reference.reason})."
    columns, place = reference.columns, reference.location
    return Finding(NAME, Severity.INFO, message, reference.id, reference.table, None, columns, place, fixes[0])
