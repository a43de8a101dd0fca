"""Counts the parts of an ensemble with Ray, on this machine or on a cluster, and merges them.

Needs ray. On a cluster every machine must see the program, the scenario and the folder at the same paths.
Run again, it counts only what is missing.
"""

import argparse
import os
import pathlib
import shutil
import subprocess
import sys

os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # Ray is not to report how it is used
import ray  # noqa: E402

SEED = 1
SETTINGS = ["uncertainty.figures=true"]  # what --set would say; [] if the scenario says what is uncertain
RETRIES = 10  # how often a part is tried again that failed or lost its worker
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


@ray.remote(num_cpus=1, max_retries=RETRIES, retry_exceptions=True)
def count(part, parts, command, folder):
    """Counts one part. A file that is there is whole, so it is not counted again."""
    file = pathlib.Path(folder, f"{part}.part")
    if not file.exists():
        command = [*command, "--part", f"{part}/{parts}", "--out", str(file)]
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True)
        if done.returncode != 0:
            raise RuntimeError(f"part {part} ended with {done.returncode}: {done.stderr}")


def count_all(parts, command, folder):
    """Counts all parts and says which of them failed; merging says which members that leaves out."""
    folder = str(claim(folder, command, parts))
    tasks = [count.remote(part, parts, command, folder) for part in range(1, parts + 1)]
    for number, task in enumerate(tasks, 1):
        try:
            ray.get(task)
        except ray.exceptions.RayError as error:
            print(f"part {number} failed: {error}", file=sys.stderr)


def merge(program, folder, out, **options):
    """Merges the parts: ends with 0 if the result is written; with 2 if not, and then says why."""
    parts = sorted(pathlib.Path(folder).glob("*.part"))
    return subprocess.run([shutil.which(program) or program, "merge", *parts, "--out", out], **options)


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("program", help="ofogh")
    arguments.add_argument("scenario", help="scenario file")
    arguments.add_argument("members", type=int, help="members of the whole ensemble")
    arguments.add_argument("parts", type=int, help="number of parts")
    arguments.add_argument("folder", help="folder for the part files of this ensemble alone")
    arguments.add_argument("out", help="result: .json, .csv or .xlsx")
    arguments.add_argument("--cluster", help="address of a cluster; without it, this machine counts")
    given = arguments.parse_args()
    command = ensemble(given.program, given.scenario, given.members)
    if given.cluster:
        ray.init(address=given.cluster)
    else:
        ray.init(address="local", num_cpus=WORKERS, include_dashboard=False)
    count_all(given.parts, command, given.folder)
    sys.exit(merge(given.program, given.folder, given.out).returncode)


if __name__ == "__main__":
    main()
