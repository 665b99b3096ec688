"""Text, whatever it says: characters that no output may send, lines that a runner obeys, how wide it is."""
