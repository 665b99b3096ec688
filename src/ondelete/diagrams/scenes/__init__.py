"""What a picture shows: from a catalog and a question to boxes, rows and bundles, before anyone says how."""
