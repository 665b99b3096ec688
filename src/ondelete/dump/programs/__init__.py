"""The text of functions, rules and DO blocks -> ``ondelete.catalog.programs``."""
