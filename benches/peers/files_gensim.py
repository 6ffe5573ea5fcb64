"""Writes a table for `cargo xtask bench files`, or loads one by gensim and prints a line of JSON.

files_gensim.py make FOLDER WORDS: writes glove.txt and word2vec.bin of made-up vectors.
files_gensim.py load FILE: seconds, megabytes a second, and the checksum of the vectors' bytes.
"""

import json
import os
import pathlib
import sys
import time

import numpy
from gensim.models import KeyedVectors

DIMS = 100


def make(folder, n_words):
    rng = numpy.random.default_rng(17)
    # As in GloVe's files: decimals of five or six digits.
    vectors = (rng.normal(size=(n_words, DIMS)) * 0.4).round(5).astype(numpy.float32)
    words = [f"word{i}" for i in range(n_words)]
    with open(folder / "glove.txt", "w") as text:
        for word, row in zip(words, vectors):
            text.write(word + " " + " ".join(f"{x:.5g}" for x in row) + "\n")
    with open(folder / "word2vec.bin", "wb") as binary:
        binary.write(f"{n_words} {DIMS}\n".encode())
        for word, row in zip(words, vectors):
            binary.write(word.encode() + b" " + row.tobytes() + b"\n")


def load(path):
    is_binary = path.suffix == ".bin"
    began = time.perf_counter()
    keyed = KeyedVectors.load_word2vec_format(path, binary=is_binary, no_header=not is_binary)
    seconds = time.perf_counter() - began
    print(json.dumps({"seconds": seconds, "mb_s": os.path.getsize(path) / seconds / 1e6, "words": len(keyed)}))


if sys.argv[1] == "make":
    make(pathlib.Path(sys.argv[2]), int(sys.argv[3]))
else:
    load(pathlib.Path(sys.argv[2]))
