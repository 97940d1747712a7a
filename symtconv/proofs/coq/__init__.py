"""The theorem in Coq, for all sizes: the library, and certificates of single layers that import it."""

from symtconv.proofs.coq.library import library_path

__all__ = ["library_path"]
