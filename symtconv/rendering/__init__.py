"""A document becomes LaTeX, text, HTML and figures; nothing is decided here."""
