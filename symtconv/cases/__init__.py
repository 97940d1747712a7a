"""Symbolic test cases in ``*.symtconv.toml`` files, and the pytest plugin that runs them."""
