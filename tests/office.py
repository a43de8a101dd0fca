"""The living workbook in an office suite: edited by one program, recalculated by another, adopted and run by ours.

Usage: office.py OFOGH FOLDER, where FOLDER is empty and SOFFICE is on the path. Needs openpyxl.
Every number of the recalculated sheets must agree with the engine to 1e-12 of its size or, where a difference of nearly
equal numbers is all that is left, to 1e-14 of the largest number of its row: the suite keeps 15 digits. A programme at its
usual pace adds nothing but rounding to building, so what is below NOTHING in both is the same.
"""

import pathlib
import shutil
import subprocess
import sys

import openpyxl

PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="ODFRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""

# A tenth of a toman, where money is in billions.
NOTHING = 1e-10

# What the planner types, by the name of the cell.
EDITS = {
    "in_nation.growth_1406": 0.031,
    "in_envelope.credit.flow_1405": 17_500,
    "in_economy.local_content_1407": 0.8,
    "in_programme.solar.stages.works.months_1404": 14,
    "in_class.small.idling_1408": 0.06,
    "in_work.opening_employed": 401_000,
    "goal_first_phase": 120,
}


def run(*command):
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"{command}\n{done.stdout}{done.stderr}")


def edited(source, target):
    book = openpyxl.load_workbook(source)
    for name, value in EDITS.items():
        ((sheet, cell),) = book.defined_names[name].destinations
        book[sheet][cell.replace("$", "")].value = value
    book.save(target)


def compared(recalculated, engine):
    """The number of cells that agree; ends the program if one does not."""
    ours, theirs = (openpyxl.load_workbook(path, data_only=True) for path in (engine, recalculated))
    count = 0
    for sheet in ("Model", "Goals", "Leontief", "Assumptions"):
        for row in ours[sheet].iter_rows():
            numbers = [cell for cell in row if isinstance(cell.value, (int, float))]
            largest = max((abs(cell.value) for cell in numbers), default=0)
            for cell in numbers:
                found = theirs[sheet][cell.coordinate].value
                slack = max(1e-12 * abs(cell.value), 1e-14 * largest, NOTHING)
                if not isinstance(found, (int, float)) or abs(found - cell.value) > slack:
                    sys.exit(f"{sheet}!{cell.coordinate}: the office suite has {found}, the engine {cell.value}")
                count += 1
    return count


def main():
    ofogh, folder = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve()
    root = pathlib.Path(__file__).resolve().parent.parent
    for part in ("scenarios", "seeds"):
        shutil.copytree(root / part, folder / part)
    (folder / "profile" / "user").mkdir(parents=True)
    (folder / "profile" / "user" / "registrymodifications.xcu").write_text(PROFILE)
    plain, changed, office = folder / "plain.xlsx", folder / "changed.xlsx", folder / "office"
    scenario = folder / "scenarios" / "reference.toml"
    run(ofogh, "run", scenario, "--out", plain)
    edited(plain, changed)
    convert = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless"]
    run(*convert, "--convert-to", "xlsx", "--outdir", office, plain, changed)
    print("as written:", compared(office / "plain.xlsx", plain), "numbers agree with the engine")
    run(ofogh, "adopt", office / "changed.xlsx", "--as", "adopted", "--base", scenario)
    run(ofogh, "run", folder / "scenarios" / "adopted.toml", "--out", folder / "adopted.xlsx")
    count = compared(office / "changed.xlsx", folder / "adopted.xlsx")
    print(f"{len(EDITS)} cells edited, recalculated, adopted and run: {count} numbers agree with the engine")
    run(*convert, "--convert-to", "pdf", "--outdir", office, plain)


main()
