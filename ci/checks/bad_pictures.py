"""Cases of bad_input.py: settings that would fill the memory or the years, and MNIST that is not what it should be."""

# Experiment, settings, what the refusal says.
SIZES = (
    ("syde2024.capacity", "pixels=1e5", "pixels=100000", "lower"),
    ("syde2024.capacity", "pool=100", "pool=100", "give at least 111"),
    ("syde2024.energy", "states=1e12", "1000000000000 states", "lower states"),
    ("syde2024.energy", "pixels=1000 states=9e15", "lower states"),
    ("syde2024.preconditioning", "width=1e5", "'width'", "at most 1000"),
    ("syde2024.robustness", "stored=1000 repeats=1000 width=3e4", "lower repeats, stored or width"),
    ("syde2024.autoencoder", "pictures=60001", "'pictures'", "at most 60000"),
    ("syde2024.autoencoder", "pictures=0", "pictures=0", "give 1 to 60000"),
    ("syde2024.autoencoder", "pictures=1 width=1 epochs=2e5", "epochs=200000", "at most 163840"),
    ("sange2024.bottleneck", "model=big width=1e9", "parameters need", "lower width"),
    ("sange2024.bottleneck", "points=2000 batch=1 retrain=anew retrain_epochs=9e15", "retrain_epochs=9000000000000000",
     "lower"),
    ("sange2024.bottleneck", "weight_decay=nan", "'weight_decay'", "at least 0"),
)


def idx(magic, *sizes, count):
    """An IDX file: big-endian numbers and `count` bytes of 0."""
    return b"".join(number.to_bytes(4, "big") for number in (magic, *sizes)) + bytes(count)


PICTURES, LABELS = idx(2051, 3, 28, 28, count=3 * 784), idx(2049, 3, count=3)

# Name, file of training pictures, file of their labels, what the refusal says.
MNIST = (
    ("empty", b"", LABELS, "train-images-idx3-ubyte", "0 bytes", "get it again"),
    ("cut short", PICTURES[:-1], LABELS, "2351 bytes", "promises 2352", "get it again"),
    ("too long", PICTURES + b"x", LABELS, "2353 bytes", "promises 2352", "get it again"),
    ("labels for pictures", idx(2049, 30, count=30), LABELS, "number 2049", "2051"),
    ("no labels", PICTURES, None, "no labels beside it", "train-labels-idx1-ubyte"),
    ("other labels", PICTURES, idx(2049, 4, count=4), "4 labels", "3 pictures"),
    ("a label of ten", PICTURES, LABELS[:-1] + b"\n", "picture 2 the label 10", "get it again"),
    ("too few", PICTURES, LABELS, "3 training pictures", "lower pool=18623"),
    ("27 columns", idx(2051, 3, 28, 27, count=3 * 28 * 27), LABELS, "28 x 27", "put MNIST there"),
    ("a promise of exabytes", idx(2051, 2**32 - 1, 4096, 4096, count=3), LABELS, "has 3 bytes", "get it again"),
    ("huge pictures", idx(2051, 3, 2**32 - 1, 2**32 - 1, count=3), LABELS, "4294967295 rows", "get it again"),
)


def files(pictures, labels):
    """Lays them out in a data folder."""
    def prepare(folder):
        (folder / "data/mnist").mkdir(parents=True)
        for kind, content in (("images-idx3", pictures), ("labels-idx1", labels)):
            if content is not None:
                (folder / f"data/mnist/train-{kind}-ubyte").write_bytes(content)

    return prepare


def add_cases(case):
    for experiment, settings, *says in SIZES:
        words = [word for setting in settings.split() for word in ("--set", setting)]
        case(f"{experiment} {settings}", ["run", experiment, *words], *says)
    for name, pictures, labels, *says in MNIST:
        case(f"MNIST, {name}", ["run", "syde2024.capacity", "--set", "patterns=mnist", "--data", "data"], *says,
             prepare=files(pictures, labels))
