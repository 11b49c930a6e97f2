"""kappa and the norms of digits to 50 digits with mpmath, as a user would: the folder of the data -> JSON."""
import json
import sys
import time

import mpmath
import numpy as np

table = np.loadtxt(sys.argv[1], delimiter=",", skiprows=1)
x = table[:, :64].T
x = x[np.abs(x).sum(axis=1) > 0]  # three pixels are always zero; the rest has full rank
start = time.perf_counter()
mpmath.mp.dps = 60
gram = mpmath.matrix((x @ x.T).tolist())  # integers, exact in double
values = sorted(mpmath.eigsy(gram, eigvals_only=True))
out = {"kappa": values[-1] / values[0], "norm_X": mpmath.sqrt(values[-1]), "sigma_r": mpmath.sqrt(values[0])}
print(json.dumps({"seconds": time.perf_counter() - start, **{k: mpmath.nstr(v, 50) for k, v in out.items()}}))
