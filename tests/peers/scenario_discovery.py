"""Records the PRIM of EMA Workbench on the data of Bryant and Lempert (2010), the Workbench's own example.

bryant_lempert.csv has the 882 cases: nine inputs and the outcome, 1 for a case of interest. It is made
from the file the Workbench ships. scenario_discovery.json has, for peel_alpha of 0.05 and of 0.1, of
0.2 (whose last boxes are pasted) and of 0.4 (which misses the threshold), threshold 0.8 and the rest as
by default, every box of the trajectory. The box PRIM returns is the last, which is also the one of the
largest index.

The algorithm, for real inputs and an outcome of 0 and 1, in 64-bit floats throughout. N cases in all, K
of interest.

Box. A lower and an upper limit for each input, both inclusive; at first the least and the greatest
value. An input is restricted if a limit differs at all from the first. coverage = k/K, density = k/n,
mass = n/N for the n cases and the k of interest in the box. The first box is index 0; each accepted
peel or paste adds a box.

Quantile q of m sorted values, index from 0: i = (m - 1) q, lo = floor(i), hi = ceil(i). If q > 0.5,
lower lo while v[lo] = v[hi] and lo > 0; else raise hi while v[lo] = v[hi] and hi < m - 1. The quantile
is (v[lo] + v[hi]) / 2. So it lies halfway between two different values (unless all are equal), and
where i is whole or values are tied it moves to the gap on the inner side of them. With q = 1 - alpha in
floats, i is (m - 1) * (1 - alpha).

Objective (LENIENT1) of a candidate with n' cases and mean y' against the box with n and y (the mean of
no cases is 0): 0 if y' = y, else (y' - y) / |n' - n|. Means are k/n in floats, and the difference is
divided once.

Peel. For each input in the order of columns, first the upper side, then the lower, from the cases now
in the box: the upper limit becomes the quantile 1 - peel_alpha and the cases x <= it stay; the lower
becomes the quantile peel_alpha and the cases x >= it stay. The best candidate has the greatest
objective; of equals, the fewest restricted inputs; of equals again, the first in this order. It is
accepted if mass' >= 0.05, mass' < mass and its objective > 0, and peeling goes on; otherwise peeling
ends: no second best is tried.

Paste, after peeling, from all N cases. For each restricted input in the order of columns, first the
lower side, then the upper: take the cases within [first lower limit, lower limit] in this input (for
the upper side: [upper limit, first upper limit]) and within the box in all others. The new lower limit
is the quantile 1 - paste_alpha of their values (the new upper one: quantile paste_alpha), paste_alpha =
0.05, or the first limit if there are none. The candidate's cases are all those within its limits. Best
as in peeling; accepted if mass' >= 0.05, mass' > mass, the objective > 0 and the mean grows, and
pasting goes on; otherwise it ends. As it stands next to the box, a side that was never peeled finds
only the cases at the first limit itself, and changes nothing.

Result: the last box if its density >= threshold, else the first box alone, its trajectory lost.

Quasi-p. For each restricted side of a box: the cases within the box with that one side back at its
first limit (the other side of the input stays), T of them, H of interest; p = H/T. The value is P(X >=
k) for X binomial of n trials and probability p, n and k of the box itself, cases counted from all N. An
unrestricted side has -1, here null.
"""

import json
from importlib.resources import files
from pathlib import Path

import pandas as pd
from ema_workbench.analysis import prim

HERE = Path(__file__).parent
SOURCE = "examples/data/bryant et al 2010 data.csv"
OUTCOME = "Greater than 90%"


def limits(box: prim.PrimBox, index: int, names: list[str]) -> dict:
    """Lower and upper limit of each restricted input, and the quasi-p values of both sides."""
    quasi_p = box.qp[index]
    return {
        name: {
            "limits": [float(limit) for limit in box.box_lims[index][name]],
            "quasi_p": [None if value == -1 else float(value) for value in quasi_p[name]],
        }
        for name in names
        if name in quasi_p
    }


def run(x: pd.DataFrame, y, alpha: float) -> dict:
    box = prim.Prim(x, y, threshold=0.8, peel_alpha=alpha).find_box()
    names, boxes, mass = list(x.columns), [], 2.0
    for index, row in box.peeling_trajectory.iterrows():
        step = "first" if index == 0 else "peel" if row["mass"] < mass else "paste"
        mass = row["mass"]
        figures = {name: float(row[name]) for name in ("coverage", "density", "mass")}
        counts = {"cases": int(row["n"]), "of_interest": int(row["k"]), "restricted": int(row["res_dim"])}
        boxes.append({"index": index, "step": step, **figures, **counts, "box": limits(box, index, names)})
    final = {name: [float(limit) for limit in box.box_lim[name]] for name in names}
    return {"peel_alpha": alpha, "threshold": 0.8, "boxes": boxes, "final_limits": final}


def main() -> None:
    with files("ema_workbench").joinpath(SOURCE).open() as file:
        shipped = pd.read_csv(file, index_col=False)
    data = pd.concat([shipped.iloc[:, 2:11], shipped[[OUTCOME]]], axis=1)
    data.to_csv(HERE / "bryant_lempert.csv", index=False, lineterminator="\n")
    x, y = data.iloc[:, :9], data[OUTCOME].values
    first = {name: [float(x[name].min()), float(x[name].max())] for name in x.columns}
    record = {"cases": len(y), "of_interest": int(y.sum()), "first_limits": first}
    record["runs"] = [run(x, y, alpha) for alpha in (0.05, 0.1, 0.2, 0.4)]
    (HERE / "scenario_discovery.json").write_text(json.dumps(record, indent=1) + "\n")


main()
