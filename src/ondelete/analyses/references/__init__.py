"""References that no key declares: what names, types and the keys of the same schema say of a column."""

from ondelete.analyses.references.found import References, Stale
from ondelete.analyses.references.reference import Grade, Kind, Reference
from ondelete.analyses.references.resolve import Resolver

__all__ = ["Grade", "Kind", "Reference", "References", "Resolver", "Stale"]
