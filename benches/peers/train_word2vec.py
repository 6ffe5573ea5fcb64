"""Trains by the original word2vec.c on one thread; prints one line of JSON.

The program comes from the package word2vec, which compiles it as it is installed (-Ofast -march=native -funroll-loops).
It knows no seed: its vectors are the same each time.
"""

import json
import pathlib
import re
import resource
import subprocess
import sys
import time

import settings

options = settings.parse(__doc__)
program = pathlib.Path(sys.executable).with_name("word2vec")
arguments = {
    "-train": options.tokens,
    "-output": options.vectors_out,
    "-size": options.dims,
    "-window": options.window,
    "-negative": options.negatives,
    "-hs": 0,
    "-iter": options.epochs,
    "-min-count": options.min_count,
    "-sample": options.subsample,
    "-alpha": options.rate,
    "-cbow": 0 if options.model == "skip-gram" else 1,
    "-threads": 1,
    "-binary": 1,
}
command = [str(program), *(str(word) for pair in arguments.items() for word in pair)]
# It reports its progress each 10,000 words, from the first of them on: the time between the first and the last report is
# training alone, without the vocabulary before it and the writing after it.
reports = []
said = b""
with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
    while piece := process.stdout.read1(65536):
        now = time.perf_counter()
        said = (said + piece)[-200:]
        if found := re.findall(rb"Progress: ([0-9.]+)%", said):
            reports.append((now, float(found[-1])))
if process.returncode != 0:
    sys.exit(f"{program} failed with code {process.returncode}")
if len(reports) < 2 or reports[-1][1] == reports[0][1]:
    sys.exit("the text is too short to measure word2vec on: it reports nothing under 20,000 words; raise --epochs")
(began, first), (ended, last) = reports[0], reports[-1]
seconds = (ended - began) / (last - first) * 100
memory_mb = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024 / 1e6
words_per_s = settings.count_words(options.tokens) * options.epochs / seconds
print(json.dumps({"words_per_s": words_per_s, "seconds": seconds, "memory_mb": memory_mb}))
