"""For output_schema.py: whether `basin report --benchmarks` takes what OUTPUT.md says of that file, and nothing else.

Every documented key is left out, made null and given another type, one after the other; the program must refuse what the page
does not allow and take what it allows.
"""
import copy
import json

import bad_benchmarks

OTHER_TYPE = {"text": 7, "whole": 1.5, "number": "one", "flag": "yes", "list": {"a": 1}, "table": ["a"]}


def base():
    """The made-up results, so that no number is tied to another: nothing is said to be met or equal."""
    document = copy.deepcopy(bad_benchmarks.RESULTS)
    for one in [*document["comparisons"], document["tier"]]:
        one["met"] = None
    for one in document["comparisons"]:
        for number in one["agreement"]:
            number["equal"] = False
    return document


def places(document, path):
    """(table or list, key or index) of everything that a documented path stands for."""
    def keys(container, part):
        return range(len(container)) if part == "[]" else list(container) if part == "*" else [part]

    *parents, last = path.replace("[]", ".[]").split(".")
    containers = [document]
    for part in parents:
        containers = [container[key] for container in containers for key in keys(container, part)]
    return [(container, key) for container in containers for key in keys(container, last)]


def changed(path, change):
    document = base()
    for container, key in places(document, path):
        change(container, key)
    return document


def objections(keys, accepts):
    """`keys`: path -> type, as documented; `accepts`: whether the program takes a document."""
    found = []

    def expect(document, allowed, what):
        if accepts(json.dumps(document)) != allowed:
            found.append(f"results: {what} is {'refused' if allowed else 'taken'} and documented otherwise")

    expect(bad_benchmarks.RESULTS, True, "the whole document")
    for path, kind in keys.items():
        optional, nullable = kind.endswith(", optional"), kind.endswith(" or null")
        plain = kind.removesuffix(", optional").removesuffix(" or null")
        if not path.endswith(("[]", "*")):
            expect(changed(path, lambda table, key: table.pop(key)), optional, f"{path} left out")
        expect(changed(path, lambda table, key: table.__setitem__(key, None)), optional or nullable, f"{path} null")
        expect(changed(path, lambda table, key: table.__setitem__(key, OTHER_TYPE[plain])), False,
               f"{path} of another type")
    tables = {path.rsplit(".", 1)[0] for path in keys if "." in path and not path.endswith("*")}
    for path in sorted(tables):
        expect(changed(path, lambda table, key: table[key].update(colour="red")), False, f"an unknown key of {path}")
    return found
