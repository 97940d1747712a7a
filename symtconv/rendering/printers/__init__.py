"""Printers: a document as LaTeX, as plain text, as HTML."""
