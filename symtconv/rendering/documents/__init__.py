"""Documents: what a page says, block by block, before any printer sees it."""
