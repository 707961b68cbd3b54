"""Results as lines of text."""
from harness import comparison as comparison_of


def ratio_text(number):
    """Three digits, more where it has them before the point."""
    return f"{number:,.0f}" if number >= 100 else f"{number:.3g}"


def seconds_text(seconds):
    """Three digits in a unit that leaves one to three of them before the point."""
    for unit, scale, least in (("h", 3600, 5400), ("min", 60, 100), ("s", 1, 1), ("ms", 1e-3, 1e-3)):
        if seconds >= least:
            return f"{seconds / scale:.3g} {unit}"
    return f"{seconds * 1e6:.3g} us"


def agreement(entry):
    """What both sides reached, in words."""
    parts = []
    for found in entry["agreement"]:
        if found["ours"] is None or found["theirs"] is None:
            parts.append(f"{found['quantity']} NOT GIVEN by {'us' if found['ours'] is None else 'the peer'}")
        else:
            apart = comparison_of.difference(found["ours"], found["theirs"])
            parts.append(f"{found['quantity']} {'equal' if found['equal'] else 'NOT EQUAL'} to {apart:.1g}")
    return ", ".join(parts)


def comparison(entry):
    """Two lines: what; ratio and goal, or of a smoke run only whether both reached the same."""
    head = f"{entry['name']}: {entry['title']} ({entry['case']}) beside {entry['against']}"
    if "ratio" not in entry:
        return f"{head}\n    {agreement(entry)}"
    spread = f"{ratio_text(entry['lowest'])} to {ratio_text(entry['highest'])} in {entry['rounds']} rounds"
    goal = ""
    if entry["goal"] is not None:
        wanted = f"{entry['sense'].replace('_', ' ')} {ratio_text(entry['goal'])}"
        goal = f"; wanted {wanted}: {'met' if entry['met'] else 'MISSED'}"
    took = f"; {seconds_text(entry['ours'])} beside {seconds_text(entry['theirs'])}"
    details = [text for text in (agreement(entry), f"kernels {entry['kernels']}" if entry["kernels"] else "",
                                 entry["note"]) if text]
    return f"{head}\n    ratio {ratio_text(entry['ratio'])} ({spread}){goal}{took}" + (
        f"\n    {'; '.join(details)}" if details else "")


def growth(entries):
    """A line each: fitted exponent, that of the operations, the theory's."""
    lines = []
    for entry in entries:
        error = "" if entry["standard_error"] is None else f" +- {entry['standard_error']:.2f}"
        first, last = entry["points"][0][0], entry["points"][-1][0]
        lines.append(f"{entry['title']}: {entry['variable']} {first:,} to {last:,}: seconds grow with exponent "
                     f"{entry['exponent']:.2f}{error}, operations {entry['operations']:.2f}, "
                     f"theory {entry['theory']:g}")
    return "\n".join(lines)


def tier(entry):
    """The whole tier in a line, the dearest claims below."""
    cores = [f"{seconds:.0f} s and {entry['peak_memory_mib'][number]:.0f} MiB on {number}"
             for number, seconds in entry["seconds"].items()]
    head = f"{entry['tier']} tier: {entry['claims']} claims, {entry['runs']} runs: {', '.join(cores)} cores"
    if entry["speed_up"] is not None:
        verdict = "met" if entry["met"] else "MISSED"
        head += f"; speed-up {entry['speed_up']:.2f}, wanted at least {entry['goal']}: {verdict}"
    return "\n".join([head, *(f"    {claim['seconds']:8.1f} s  {claim['claim']} ({claim['runs']} runs)"
                              for claim in entry["processor_seconds"][:10])])
