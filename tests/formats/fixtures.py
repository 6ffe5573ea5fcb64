"""Writes the files that tests/formats reads, with the packages whose formats they are.

    python -m venv /tmp/formats && /tmp/formats/bin/pip install -r tests/formats/requirements.txt
    /tmp/formats/bin/python tests/formats/fixtures.py           # writes tests/formats/fixtures/
    /tmp/formats/bin/python tests/formats/fixtures.py books     # writes the e-books alone
    /tmp/formats/bin/python tests/formats/fixtures.py check DIR # opens what `examples/train.rs` wrote into DIR

Twelve words of four dimensions, the same in every file; `expected.tsv` has the words and the bits of their vectors. The files of
trained models have a `.tsv` of the same name beside them.
"""

import gzip
import io
import json
import pathlib
import pickle
import sys
import zipfile

import numpy as np

HERE = pathlib.Path(__file__).parent
OUT = HERE / "fixtures"
WORDS = ["the", "harbor", "boat", "don't", "new_york", "café", "ים", "1,000", "king", "queen", "=sum", "</s>"]
DIMS = 4
vectors = np.random.default_rng(17).normal(size=(len(WORDS), DIMS)).astype(np.float32)
counts = [1000 - 70 * i for i in range(len(WORDS))]


def line(word, row):
    return " ".join([word, *(repr(float(x)) for x in row)])


def tell(name, words, vector):
    """Writes words and the bits of their vectors."""
    bits = [[f"{x:08x}" for x in np.asarray(vector(word), np.float32).view(np.uint32)] for word in words]
    (OUT / name).write_text("".join("\t".join([word, *row]) + "\n" for word, row in zip(words, bits)))


def zipped(target, files):
    # Without a date of its own, an entry has that of the first day of 1980.
    with zipfile.ZipFile(target, "w") as archive:
        for name, text in files.items():
            archive.writestr(zipfile.ZipInfo(name), text, zipfile.ZIP_DEFLATED)


