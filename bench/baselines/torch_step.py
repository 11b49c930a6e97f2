"""The dense step in PyTorch, float64 and two threads, as a user would write it: width depth steps -> JSON."""
import json
import sys
import time

import torch

from hashed_network import hashed_layer, hashed_network

width, depth, steps = map(int, sys.argv[1:4])
torch.set_num_threads(2)
weights = [torch.from_numpy(w).requires_grad_(True) for w in hashed_network(depth, width, 16, 10)]
inputs = torch.eye(16, dtype=torch.float64)
targets = torch.from_numpy(hashed_layer(0, 10, 16))


def loss():
    f = inputs
    for w in weights:
        f = w @ f
    return 0.5 * ((f - targets) ** 2).sum()


least = float("inf")
for _ in range(steps):
    start = time.perf_counter()
    loss().backward()
    with torch.no_grad():
        for w in weights:
            w -= 1e-5 * w.grad
            w.grad = None
    least = min(least, time.perf_counter() - start)
with torch.no_grad():
    print(json.dumps({"ms_per_step": 1e3 * least, "steps": steps, "loss": float(loss()), "version": torch.__version__}))
