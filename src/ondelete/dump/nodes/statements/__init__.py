"""Parse nodes of statements, their elements and commands, by kind of statement."""
