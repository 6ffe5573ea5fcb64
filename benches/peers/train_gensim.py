"""Trains by gensim on one thread; prints one line of JSON."""

import json
import resource
import time

from gensim.models import Word2Vec

import settings

options = settings.parse(__doc__)
model = Word2Vec(
    vector_size=options.dims,
    window=options.window,
    negative=options.negatives,
    epochs=options.epochs,
    min_count=options.min_count,
    sample=options.subsample,
    alpha=options.rate,
    # As the others decay: to a ten-thousandth.
    min_alpha=options.rate * 1e-4,
    sg=1 if options.model == "skip-gram" else 0,
    hs=0,
    workers=1,
    seed=options.seed,
)
# By file, all of training runs in compiled code on one thread; by sentences, another thread would prepare batches.
model.build_vocab(corpus_file=options.tokens)
began = time.perf_counter()
model.train(
    corpus_file=options.tokens,
    total_examples=model.corpus_count,
    total_words=model.corpus_total_words,
    epochs=options.epochs,
)
seconds = time.perf_counter() - began
memory_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6
model.wv.save_word2vec_format(options.vectors_out, binary=True)
words_per_s = settings.count_words(options.tokens) * options.epochs / seconds
print(json.dumps({"words_per_s": words_per_s, "seconds": seconds, "memory_mb": memory_mb}))
