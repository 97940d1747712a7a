"""The claim language as data: terms, their parser, polynomials, and the named sizes."""
