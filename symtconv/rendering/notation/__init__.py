"""Formulas as trees: how they are built, spelt and shortened."""
