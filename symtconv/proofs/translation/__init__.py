"""One convention in another: whether two calls are one layer, how to say one in other words, and when that can be."""
