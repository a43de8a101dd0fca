"""Records the Sobol' sequence as SciPy ships it: its direction numbers, its points and their
discrepancies.

directions.csv (in src/study/ensemble) has the numbers of Joe and Kuo for dimensions 2 to 400; dimension
1 is the van der Corput sequence. With a polynomial of degree s, m_k of k > s is the exclusive or of 2^s
m_(k-s), m_(k-s) and 2^i a_i m_(k-i) for i of 1 to s - 1; bit s - i of the polynomial is a_i.

sobol_points.csv has the first 256 points, unscrambled, in plain binary order: point i is the exclusive
or of m_k / 2^k over the set bits k - 1 of i. SciPy walks in Gray code, so its point n is the plain
point n ^ (n >> 1). They use only the first eight numbers of a dimension; sobol_far_points.csv has eight
points whose index has 20 bits, so that the recurrence shows in every dimension. Both are checked here
against a plain computation in integers.

discrepancy.json has SciPy's discrepancies of 1,024 points in 30 dimensions: of the unscrambled
sequence, of the same moved by half a cell, and of scrambled sequences, Latin hypercubes and plain
random points from 20 seeds each. CD, MD and WD are squares, as SciPy gives them; L2-star is the root.
"""

import csv
import json
import random
from functools import reduce
from operator import xor
from pathlib import Path

import numpy as np
import scipy
from scipy.stats import qmc

HERE = Path(__file__).parent
DIRECTIONS = HERE / "../../src/study/ensemble/directions.csv"
DIMENSIONS = 400
RECORDED = [*range(1, 31), 100, 200, 300, 400]
BITS = 52
METHODS = ("CD", "MD", "WD", "L2-star")
NOTE = (
    "# Sobol' direction numbers new-joe-kuo-6 of dimensions 2 to 400, a line each: polynomial, m1 m2"
    " ... ms. Bit k of the polynomial (bit 0 lowest) is the coefficient of x^k: its highest set bit is"
    " the degree s, bit 0 is always set, and bit s-i is a_i. From S. Joe and F. Y. Kuo (2008),"
    " Constructing Sobol sequences with better two-dimensional projections, SIAM J. Sci. Comput. 30,"
    " 2635-2654. As shipped by SciPy. Copyright (c) 2008, Frances Y. Kuo and Stephen Joe, all rights"
    " reserved; BSD-style licence, in full in tests/peers/NOTICES.txt."
)


def direction_numbers() -> list[tuple[int, list[int]]]:
    """The polynomial and the first numbers of each dimension from the second on."""
    with np.load(Path(scipy.stats.__file__).parent / "_sobol_direction_numbers.npz") as shipped:
        polynomials, numbers = shipped["poly"].tolist(), shipped["vinit"].tolist()
    pairs = zip(polynomials[1:DIMENSIONS], numbers[1:DIMENSIONS])
    return [(polynomial, first[: polynomial.bit_length() - 1]) for polynomial, first in pairs]


def extended(polynomial: int, first: list[int]) -> list[int]:
    """The numbers m_1 to m_BITS."""
    degree, m = len(first), list(first)
    for k in range(degree, BITS):
        terms = [m[k - i] << i for i in range(1, degree + 1) if polynomial >> (degree - i) & 1]
        m.append(reduce(xor, terms, m[k - degree]))
    return m


def plain_point(index: int, numbers: list[list[int]]) -> list[float]:
    set_bits = [bit for bit in range(BITS) if index >> bit & 1]
    words = [reduce(xor, (m[bit] << (BITS - 1 - bit) for bit in set_bits), 0) for m in numbers]
    return [word / 2**BITS for word in words]


def write_points(name: str, points: dict[int, list[float]], numbers: list[list[int]]) -> None:
    """The points by their plain index, checked."""
    with open(HERE / name, "w", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(["index", *RECORDED])
        for index, point in sorted(points.items()):
            assert point == plain_point(index, numbers), index
            rows.writerow([index, *(repr(point[dimension - 1]) for dimension in RECORDED)])


def near_points() -> dict[int, list[float]]:
    walk = qmc.Sobol(DIMENSIONS, scramble=False, bits=BITS).random(256).tolist()
    return {n ^ (n >> 1): point for n, point in enumerate(walk)}


def far_points() -> dict[int, list[float]]:
    """SciPy skips points only in 32 bits, which hold these points as exactly."""
    found, rng = {}, random.Random(1)
    for n in (rng.randrange(2**19, 2**20) for _ in range(8)):
        sequence = qmc.Sobol(DIMENSIONS, scramble=False, bits=32).fast_forward(n)
        found[n ^ (n >> 1)] = sequence.random(1)[0].tolist()
    return found


def discrepancies(points: np.ndarray) -> dict[str, float]:
    return {method: float(qmc.discrepancy(points, method=method)) for method in METHODS}


def by_seed(points) -> dict[str, list[float]]:
    found = [discrepancies(points(np.random.default_rng(seed))) for seed in range(1, 21)]
    return {method: [one[method] for one in found] for method in found[0]}


def main() -> None:
    shipped = direction_numbers()
    lines = [f"{polynomial},{' '.join(map(str, first))}\n" for polynomial, first in shipped]
    DIRECTIONS.write_text(NOTE + "\n" + "".join(lines))
    numbers = [[1] * BITS] + [extended(polynomial, first) for polynomial, first in shipped]
    write_points("sobol_points.csv", near_points(), numbers)
    write_points("sobol_far_points.csv", far_points(), numbers)
    n, d = 1024, 30
    record = {"points": n, "dimensions": d, "seeds": list(range(1, 21))}
    plain = qmc.Sobol(d, scramble=False).random(n)
    record |= {"sobol": discrepancies(plain), "sobol_half_cell": discrepancies(plain + 0.5 / n)}
    record["scrambled_sobol"] = by_seed(lambda rng: qmc.Sobol(d, rng=rng).random(n))
    record["latin_hypercube"] = by_seed(lambda rng: qmc.LatinHypercube(d, rng=rng).random(n))
    record["random"] = by_seed(lambda rng: rng.random((n, d)))
    (HERE / "discrepancy.json").write_text(json.dumps(record, indent=1) + "\n")


main()
