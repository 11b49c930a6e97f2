"""The network of bench/hashed_network.hpp: the same weights, to the bit, from the same formula."""
import numpy as np


def hashed_layer(layer, rows, columns):
    i = np.arange(rows, dtype=np.uint32)[:, None]
    j = np.arange(columns, dtype=np.uint32)[None, :]
    with np.errstate(over="ignore"):
        x = np.uint32(layer * 2246822519 % 2**32) + i * np.uint32(2654435761) + j * np.uint32(3266489917)
        for _ in range(2):
            x = (x ^ (x >> np.uint32(16))) * np.uint32(0x45D9F3B)
        x = x ^ (x >> np.uint32(16))
    return np.sqrt(12.0 / columns) * (x / 4294967296.0 - 0.5)


def hashed_network(depth, width, rank, outputs):
    shape = lambda layer: (outputs if layer == depth else width, rank if layer == 1 else width)
    return [hashed_layer(layer, *shape(layer)) for layer in range(1, depth + 1)]
