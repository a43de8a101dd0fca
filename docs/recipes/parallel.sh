#!/usr/bin/env bash
# Counts the parts of an ensemble with GNU parallel and merges them.
# Run again, it counts the parts that failed or were not begun, by what jobs.log in the folder says.
set -euo pipefail

ofogh=ofogh
scenario=scenarios/reference.toml
members=100000000
seed=1
settings=(--set uncertainty.figures=true) # settings=() if the scenario says what is uncertain
parts=64
folder=results/parts # for the part files of this ensemble alone
out=results/fan.json # or .csv, .xlsx
jobs=$(nproc)        # parts counted at the same time
tries=3              # how often a part is tried in one run

count=("$ofogh" ensemble "$scenario" --members "$members" --seed "$seed" "${settings[@]}" --workers 1)

# The folder is kept for one ensemble: the command is written into it, and another one is refused.
mkdir -p "$folder"
note="${count[*]} in $parts parts"
[ -e "$folder/command.txt" ] || echo "$note" > "$folder/command.txt"
if [ "$(cat "$folder/command.txt")" != "$note" ]; then
    echo "$folder is for another ensemble: $(cat "$folder/command.txt")" >&2
    exit 2
fi

seq "$parts" |
    parallel --quote --jobs "$jobs" --retries "$tries" --joblog "$folder/jobs.log" --resume-failed \
        "${count[@]}" --part "{}/$parts" --out "$folder/{}.part" ||
    echo "some parts failed; $folder/jobs.log has their exit codes" >&2

# Says which members are missing and ends with 2 if a part is.
"$ofogh" merge "$folder"/*.part --out "$out"
