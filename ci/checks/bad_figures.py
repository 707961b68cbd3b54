"""Cases of bad_input.py: the page, its figure files and the READMEs it takes errata from."""
import os

FIGURE = """\
schema  = 1
title   = "Change of the largest |eigenvalue|"
where   = "Fig. 2"
caption = "Ours."
kind    = "curves"
x       = "radius"
y       = "spectral_radius_change"
x_label = "radius |x|"
y_label = "change"
[[layers]]
experiment = "jiang2020.single_example"
vary       = { radius = [1, 5] }
"""
REPORT = ["report", "--figures", "figures", "--readmes", "readmes", "--out", "page"]


def add_cases(case):
    def report_case(name, *says, figure=FIGURE, prepare=lambda folder: None, more=()):
        def lay_out_figure(folder):
            (folder / "figures/demo2024").mkdir(parents=True)
            (folder / "readmes/demo2024").mkdir(parents=True)
            (folder / "figures/demo2024/one.toml").write_text(figure, encoding="utf-8")
            prepare(folder)

        case(f"report, {name}", [*REPORT, *more], *says, prepare=lay_out_figure)

    def figure_case(name, line, *says):
        report_case(f"figure, {name}", "one.toml:10: ", *says, figure=FIGURE.replace("[[layers]]", f"{line}\n[[layers]]"))

    figure_case("a range of neighbours", "x_range = [1, 1.0000000000000002]", "'x_range'", "more than rounding")
    figure_case("a range beyond numbers", "y_range = [-1e308, 1e308]", "'y_range'")
    figure_case("a range from inf", "x_range = [-inf, 1]", "'x_range'", "finite")
    figure_case("a logarithm of 0", 'y_range = [0, 1]\nlog = "y"', "'y_range'", "above 0")
    figure_case("a range without width", "x_range = [1, 1]", "'x_range'")
    figure_case("an unknown key", "titel = 1", "'titel'", "known: title")
    report_case("figure, arms beyond counting", "one.toml:12: ", "1024 arms",
                figure=FIGURE.replace("[1, 5]", f"{list(range(1, 100))}, width = {list(range(1, 100))}"))
    report_case("figure, a megabyte", "one.toml", "at most 65536", figure=FIGURE + "#" * 2**20)
    report_case("figure, a pipe", "two.toml", "no regular file",
                prepare=lambda folder: os.mkfifo(folder / "figures/demo2024/two.toml"))
    report_case("figure, a link out of the folder", "two.toml", "link",
                prepare=lambda folder: (folder / "figures/demo2024/two.toml").symlink_to("../../store.sqlite"))
    report_case("unknown figure", "'demo2024.oen'", "known: demo2024.one", more=["--figure", "demo2024.oen"])
    report_case("nothing to forecast", "--stored", "--dry-run", more=["--stored", "--dry-run"])
    report_case("the page a file", "page", "cannot be made a folder",
                prepare=lambda folder: (folder / "page").write_text("mine"))
    report_case("the page's index a folder", "index.html", "is a folder", prepare=lambda folder: [
        (folder / "page" / name).mkdir(parents=True) for name in ("index.html", "figures")])
    report_case("a README too large", "README.md", "at most 1048576",
                prepare=lambda folder: (folder / "readmes/demo2024/README.md").write_text("x" * 2**21))
    report_case("a README elsewhere", "README.md", "link",
                prepare=lambda folder: (folder / "readmes/demo2024/README.md").symlink_to("../../store.sqlite"))
    report_case("no claims", "claims", "has no claims",
                prepare=lambda folder: (folder / "claims/demo2024/good.toml").unlink())
