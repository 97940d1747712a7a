"""Profiles for Hypothesis and the long lane."""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, Phase, settings

collect_ignore = [
    "mutants.py",
    "benchmarks/numeric.py",
    "benchmarks/rewrites.py",
]  # these import what `make mutants`, the peers or a run as a script alone give

settings.register_profile("short", max_examples=100, deadline=None, derandomize=bool(os.environ.get("CI")))
settings.register_profile("long", max_examples=2000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
# Of `make mutants`: each mutant meets the same examples, and a red test is enough, however large its example.
settings.register_profile(
    "mutants", max_examples=30, deadline=None, derandomize=True, database=None, phases=[Phase.explicit, Phase.generate]
)

settings.load_profile("short")  # for tests that a conftest imports, before anything is configured


def pytest_addoption(parser):
    parser.addoption("--long", action="store_true", help="run the long lane too, with 2,000 examples a law")


def pytest_configure(config):
    settings.load_profile("long" if config.getoption("--long") else os.environ.get("SYMTCONV_PROFILE", "short"))


def pytest_collection_modifyitems(config, items):
    if not config.getoption("--long"):
        skip = pytest.mark.skip(reason="long lane; run with --long")
        for item in items:
            if "long" in item.keywords:
                item.add_marker(skip)