def write():
    import fasttext
    from gensim.models import FastText, KeyedVectors, Word2Vec
    from gensim.models.fasttext import FastTextKeyedVectors, save_facebook_model
    from gensim.models.keyedvectors import CompatVocab
    from safetensors.numpy import save_file

    OUT.mkdir(exist_ok=True)
    tell("expected.tsv", WORDS, dict(zip(WORDS, vectors)).get)
    keyed = KeyedVectors(DIMS)
    keyed.add_vectors(WORDS, vectors)
    for word, count in zip(WORDS, counts):
        keyed.set_vecattr(word, "count", count)
    keyed.save_word2vec_format(OUT / "gensim.txt", binary=False, write_header=True)
    keyed.save_word2vec_format(OUT / "gensim.bin", binary=True)
    for protocol in (2, 3, 4, 5):
        keyed.save(str(OUT / f"inline-{protocol}.kv"), pickle_protocol=protocol)
    keyed.save(str(OUT / "apart.kv"), separately=["vectors"])
    (OUT / "plain.pickle").write_bytes(pickle.dumps(keyed))
    (OUT / "evil.pickle").write_bytes(b"\x80\x02cposix\nsystem\nX\x04\x00\x00\x00trueq\x00\x85R.")
    glove = "\n".join(line(word, row) for word, row in zip(WORDS, vectors)) + "\n"
    (OUT / "glove.txt.gz").write_bytes(gzip.compress(glove.encode(), mtime=0))
    files = {"README.md": "Vectors of twelve words.\n", "glove.4d.txt": glove, "glove.2d.txt": "a 1 2\nb 2 1\n"}
    zipped(OUT / "glove.zip", files)
    np.save(OUT / "vectors.npy", vectors)
    np.save(OUT / "by-column.npy", np.asfortranarray(vectors.astype(">f8")))
    (OUT / "words.txt").write_text("\n".join(WORDS) + "\n")
    np.savez(OUT / "stored.npz", vectors=vectors, words=np.array(WORDS), counts=np.array(counts))
    np.savez_compressed(OUT / "packed.npz", words=np.array([w.encode() for w in WORDS]), embeddings=vectors)
    stream = io.BytesIO()
    stream.seekable = lambda: False
    zipped(stream, {"glove.txt": glove})
    (OUT / "streamed.zip").write_bytes(stream.getvalue())
    save_file({"embeddings": vectors}, OUT / "model.safetensors")
    tokenizer = {
        "version": "1.0",
        "added_tokens": [{"id": 11, "content": "</s>", "special": True}],
        "model": {"type": "WordPiece", "unk_token": "[UNK]", "vocab": {w: i for i, w in enumerate(WORDS[:11])}},
    }
    (OUT / "tokenizer.json").write_text(json.dumps(tokenizer, indent=2))
    (OUT / "vocab.json").write_text(json.dumps({word: i for i, word in enumerate(WORDS)}, ensure_ascii=False))
    save_file({"embedding": vectors}, OUT / "metadata.safetensors", metadata={"words": json.dumps(WORDS)})
    save_file(
        {
            "embeddings": np.round(vectors[::-1] * 40).astype(np.int8),
            "mapping": np.arange(len(WORDS) - 1, -1, -1, dtype=np.int64),
            "weights": np.full(len(WORDS), 0.5, dtype=np.float32),
        },
        OUT / "quantized.safetensors",
        metadata={"words": json.dumps(WORDS)},
    )
    save_file({"embeddings": vectors.astype(np.float16)}, OUT / "half.safetensors", metadata={"words": "\n".join(WORDS)})
    bf16 = (vectors.view(np.uint32) >> 16).astype("<u2").tobytes()
    header = {
        "__metadata__": {"words": "\n".join(WORDS)},
        "embeddings": {"dtype": "BF16", "shape": [len(WORDS), DIMS], "data_offsets": [0, len(bf16)]},
    }
    head = json.dumps(header).encode()
    (OUT / "bf16.safetensors").write_bytes(len(head).to_bytes(8, "little") + head + bf16)
    (OUT / "projector-vectors.tsv").write_text("\n".join("\t".join(repr(float(x)) for x in row) for row in vectors) + "\n")
    rows = [f"{word}\t{count}\t{i % 3}" for i, (word, count) in enumerate(zip(WORDS, counts))]
    (OUT / "projector-metadata.tsv").write_text("\n".join(["word\tcount\tcluster", *rows]) + "\n")

    # Models that were trained: their vectors are sums of rows.
    sentences = [["the", "boat", "left", "the", "harbor"], ["the", "café", "closed"], ["boats", "and", "harbors"]] * 20
    text = OUT / "text.tmp"
    text.write_text("\n".join(" ".join(sentence) for sentence in sentences))
    settings = dict(dim=4, minCount=1, epoch=2, thread=1, bucket=50, minn=2, maxn=4, verbose=0)
    model = fasttext.train_unsupervised(str(text), model="skipgram", **settings)
    model.save_model(str(OUT / "fasttext.bin"))
    asked = [*model.get_words(), "harbour", "boating", "cafés", "ים"]
    tell("fasttext.tsv", asked, model.get_word_vector)
    labeled = OUT / "labeled.tmp"
    labeled.write_text("\n".join(f"__label__{i % 2} " + " ".join(s) for i, s in enumerate(sentences)))
    classifier = fasttext.train_supervised(str(labeled), dim=4, epoch=2, thread=1, bucket=300, minn=2, maxn=4, verbose=0)
    classifier.quantize(input=str(labeled), retrain=False)
    classifier.save_model(str(OUT / "quantized.ftz"))
    model = FastText(sentences, vector_size=4, min_count=1, epochs=1, workers=1, seed=1, bucket=50, min_n=2, max_n=4)
    model.wv.save(str(OUT / "fasttext.kv"))
    tell("fasttext-kv.tsv", [*model.wv.index_to_key, "boating"], model.wv.__getitem__)
    # Facebook's format by gensim, and gensim's own with every array in a file of its own.
    save_facebook_model(model, str(OUT / "gensim-fasttext.bin"))
    model.save(str(OUT / "fasttext-apart.model"), sep_limit=0)
    # gensim 3 saved the sums beside the rows that they are of.
    names = ("vectors", "vectors_vocab", "vectors_ngrams", "min_n", "max_n", "bucket", "vector_size")
    (OUT / "old-fasttext.kv").write_bytes(old(FastTextKeyedVectors, model.wv, names, CompatVocab))
    model = Word2Vec(sentences, vector_size=4, min_count=1, epochs=1, workers=1, seed=1)
    model.save(str(OUT / "word2vec.model"))
    model.save(str(OUT / "word2vec-apart.model"), sep_limit=0)
    tell("word2vec-model.tsv", model.wv.index_to_key, model.wv.__getitem__)
    (OUT / "old.kv").write_bytes(old(KeyedVectors, keyed, ("vectors", "vector_size"), CompatVocab))
    for name in (text, labeled, *OUT.glob("*_lockf.npy")):
        name.unlink()


def old(of, keyed, names, entry):
    """A pickle of vectors with the attributes that gensim 3 gave them."""
    made = of.__new__(of)
    made.__dict__.update({name: getattr(keyed, name) for name in names})
    made.__dict__["index2word"] = keyed.index_to_key
    made.__dict__["vocab"] = {
        word: entry(index=i, count=int(keyed.get_vecattr(word, "count"))) for i, word in enumerate(keyed.index_to_key)
    }
    return pickle.dumps(made, protocol=2)


