#!/usr/bin/env python3
"""Layers of the library: layers.py LIB

A module includes only modules named before it (and itself); its unit tests may use later ones. No public header includes
LibTorch.
"""
import pathlib
import re
import sys

MODULES = ["core", "data", "nets", "train", "dynamics", "theory", "hopfield", "stats", "claims", "report", "program"]
INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')


def mistakes(lib):
    for path in sorted(lib.glob("*/*.[ch]pp")):
        module = path.parent.name
        name = path.relative_to(lib)
        if module not in MODULES:
            yield f"{name}: module '{module}' is unknown; known: {', '.join(MODULES)}"
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            found = INCLUDE.match(line)
            if not found:
                continue
            mark, target = found.groups()
            folder = target.split("/")[0]
            if path.suffix == ".hpp" and folder in ("torch", "ATen", "c10"):
                yield f"{name}:{number}: a public header includes {target}; keep LibTorch in .cpp files"
            if mark == "<":
                continue
            if folder not in MODULES or not (lib / target).is_file():
                yield f"{name}:{number}: {target} is no header of the library; includes are relative to lib/"
            elif path.name.endswith("_test.cpp"):
                continue
            elif MODULES.index(folder) > MODULES.index(module):
                yield f"{name}:{number}: {module} includes {target}, but {folder} comes after it"


def main():
    if len(sys.argv) != 2 or not pathlib.Path(sys.argv[1]).is_dir():
        print(__doc__)
        return 2
    lib = pathlib.Path(sys.argv[1])
    found = list(mistakes(lib))
    files = len(list(lib.glob("*/*.[ch]pp")))
    for mistake in found:
        print(mistake)
    print(f"{files} files, {len(found)} mistakes")
    return 1 if found or files == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
