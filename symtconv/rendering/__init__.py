"""Floor 4: a document becomes LaTeX, text, HTML and figures; nothing is decided here."""
