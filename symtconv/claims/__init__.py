"""The formula engine. It finds proofs and counterexamples; the checker says whether they are any."""
