"""Where it stays: the store of everything that was read, and the immutable releases made from it."""
