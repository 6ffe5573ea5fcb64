"""Trains word vectors with Spark MLlib, a sentence a line, and writes word2vec's text, most frequent words first.

spark-submit spark_word2vec.py TEXT FOLDER
"""

import pathlib
import sys

from pyspark.ml.feature import Word2Vec
from pyspark.sql import SparkSession
from pyspark.sql.functions import col, explode, lower, split, trim

text, folder = sys.argv[1], pathlib.Path(sys.argv[2])
spark = SparkSession.builder.appName("word2vec").getOrCreate()
sentences = spark.read.text(text).select(split(lower(trim(col("value"))), r"\s+").alias("words"))
model = Word2Vec(vectorSize=100, windowSize=5, minCount=5, maxIter=5, seed=1, inputCol="words").fit(sentences)
counts = sentences.select(explode("words").alias("word")).groupBy("word").count()
rows = model.getVectors().join(counts, "word").orderBy(col("count").desc(), col("word"))
folder.mkdir(parents=True, exist_ok=True)
n_words = rows.count()
with open(folder / "vectors.txt", "w", encoding="utf-8", newline="\n") as out:
    out.write(f"{n_words} 100\n")
    # A partition at a time, so that the driver never holds all of them as text.
    for row in rows.toLocalIterator():
        out.write(" ".join([row.word, *(repr(float(x)) for x in row.vector)]) + "\n")
print(f"{n_words} words in {folder}")
spark.stop()
