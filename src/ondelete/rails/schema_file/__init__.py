"""db/schema.rb as the SQL that Rails would send for it (``reading``), without Ruby.

``statements`` has one function for each method of a schema, ``columns`` one for each method of a table.
"""
