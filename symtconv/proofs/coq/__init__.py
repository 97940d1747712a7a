"""The theorem in Coq, for all sizes: the library, and certificates of layers, claims and rewrites that import it."""

from symtconv.proofs.coq.build import LibraryCheck, build_library, check_library, compile_file
from symtconv.proofs.coq.claim import emit_claim
from symtconv.proofs.coq.layer import emit_layer
from symtconv.proofs.coq.library import library_path
from symtconv.proofs.coq.refuted import emit_refutation
from symtconv.proofs.coq.rewrite import emit_rewrite
from symtconv.proofs.coq.verdict import emit_verdict

__all__ = [
    "LibraryCheck",
    "build_library",
    "check_library",
    "compile_file",
    "emit_claim",
    "emit_layer",
    "emit_refutation",
    "emit_rewrite",
    "emit_verdict",
    "library_path",
]
