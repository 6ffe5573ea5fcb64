"""Asks gensim on one thread what `benches/questions` asks the explorer; a line of JSON for each line of the input.

questions_gensim.py FOLDER: the folder holds the table and the questions. A line is `KIND FIRST SAMPLES GROUP`; see
`benches/questions/src/main.rs`. Where numpy may use more threads it does: the environment of who calls says one.
"""

import json
import pathlib
import statistics
import sys
import time

import numpy
from gensim.models import KeyedVectors

DIMS = 100
K = 10

folder = pathlib.Path(sys.argv[1])
table = numpy.fromfile(folder / "vectors.f32", dtype="<f4").reshape(-1, DIMS)
vectors = KeyedVectors(DIMS)
vectors.add_vectors([f"word{word}" for word in range(len(table))], table)
vectors.fill_norms()
questions = {}
for line in (folder / "questions.txt").read_text().splitlines():
    kind, *words = line.split(" ")
    questions.setdefault(kind, []).append([f"word{word}" for word in words])


def first_of_answer(kind, words):
    """The first word of gensim's answer to one question."""
    match kind, words:
        case "neighbors", [word]:
            return vectors.most_similar(word, topn=K)[0][0]
        case "analogy", [a, b, c]:
            return vectors.most_similar(positive=[b, c], negative=[a], topn=K)[0][0]
        case "cosmul", [a, b, c]:
            return vectors.most_similar_cosmul(positive=[b, c], negative=[a], topn=K)[0][0]
        case _:
            return vectors.doesnt_match(words)


def milliseconds(action):
    """How long something takes, and what comes of it."""
    began = time.perf_counter()
    result = action()
    return (time.perf_counter() - began) * 1e3, result


def examine(path):
    """Asks a file of analogies by gensim's defaults; returns the questions that were answered as expected."""
    _, sections = vectors.evaluate_word_analogies(str(path))
    return len(sections[-1]["correct"])


# Each call of the evaluation begins with a list of the words in upper case. The explorer has it ready, so it is taken off here.
nothing = folder / "google-nothing.txt"
nothing.write_text(": nothing\nno such words here\n")
preparing = statistics.median(milliseconds(lambda: examine(nothing))[0] for _ in range(5))

for line in sys.stdin:
    kind, *numbers = line.split()
    first, n_samples, group = map(int, numbers)
    times, answers = [], []
    for sample in range(first, first + n_samples):
        if kind == "google":
            path = folder / f"google-{sample}.txt"
            taken, n_correct = milliseconds(lambda: examine(path))
            times.append((taken - preparing) / group)
            answers.append(n_correct)
            continue
        asked = questions[kind][sample * group : (sample + 1) * group]
        taken, found = milliseconds(lambda: [first_of_answer(kind, words) for words in asked])
        times.append(taken / group)
        answers.extend(int(word.removeprefix("word")) for word in found)
    print(json.dumps({"ms": times, "answers": answers}), flush=True)
