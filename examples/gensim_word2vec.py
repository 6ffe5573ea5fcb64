"""Trains word vectors with gensim on a text of any size, a sentence a line, and writes what Embedding Explorer opens.

gensim_word2vec.py TEXT FOLDER
"""

import pathlib
import sys

from gensim.models import Word2Vec
from gensim.models.word2vec import LineSentence

text, folder = sys.argv[1], pathlib.Path(sys.argv[2])
folder.mkdir(parents=True, exist_ok=True)
# A line at a time; .gz and .bz2 are read as well.
model = Word2Vec(LineSentence(text), vector_size=100, window=5, sg=1, negative=5, min_count=5, workers=4, epochs=5)
model.wv.save_word2vec_format(str(folder / "vectors.bin"), binary=True)
model.wv.save_word2vec_format(str(folder / "vectors.txt"), binary=False)
# With counts; large tables put their vectors into vectors.kv.vectors.npy.
model.wv.save(str(folder / "vectors.kv"))
print(f"{len(model.wv)} words of {model.wv.vector_size} numbers in {folder}")
