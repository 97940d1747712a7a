"""Integers only. What a layer is, which taps join which entries, and how long everything is.

Imports the standard library alone. Everything above stands on these few definitions, and the trusted
checker uses nothing else of the package.
"""

from symtconv.geometry.axis import Axis
from symtconv.geometry.channels import ChannelMap
from symtconv.geometry.errors import (
    CertificateError,
    DisagreementError,
    EngineError,
    GeometryError,
    InputError,
    LimitError,
    SymtconvError,
)
from symtconv.geometry.extent import conv_size, convt_size, residue, span
from symtconv.geometry.layer import ConvTranspose
from symtconv.geometry.lowering import Lowering
from symtconv.geometry.message import Message
from symtconv.geometry.normal_form import AxisForm, NormalForm
from symtconv.geometry.phases import Phase, phases
from symtconv.geometry.relation import Relation

__all__ = [
    "Axis",
    "AxisForm",
    "CertificateError",
    "ChannelMap",
    "ConvTranspose",
    "DisagreementError",
    "EngineError",
    "GeometryError",
    "InputError",
    "LimitError",
    "Lowering",
    "Message",
    "NormalForm",
    "Phase",
    "Relation",
    "SymtconvError",
    "conv_size",
    "convt_size",
    "phases",
    "residue",
    "span",
]
