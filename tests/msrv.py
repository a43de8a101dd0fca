"""No dependency of the default features asks for a newer Rust than this project does.

Usage: msrv.py, in the folder of Cargo.toml. What `cargo tree` lists for all platforms is looked up in the
metadata of cargo, which lists more than is used.
"""

import json
import subprocess
import sys


def cargo(*words):
    return subprocess.run(["cargo", *words, "--locked"], check=True, stdout=subprocess.PIPE, text=True).stdout


def number(version):
    return tuple(int(part) for part in (version + ".0.0").split(".")[:3])


asks = {
    (package["name"], package["version"]): package["rust_version"]
    for package in json.loads(cargo("metadata", "--format-version", "1"))["packages"]
}
tree = cargo("tree", "--edges", "normal,build", "--target", "all", "--prefix", "none", "--format", "{p}")
words = [line.split() for line in tree.splitlines() if line]
packages = list(dict.fromkeys((name, version[1:]) for name, version, *_ in words))
ours = asks[packages[0]]
others = [package for package in packages[1:] if asks[package]]
newer = [package for package in others if number(asks[package]) > number(ours)]
if newer:
    told = [f"{name} {version} asks for Rust {asks[name, version]}" for name, version in newer]
    sys.exit("\n".join([f"rust-version is {ours}, but", *told]))
most = max((number(asks[package]) for package in others), default=())
print(f"{len(packages)} packages, none asks for a newer Rust than {ours}; the newest is {'.'.join(map(str, most))}")
