"""The members of an ensemble in NumPy: the model's own equations over whole arrays, and numpy.percentile.

`cargo bench --bench ensemble` writes the equations and the distributions to a JSON file and calls this script with it,
so the model here cannot drift from the program's. Draws are NumPy's (PERT by its beta generator), the rest is what one
would write by hand: one array operation for each operation of the model. Prints members a second, draws and percentiles
included, and the middle of the output whose place is the third argument.
"""

import json
import sys
import time

import numpy as np

NAMES = {"min": np.minimum, "max": np.maximum, "exp": np.exp, "log": np.log, "power": np.power, "where": np.where}


def draw(rng: np.random.Generator, distribution: list, size: int) -> np.ndarray:
    kind, numbers = distribution
    if kind == "pert":
        low, mode, high = numbers
        width = high - low
        return low + width * rng.beta(1 + 4 * (mode - low) / width, 1 + 4 * (high - mode) / width, size)
    raise ValueError(f"no draws for {kind}")


def main() -> None:
    with open(sys.argv[1], encoding="utf-8") as file:
        model = json.load(file)
    members, batch = int(sys.argv[2]), 8192
    code = compile("\n".join(model["lines"]), "model", "exec")
    outputs = compile("[" + ", ".join(model["outputs"]) + "]", "outputs", "eval")
    rng = np.random.default_rng(1)
    begun = time.perf_counter()
    kept: list[list[np.ndarray]] = []
    for first in range(0, members, batch):
        size = min(batch, members - first)
        registers: list = [None] * model["registers"]
        for place, distribution in enumerate(model["distributions"]):
            registers[place] = draw(rng, distribution, size)
        scope = NAMES | {"r": registers}
        exec(code, scope)  # noqa: S102
        kept.append(eval(outputs, scope))  # noqa: S307
    columns = [np.concatenate([np.broadcast_to(part, (1,)) if np.isscalar(part) else part for part in parts])
               for parts in zip(*kept)]
    percentiles = [np.percentile(column, [5, 25, 50, 75, 95]) for column in columns]
    taken = time.perf_counter() - begun
    print(f"{members / taken:.0f} {float(percentiles[int(sys.argv[3])][2])!r}")


if __name__ == "__main__":
    main()
