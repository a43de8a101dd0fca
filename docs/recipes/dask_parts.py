"""Counts the parts of an ensemble with Dask, on this machine or on a cluster, and merges them.

Needs dask[distributed]. On a cluster every machine must see the program, the scenario and the folder at the
same paths. Run again, it counts only what is missing.
"""

import argparse
import pathlib
import shutil
import subprocess
import sys

import dask
from distributed import Client, LocalCluster

SEED = 1
SETTINGS = ["uncertainty.figures=true"]  # what --set would say; [] if the scenario says what is uncertain
RETRIES = 3  # how often a part that failed is tried again
LOST_WORKERS = 10  # how many workers may be lost that had the same part
WORKERS = 2  # workers on this machine, one processor each; a cluster has its own


def ensemble(program, scenario, members, seed=SEED, settings=SETTINGS):
    """The command that counts the ensemble, but for which part of it and where to."""
    program, scenario = pathlib.Path(shutil.which(program) or program), pathlib.Path(scenario)
    command = [str(program.resolve()), "ensemble", str(scenario.resolve()), "--workers", "1"]
    command += ["--members", str(members), "--seed", str(seed)]
    for setting in settings:
        command += ["--set", setting]
    return command


def claim(folder, command, parts):
    """Keeps a folder for one ensemble: the command is written into it, and another one is refused."""
    folder = pathlib.Path(folder).resolve()
    folder.mkdir(parents=True, exist_ok=True)
    note, text = folder / "command.txt", f"{' '.join(command)} in {parts} parts\n"
    if note.exists() and note.read_text() != text:
        sys.exit(f"{folder} is for another ensemble: {note.read_text()}choose another folder")
    note.write_text(text)
    return folder


def count(part, parts, command, folder):
    """Counts one part. A file that is there is whole, so it is not counted again."""
    file = pathlib.Path(folder, f"{part}.part")
    if not file.exists():
        command = [*command, "--part", f"{part}/{parts}", "--out", str(file)]
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True)
        if done.returncode != 0:
            raise RuntimeError(f"part {part} ended with {done.returncode}: {done.stderr}")


def count_all(client, parts, command, folder):
    """Counts all parts and says which of them failed; merging says which members that leaves out."""
    numbers = range(1, parts + 1)
    same = {"parts": parts, "command": command, "folder": str(claim(folder, command, parts))}
    tasks = client.map(count, numbers, **same, retries=RETRIES, pure=False)
    for number, task in zip(numbers, tasks):
        error = task.exception()  # waits until the part is counted or given up
        if error is not None:
            print(f"part {number} failed: {error}", file=sys.stderr)


def merge(program, folder, out, **options):
    """Merges the parts: ends with 0 if the result is written; with 2 if not, and then says why."""
    parts = sorted(pathlib.Path(folder).glob("*.part"))
    return subprocess.run([shutil.which(program) or program, "merge", *parts, "--out", out], **options)


def local():
    """Workers on this machine, which no other machine can reach."""
    dask.config.set({"distributed.scheduler.allowed-failures": LOST_WORKERS})
    return LocalCluster(n_workers=WORKERS, threads_per_worker=1, host="127.0.0.1", dashboard_address=None)


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("program", help="ofogh")
    arguments.add_argument("scenario", help="scenario file")
    arguments.add_argument("members", type=int, help="members of the whole ensemble")
    arguments.add_argument("parts", type=int, help="number of parts")
    arguments.add_argument("folder", help="folder for the part files of this ensemble alone")
    arguments.add_argument("out", help="result: .json, .csv or .xlsx")
    arguments.add_argument("--scheduler", help="address of a scheduler; without it, this machine counts")
    given = arguments.parse_args()
    command = ensemble(given.program, given.scenario, given.members)
    with Client(given.scheduler or local()) as client:
        count_all(client, given.parts, command, given.folder)
    sys.exit(merge(given.program, given.folder, given.out).returncode)


if __name__ == "__main__":
    main()
