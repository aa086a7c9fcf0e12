"""The recipe of the starter name recogniser: `train` learns the weights, `evaluate` measures mentions."""
