"""The options that every peer is given: what to train on, where the vectors go, and the settings of the run."""

import argparse


def parse(about):
    """The command line of a peer, as `cargo xtask bench train` writes it."""
    parser = argparse.ArgumentParser(description=about)
    parser.add_argument("--tokens", required=True, help="the text, tokenized: words between spaces, a passage a line")
    parser.add_argument("--vectors-out", required=True, help="where the vectors go, in word2vec's binary format")
    parser.add_argument("--model", choices=["skip-gram", "cbow"], required=True)
    for name in ["dims", "window", "harmonic", "negatives", "epochs", "min-count", "seed"]:
        parser.add_argument(f"--{name}", type=int, required=True)
    for name in ["subsample", "rate", "weight-decay"]:
        parser.add_argument(f"--{name}", type=float, required=True)
    options = parser.parse_args()
    if options.harmonic:
        parser.error("the peers have no harmonic windows: leave them out with --only, or give --harmonic 0")
    if options.weight_decay:
        parser.error("the peers have no weight decay: leave them out with --only, or give --weight-decay 0")
    return options


def count_words(path):
    """Words of a tokenized text, those included that a minimum count leaves out."""
    with open(path, encoding="utf-8") as lines:
        return sum(len(line.split()) for line in lines)
