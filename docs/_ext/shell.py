"""``{run}``: a command of symtconv, run by the build, with what it prints."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from typing import Any

from docutils import nodes
from docutils.parsers.rst import Directive
from sphinx.application import Sphinx


class Run(Directive):
    """The argument is the command, ``symtconv`` included; nothing else is run."""

    required_arguments = 1
    final_argument_whitespace = True

    def run(self) -> list[nodes.Node]:
        program, *arguments = shlex.split(self.arguments[0])
        if program != "symtconv":
            raise self.error(f"{program} is not symtconv")
        command = [sys.executable, "-m", "symtconv", *arguments]
        done = subprocess.run(
            command, capture_output=True, text=True, check=False, env={**os.environ, "COLUMNS": "100"}, timeout=60
        )
        if done.returncode not in (0, 1):
            raise self.error(f"{self.arguments[0]} ends with {done.returncode}: {done.stderr}")
        text = f"$ {self.arguments[0]}\n{done.stdout}"
        return [nodes.literal_block(text, text, language="console")]


def setup(app: Sphinx) -> dict[str, Any]:
    app.add_directive("run", Run)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
