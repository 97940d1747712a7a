"""The conventions wing: what each framework's words mean in the letters of the relation, and back.

Framework limits live here and nowhere else: geometry takes any layer, a convention only those that its framework
runs. Imports the ground floor alone.
"""

from symtconv.conventions.arguments import Given
from symtconv.conventions.call import Call, parse_call
from symtconv.conventions.framework import Framework, NoWordsError, Said
from symtconv.conventions.spec import Spec
from symtconv.conventions.table import FRAMEWORKS, framework_named, layer_of_call, spec_of_call, to_call, understood

__all__ = [
    "FRAMEWORKS",
    "Call",
    "Framework",
    "Given",
    "NoWordsError",
    "Said",
    "Spec",
    "framework_named",
    "layer_of_call",
    "parse_call",
    "spec_of_call",
    "to_call",
    "understood",
]
