"""Parts counted by Dask while its workers are killed: nothing may be lost, and nothing counted twice.

Usage: dask.py OFOGH FOLDER [MEMBERS], where FOLDER is empty. Needs dask[distributed]. Without MEMBERS there
are as many as one processor counts in eight seconds. It tests the functions of docs/recipes/dask_parts.py.

A killer stops a program that counts a part, sees that the file of the part is not there, kills, and only
then lets go: every kill hits a part in the middle. It takes turns: the worker alone (the program goes on,
and the part is counted once more beside it), the program alone (the task fails), both (as if a machine were
lost). Each kill waits until one more part is done, so that workers are lost which had finished parts as
well.
"""

import collections
import faulthandler
import itertools
import os
import pathlib
import shutil
import subprocess
import sys
import threading
import time

root = pathlib.Path(__file__).resolve().parent.parent
# The folder of this file would hide the library of the same name.
sys.path[0] = str(root / "docs" / "recipes")
# Lost workers and failed tasks are to be expected; what is left undone is told by the recipe.
os.environ["DASK_LOGGING__DISTRIBUTED"] = "critical"

import dask_parts  # noqa: E402
import psutil  # noqa: E402
from distributed import Client, Nanny  # noqa: E402

PARTS = 12
KILLS = 6
SCENARIO = root / "scenarios" / "reference.toml"
TURNS = ("worker", "program", "worker and program")


def check(holds, *what):
    if not holds:
        sys.exit(" ".join(str(part) for part in what))


def run(*command):
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True)
    check(done.returncode == 0, command, done.stderr)


def enough(ofogh, folder):
    """Members for eight seconds of one processor, by what many of them take longer than few."""
    few, many, longer = 1_000, 4_000, 0.0
    while longer < 0.7:
        many *= 2
        times = [time.monotonic()]
        for members in (few, many):
            command = dask_parts.ensemble(ofogh, SCENARIO, members)
            run(*command, "--part", "1/1", "--out", folder / f"{members}.part")
            times.append(time.monotonic())
        longer = (times[2] - times[1]) - (times[1] - times[0])
    return int(8 * many / longer)


def stopped(program, file):
    """Whether a program could be stopped in the middle of its part."""
    program.suspend()
    while program.status() not in (psutil.STATUS_STOPPED, psutil.STATUS_ZOMBIE):
        time.sleep(0.001)
    if program.status() == psutil.STATUS_STOPPED and not file.exists():
        return True
    program.resume()
    return False


def ended(program):
    try:
        return program.status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


class Killer(threading.Thread):
    """Kills until it has done so often enough, or all parts are counted."""

    def __init__(self, cluster, parts):
        super().__init__(daemon=True)
        self.cluster, self.parts, self.over = cluster, parts, threading.Event()
        self.kills, self.alone = collections.Counter(), []

    def run(self):
        for done, whom in enumerate(itertools.islice(itertools.cycle(TURNS), KILLS)):
            while not self.over.wait(0.02):
                if len(list(self.parts.glob("*.part"))) >= done and self.hit(whom):
                    break

    def hit(self, whom):
        """Kills if a part is being counted; tells whether it did."""
        numbers = [nanny.pid for nanny in list(self.cluster.workers.values())]  # none while it starts
        for number in filter(None, numbers):
            try:
                worker = psutil.Process(number)
                for program in worker.children():
                    words = program.cmdline()
                    counts = "--part" in words and program.cpu_times().user > 0.2
                    if counts and stopped(program, pathlib.Path(words[-1])):
                        self.kill(whom, worker, program)
                        return True
            except psutil.NoSuchProcess:
                pass
        return False

    def kill(self, whom, worker, program):
        if "worker" in whom:
            worker.kill()
        if "program" in whom:
            program.kill()
        else:
            program.resume()
            self.alone.append(program)
        self.kills[whom] += 1


def main():
    faulthandler.dump_traceback_later(600, exit=True)  # rather an error than a test that never ends
    ofogh, folder = (pathlib.Path(path).resolve() for path in sys.argv[1:3])
    members = int(sys.argv[3]) if len(sys.argv) > 3 else enough(ofogh, folder)
    command, parts = dask_parts.ensemble(ofogh, SCENARIO, members), folder / "parts"
    with dask_parts.local() as cluster, Client(cluster) as client:
        nannies = list(cluster.workers.values())
        check(nannies and all(isinstance(nanny, Nanny) for nanny in nannies), "no nanny:", nannies)
        killer = Killer(cluster, parts)
        killer.start()
        dask_parts.count_all(client, PARTS, command, parts)
        killer.over.set()
        killer.join()
    check(killer.kills.total() == KILLS, "only so many kills:", dict(killer.kills))
    until = time.monotonic() + 30
    while not all(map(ended, killer.alone)):
        check(time.monotonic() < until, "a program that lost its worker does not end")
        time.sleep(0.05)

    def merged(out):
        return dask_parts.merge(ofogh, parts, folder / out, capture_output=True, text=True)

    def refused(*why):
        done = merged("refused.json")
        told = [line for line in done.stderr.splitlines() if line.startswith("error")]
        check(done.returncode == 2 and not (folder / "refused.json").exists(), "it was merged", done)
        check(len(told) == 1 and all(word in told[0] for word in why), why, "expected, not", done.stderr)

    run(*command, "--out", folder / "one.json", "--out", folder / "one.csv")
    for kind in ("json", "csv"):
        done = merged(f"merged.{kind}")
        check(done.returncode == 0, done.stderr)
        same = (folder / f"merged.{kind}").read_bytes() == (folder / f"one.{kind}").read_bytes()
        check(same, f"merged.{kind} and one.{kind} in {folder} differ")

    lost = 7
    part = parts / f"{lost}.part"
    before = part.read_bytes()
    part.unlink()
    refused(f"members {members * (lost - 1) // PARTS} to {members * lost // PARTS - 1} are in no part")
    dask_parts.count(lost, PARTS, dask_parts.ensemble(ofogh, SCENARIO, members, seed=2), folder)
    shutil.move(folder / part.name, part)
    refused(f"`{part}` is a part of another ensemble", "seed: 2, not 1")
    part.unlink()
    dask_parts.count(lost, PARTS, command, parts)
    check(part.read_bytes() == before, "a part counted again has other bytes")
    kills = ", ".join(f"{whom} {count} times" for whom, count in killer.kills.items())
    print(f"{members} members in {PARTS} parts, killed in mid-part: {kills}; same bytes as in one,", end=" ")
    print("a lost part named to the member, a part of another seed refused")


if __name__ == "__main__":
    main()
