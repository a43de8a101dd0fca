"""Records what SALib and NumPy find on the Ishigami function and on the G function of Sobol':
indices.json.

Ishigami: sin x1 + 7 sin^2 x2 + 0.1 x3^4 sin x1 on [-pi, pi]^3. G: the product of (|4 x_i - 2| + a_i)/(1
+ a_i) on [0, 1]^8. Every X is in the unit cube, and every X and Y is rounded to 12 significant digits
before it is analysed. The notes in the file say how each figure is defined. Indices and coefficients
are lists in the order of the inputs.
"""

import json
import math
from pathlib import Path

import numpy as np
from SALib.analyze import morris as morris_analysis
from SALib.analyze import sobol as sobol_analysis
from SALib.sample import morris as morris_sample
from SALib.sample import sobol as sobol_sample
from SALib.test_functions import Ishigami, Sobol_G
from scipy.stats import qmc, rankdata

HERE = Path(__file__).parent
SEED = 20
A = np.array([0, 1, 4.5, 9, 99, 99, 99, 99])
NOTES = {
    "closed": "S1 and ST from the decomposition of the variance, in closed form.",
    "saltelli": (
        "Y has n blocks of D + 2 rows: A_i, AB_i(1) ... AB_i(D), B_i, where AB_i(j) is A_i with input"
        " j from B_i. Y is first centred on the mean of all its rows and divided by their deviation."
        " Then, V being the variance of the 2n values of A and B together (divided by 2n), S1_j ="
        " mean(B (AB(j) - A)) / V and ST_j = mean((A - AB(j))^2) / (2 V)."
    ),
    "morris": (
        "r trajectories of D + 1 rows; between neighbouring rows one input changes, up or down, by"
        " delta = 2/3 of its range (X is rounded, so the step read off X is 0.666666666667). The"
        " elementary effect is the Y of the row where the input is greater less the Y of the other"
        " row, divided by delta: per unit step in the unit cube. mu is its mean over the trajectories,"
        " mu_star the mean of its size, sigma its deviation (divided by r - 1)."
    ),
    "regression": (
        "src: coefficients of least squares of Y on X, both centred and divided by their deviations;"
        " r2: its coefficient of determination. srrc and rank_r2: the same on ranks (average ranks of"
        " ties)."
    ),
}


def rounded(values: np.ndarray) -> np.ndarray:
    return np.vectorize(lambda value: float(f"{value:.11e}"))(values)


def ishigami(unit: np.ndarray) -> np.ndarray:
    return rounded(Ishigami.evaluate(math.pi * (2 * unit - 1), A=7, B=0.1))


def g(unit: np.ndarray) -> np.ndarray:
    return rounded(Sobol_G.evaluate(unit, a=A))


def closed_ishigami(a: float = 7, b: float = 0.1) -> dict:
    first = [(1 + b * math.pi**4 / 5) ** 2 / 2, a**2 / 8, 0]
    both = 8 * b**2 * math.pi**8 / 225
    variance = sum(first) + both
    total = [first[0] + both, first[1], both]
    return {"S1": [part / variance for part in first], "ST": [part / variance for part in total]}


def closed_g() -> dict:
    first = [1 / (3 * (1 + a) ** 2) for a in A.tolist()]
    variance = math.prod(1 + part for part in first) - 1
    total = [part * (1 + variance) / (1 + part) for part in first]
    return {"S1": [part / variance for part in first], "ST": [part / variance for part in total]}


def problem(inputs: int) -> dict:
    return {"num_vars": inputs, "names": [f"x{n + 1}" for n in range(inputs)], "bounds": [[0, 1]] * inputs}


def saltelli(function, inputs: int) -> dict:
    x = rounded(sobol_sample.sample(problem(inputs), 512, calc_second_order=False, scramble=True, seed=SEED))
    y = function(x)
    found = sobol_analysis.analyze(problem(inputs), y, calc_second_order=False, num_resamples=10, seed=SEED)
    return {"n": 512, "Y": y.tolist(), "S1": found["S1"].tolist(), "ST": found["ST"].tolist()}


def morris(function, inputs: int) -> dict:
    x = rounded(morris_sample.sample(problem(inputs), 20, num_levels=4, seed=SEED))
    y = function(x)
    found = morris_analysis.analyze(problem(inputs), x, y, num_levels=4, scaled=False, seed=SEED)
    figures = {name: found[name].tolist() for name in ("mu", "mu_star", "sigma")}
    return {"r": 20, "levels": 4, "X": x.tolist(), "Y": y.tolist(), **figures}


def standardised(x: np.ndarray, y: np.ndarray) -> tuple[list[float], float]:
    x, y = (x - x.mean(axis=0)) / x.std(axis=0), (y - y.mean()) / y.std()
    coefficients, *_ = np.linalg.lstsq(x, y)
    return coefficients.tolist(), float(1 - np.sum((y - x @ coefficients) ** 2) / np.sum(y**2))


def regression(function, inputs: int) -> dict:
    x = rounded(qmc.LatinHypercube(inputs, rng=SEED).random(400))
    y = function(x)
    (src, r2), (srrc, rank_r2) = standardised(x, y), standardised(rankdata(x, axis=0), rankdata(y))
    return {"X": x.tolist(), "Y": y.tolist(), "src": src, "r2": r2, "srrc": srrc, "rank_r2": rank_r2}


def main() -> None:
    record: dict = {"notes": NOTES}
    models = (("ishigami", ishigami, 3, closed_ishigami), ("g", g, 8, closed_g))
    for name, function, inputs, closed in models:
        parts = {"closed": closed()}
        parts |= {run.__name__: run(function, inputs) for run in (saltelli, morris, regression)}
        record[name] = {"inputs": inputs, **parts}
    (HERE / "indices.json").write_text(json.dumps(record) + "\n")


main()
