"""What vectors know, by gensim's own evaluations; prints one line of JSON, null where the words are not there.

quality.py FILE: vectors in word2vec's format, text or, where the name ends in .bin, binary.
"""

import json
import math
import sys
import warnings

from gensim.models import KeyedVectors
from gensim.test.utils import datapath

# Where no pair is known, scipy warns that it has nothing to correlate: null says so as well.
warnings.filterwarnings("ignore")
path = sys.argv[1]
vectors = KeyedVectors.load_word2vec_format(path, binary=path.endswith(".bin"), unicode_errors="replace")


def spearman(name):
    """Rank correlation of cosines with people's judgements; words that are not in the vocabulary are left out."""
    try:
        _, (correlation, _), _ = vectors.evaluate_word_pairs(datapath(name), case_insensitive=True)
    except (ValueError, KeyError, TypeError):
        return None
    return float(correlation) if math.isfinite(correlation) else None


def analogies():
    """Share in per cent of the Google analogies whose answer is at rank 1, of those whose four words are known, and how
    many these are."""
    _, sections = vectors.evaluate_word_analogies(datapath("questions-words.txt"), case_insensitive=True)
    total = sections[-1]
    n_asked = len(total["correct"]) + len(total["incorrect"])
    return (100 * len(total["correct"]) / n_asked if n_asked else None), n_asked


def queen_rank():
    """Place of queen, from 1, among the answers to king - man + woman; the three themselves are no answers."""
    inputs = ["king", "man", "woman"]
    if any(word not in vectors for word in [*inputs, "queen"]):
        return None
    cosines = vectors.most_similar(positive=["king", "woman"], negative=["man"], topn=None)
    ids = {vectors.key_to_index[word] for word in inputs}
    queen = cosines[vectors.key_to_index["queen"]]
    return 1 + sum(1 for word_id, cosine in enumerate(cosines) if cosine > queen and word_id not in ids)


def neighbors(word):
    """The ten words nearest to a word by cosine."""
    return [near for near, _ in vectors.most_similar(word, topn=10)] if word in vectors else None


percent, n_asked = analogies()
print(
    json.dumps(
        {
            "wordsim": spearman("wordsim353.tsv"),
            "simlex": spearman("simlex999.txt"),
            "analogy": percent,
            "analogies_asked": n_asked,
            "queen_rank": queen_rank(),
            "neighbors": neighbors("paris"),
        }
    )
)
