"""Case files are tests here also where the package, and with it the plugin's entry point, is not installed."""

from __future__ import annotations

from symtconv.cases import plugin


def pytest_collect_file(file_path, parent):
    if parent.config.pluginmanager.has_plugin("symtconv") or parent.config.pluginmanager.is_registered(plugin):
        return None
    return plugin.pytest_collect_file(file_path, parent)
