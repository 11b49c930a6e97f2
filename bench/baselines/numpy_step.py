"""The dense step in NumPy over OpenBLAS, two threads, gradients by hand: width depth steps -> JSON."""
import json
import os
import sys
import time

os.environ["OPENBLAS_NUM_THREADS"] = "2"
import numpy as np  # noqa: E402  (the number of threads is read when it is loaded)

from hashed_network import hashed_layer, hashed_network  # noqa: E402

width, depth, steps = map(int, sys.argv[1:4])
weights = [np.asfortranarray(w) for w in hashed_network(depth, width, 16, 10)]
targets = hashed_layer(0, 10, 16)


def forward():
    features = [np.eye(16)]
    for w in weights:
        features.append(w @ features[-1])
    return features


least = float("inf")
for _ in range(steps):
    start = time.perf_counter()
    features = forward()
    above = features[-1] - targets
    for i in reversed(range(depth)):
        below = weights[i].T @ above
        weights[i] -= 1e-5 * (above @ features[i].T)
        above = below
    least = min(least, time.perf_counter() - start)

peak = float("inf")
a = np.random.default_rng(0).standard_normal((1500, 1500))
for _ in range(8):
    start = time.perf_counter()
    a @ a
    peak = min(peak, time.perf_counter() - start)
print(json.dumps({"ms_per_step": 1e3 * least, "steps": steps, "version": np.__version__,
                  "loss": 0.5 * float(((forward()[-1] - targets) ** 2).sum()), "gemm_flops_per_s": 2 * 1500**3 / peak}))
