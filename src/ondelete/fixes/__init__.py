"""Fixes of findings: builders of SQL and of Rails migrations, and the plan that puts all fixes into an order."""