def check(folder):
    """Opens each file of a folder with the package whose format it is: all must have the same words and bits."""
    from gensim.models import KeyedVectors
    from safetensors import safe_open

    found = {}
    for name, binary, header in [("word2vec.txt", False, True), ("word2vec.bin", True, True), ("glove.txt", False, False),
                                 ("fasttext.vec", False, True)]:
        keyed = KeyedVectors.load_word2vec_format(folder / name, binary=binary, no_header=not header)
        found[name] = (keyed.index_to_key, keyed.vectors)
    with np.load(folder / "vectors.npz") as arrays:
        found["vectors.npz"] = (arrays["words"].tolist(), arrays["vectors"])
    with safe_open(folder / "vectors.safetensors", "numpy") as file:
        found["vectors.safetensors"] = (file.metadata()["words"].split("\n"), file.get_tensor("embeddings"))
    table = [row.split("\t") for row in (folder / "projector-vectors.tsv").read_text().splitlines()]
    labels = (folder / "projector-metadata.tsv").read_text().split("\n")[1:-1]
    found["projector"] = ([label.split("\t")[0] for label in labels], np.array(table, dtype=np.float32))
    words, rows = found["word2vec.bin"]
    for name, (other_words, other_rows) in found.items():
        assert other_words == words, name
        assert np.array_equal(np.asarray(other_rows, np.float32).view(np.uint32), rows.view(np.uint32)), name
        print(f"{name}: {len(words)} words of {rows.shape[1]} numbers, the same bits")


CHAPTERS = [
    ("The Harbor", "<p>The boat came at last &amp; it was <em>old</em>.</p><p>A gull sat on it.</p>"),
    ("The Café", "<p>The sailor drank his coffee in the café.</p><script>var teal = 1;</script>"),
    ("The End", "<p>Nobody came to the pier.</p>"),
]


class Pipe(io.RawIOBase):
    """A file that cannot go back, so that lengths stand behind the entries of an archive."""

    def __init__(self):
        self.bytes = bytearray()

    def writable(self):
        return True

    def write(self, piece):
        self.bytes += piece
        return len(piece)


def books():
    """An e-book by EbookLib, the same streamed, and one whose chapters are encrypted."""
    from ebooklib import epub

    book = epub.EpubBook()
    book.set_identifier("harbor")
    book.set_title("Harbor")
    book.set_language("en")
    # Written in another order than they are read in.
    chapters = [epub.EpubHtml(title=title, file_name=f"text/{9 - n} of it.xhtml", lang="en") for n, (title, _) in enumerate(CHAPTERS)]
    for chapter, (title, body) in zip(chapters, CHAPTERS):
        chapter.content = f"<h1>{title}</h1>{body}"
    for chapter in reversed(chapters):
        book.add_item(chapter)
    book.add_item(epub.EpubItem(file_name="style.css", media_type="text/css", content=b"p { color: purple }"))
    book.add_item(epub.EpubCoverHtml(file_name="cover.xhtml"))
    book.add_item(epub.EpubNcx())
    book.add_item(epub.EpubNav())
    book.spine = ["nav", *chapters]
    epub.write_epub(OUT / "book.epub", book)
    entries = {}
    with zipfile.ZipFile(OUT / "book.epub") as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
    zipped(OUT / "book.epub", entries)
    pipe = Pipe()
    with zipfile.ZipFile(io.BufferedWriter(pipe), "w") as archive:
        for name, content in entries.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    (OUT / "streamed.epub").write_bytes(bytes(pipe.bytes))
    names = [name for name in entries if name.endswith("of it.xhtml")]
    locked = "".join(
        '<enc:EncryptedData xmlns:enc="http://www.w3.org/2001/04/xmlenc#">'
        '<enc:EncryptionMethod Algorithm="http://www.w3.org/2001/04/xmlenc#aes256-cbc"/>'
        f'<enc:CipherData><enc:CipherReference URI="{name.replace(" ", "%20")}"/></enc:CipherData></enc:EncryptedData>'
        for name in names
    )
    noise = np.random.default_rng(3)
    encrypted = {name: noise.bytes(len(content)) if name in names else content for name, content in entries.items()}
    encrypted["META-INF/encryption.xml"] = (
        f'<encryption xmlns="urn:oasis:names:tc:opendocument:xmlns:container">{locked}</encryption>'.encode()
    )
    zipped(OUT / "protected.epub", encrypted)
    zipped(OUT / "texts.zip", {"texts/chapter 10.txt": b"The end of it.", "texts/chapter 2.txt": "Das Café am Hafen.".encode("latin-1"),
                               "texts/picture.png": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "__MACOSX/._chapter 2.txt": b"\0\5\x16\7"})


if sys.argv[1:2] == ["check"]:
    check(pathlib.Path(sys.argv[2]))
elif sys.argv[1:2] == ["books"]:
    books()
else:
    write()
    books()
