"""Certificates as files: read strictly, within limits, with a digest of their own content."""
