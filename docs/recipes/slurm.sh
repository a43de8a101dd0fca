#!/usr/bin/env bash
# Counts the parts of an ensemble as a Slurm array job and merges them in a job that waits for it.
# Start it where the scenario's path holds: bash slurm.sh. Run again, it counts only what is missing.
#SBATCH --ntasks=1
#SBATCH --cpus-per-task=1
#SBATCH --mem=2G
#SBATCH --time=01:00:00
#SBATCH --requeue
set -euo pipefail

ofogh=ofogh # every node must see the program, the scenario and the folder at these paths
scenario=scenarios/reference.toml
members=100000000
seed=1
settings=(--set uncertainty.figures=true) # settings=() if the scenario says what is uncertain
parts=64
folder=results/parts # for the part files of this ensemble alone, and for what the jobs say
out=results/fan.json # or .csv, .xlsx

count=("$ofogh" ensemble "$scenario" --members "$members" --seed "$seed" "${settings[@]}" --workers 1)

case "${1:-submit}" in
submit)
    # The folder is kept for one ensemble: the command is written into it, and another one is refused.
    mkdir -p "$folder"
    note="${count[*]} in $parts parts"
    [ -e "$folder/command.txt" ] || echo "$note" > "$folder/command.txt"
    if [ "$(cat "$folder/command.txt")" != "$note" ]; then
        echo "$folder is for another ensemble: $(cat "$folder/command.txt")" >&2
        exit 2
    fi
    job=$(sbatch --parsable --job-name=ofogh-parts --array="1-$parts" --output="$folder/%a.log" "$0" count)
    # Merging comes also after parts that failed: it says which members are missing, and ends with 2.
    sbatch --job-name=ofogh-merge --dependency="afterany:${job%%;*}" --output="$folder/merge.log" "$0" merge
    ;;
count)
    part=$SLURM_ARRAY_TASK_ID
    # A file that is there is whole, so it is not counted again.
    [ -e "$folder/$part.part" ] || "${count[@]}" --part "$part/$parts" --out "$folder/$part.part"
    ;;
merge)
    "$ofogh" merge "$folder"/*.part --out "$out"
    ;;
esac
