"""Pictures: a scene says what is drawn, then it becomes DOT or Mermaid text, then an engine draws it."""
