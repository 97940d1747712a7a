"""Floor 5: the command line, the only part that prints."""
