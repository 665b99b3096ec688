"""The explorer: ``model`` is the schema as rows that a page can walk, ``page`` the page's own files."""
