"""What `plumb quantities digits --digits 50` prints, with mpmath as a user would: the CSV file -> JSON."""
import json
import sys
import time

import mpmath
import numpy as np

table = np.loadtxt(sys.argv[1], delimiter=",", skiprows=1)
x = table[:, :64].T
x = x[np.abs(x).sum(axis=1) > 0]  # three pixels are always zero; the rest has full rank
y = (table[:, 64][None, :] == np.arange(10)[:, None]).astype(float)
start = time.perf_counter()
mpmath.mp.dps = 60
matrix = lambda a: mpmath.matrix(a.tolist())
gram, cross = matrix(x @ x.T), matrix(y @ x.T)  # integers, exact in double
values = sorted(mpmath.eigsy(gram, eigvals_only=True))
w = mpmath.matrix(10, x.shape[0])
for row in range(10):  # W* of least norm: W (X Xᵀ) = Y Xᵀ
    w[row, :] = mpmath.lu_solve(gram, cross[row, :].T).T
frob_x2 = mpmath.mpf(int((x * x).sum()))
frob_y2 = mpmath.mpf(int((y * y).sum()))
w_values = mpmath.eigsy(w * w.T, eigvals_only=True)
fitted = sum(w[i, j] * cross[i, j] for i in range(w.rows) for j in range(w.cols))  # ‖W* X‖²
out = {
    "lambda_max": values[-1], "lambda_r": values[0], "kappa": values[-1] / values[0], "norm_X": mpmath.sqrt(values[-1]),
    "sigma_r": mpmath.sqrt(values[0]), "frob_X": mpmath.sqrt(frob_x2), "srank": frob_x2 / values[-1],
    "norm_W": mpmath.sqrt(max(w_values)), "frob_W": mpmath.sqrt(sum(w_values)), "frob_Y": mpmath.sqrt(frob_y2),
    "loss_opt": (frob_y2 - fitted) / 2,
}
print(json.dumps({"seconds": time.perf_counter() - start, **{k: mpmath.nstr(v, 50) for k, v in out.items()}}))
