"""Records quantiles of the laws of uncertain inputs as SciPy computes them: distributions.csv.

Columns: law, its parameters joined by spaces, share (the probability below), value. 1,000 shares for
each law: 50 from 1e-9 to 1e-3 spaced evenly in logarithms, 900 midpoints of equal parts of (0, 1), and
1 minus the first 50. Shares above one half go through the inverse of the upper tail at 1 - share, which
is exact there; for the cut normal that inverse is the lower one of the mirrored law, as SciPy's own
loses half its digits far in the tail.

uniform     low high
triangular  low mode high
pert        low mode high: Beta(1 + 4 (mode - low)/(high - low), 1 + 4 (high - mode)/(high - low)) from
            low to high
normal      mean deviation low high: mean and deviation before the cut to [low, high]
lognormal   low high: its 10th and 90th percentiles, normal in logarithms
points      value:weight ...: the first value whose cumulated weight exceeds the share
"""

import csv
import math
from collections.abc import Callable
from pathlib import Path

import numpy as np
from scipy import stats

HERE = Path(__file__).parent
LAWS = [
    ("uniform", "300 600"),
    ("triangular", "1 2 5"),
    ("triangular", "1 1 5"),
    ("pert", "1 2 3"),
    ("pert", "0.8 1 1.5"),
    ("pert", "1 1 5"),
    ("pert", "550 565 900"),
    ("normal", "2 0.5 0 4"),
    ("normal", "0.07 0.02 0 0.2"),
    ("normal", "10 3 9 100"),
    ("lognormal", "1 3"),
    ("lognormal", "200 900"),
    ("points", "550:0.25 565:0.5 900:0.25"),
]


def shares() -> list[float]:
    tail = [float(share) for share in np.logspace(-9, -3, 50)]
    middle = [(part + 0.5) / 900 for part in range(900)]
    return sorted(tail + middle + [1 - share for share in tail])


def from_points(parameters: str) -> Callable[[float], float]:
    pairs = [tuple(map(float, pair.split(":"))) for pair in parameters.split()]

    def value(share: float) -> float:
        cumulated = 0.0
        for point, weight in pairs:
            cumulated += weight
            if cumulated > share:
                return point
        return pairs[-1][0]

    return value


def frozen(law: str, p: list[float]):
    """SciPy's frozen distribution."""
    if law == "uniform":
        return stats.uniform(p[0], p[1] - p[0])
    if law == "lognormal":
        scale = (math.log(p[1]) - math.log(p[0])) / (2 * stats.norm.isf(0.1))
        return stats.lognorm(scale, scale=math.sqrt(p[0] * p[1]))
    if law == "normal":
        mean, deviation, low, high = p
        return stats.truncnorm((low - mean) / deviation, (high - mean) / deviation, mean, deviation)
    low, mode, high = p
    if law == "triangular":
        return stats.triang((mode - low) / (high - low), low, high - low)
    below, above = 4 * (mode - low) / (high - low), 4 * (high - mode) / (high - low)
    return stats.beta(1 + below, 1 + above, low, high - low)


def quantile(law: str, parameters: str) -> Callable[[float], float]:
    if law == "points":
        return from_points(parameters)
    p = [float(part) for part in parameters.split()]
    distribution = frozen(law, p)
    if law == "normal":
        mirrored = frozen(law, [-p[0], p[1], -p[3], -p[2]])
        return lambda share: float(distribution.ppf(share) if share <= 0.5 else -mirrored.ppf(1 - share))
    return lambda share: float(distribution.ppf(share) if share <= 0.5 else distribution.isf(1 - share))


def main() -> None:
    with open(HERE / "distributions.csv", "w", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(["law", "parameters", "share", "value"])
        for law, parameters in LAWS:
            value = quantile(law, parameters)
            rows.writerows([law, parameters, repr(share), repr(value(share))] for share in shares())


main()
