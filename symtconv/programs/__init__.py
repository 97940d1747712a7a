"""Programs over tensors: nodes, their reader, when they are defined, and what an entry of one is."""
