"""Pictures: a scene says what is drawn, a format writes it as text, an engine draws that."""
