"""The trusted room: statements, verdicts, certificates, and their replay.

Imports `symtconv.geometry` and the standard library, nothing else. Small, slow, boring: it rebuilds every
obligation from the claim or the layer itself and takes nothing from a finder but the witness.
"""
