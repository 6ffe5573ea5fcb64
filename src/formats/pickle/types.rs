//! The types that a pickle of gensim's vectors may name. None of them is ever run; what is not here is refused.

/// What a name stands for, as far as it matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Type {
    /// `numpy`'s array, empty, whose content comes as its state.
    Array,
    /// `numpy`'s array, of a buffer.
    FromBuffer,
    /// `numpy`'s type of numbers.
    Dtype,
    /// One number of `numpy`.
    Scalar,
    /// Text that stands for bytes, as protocol 2 writes them.
    Encode,
    /// An object whose attributes are read.
    Object,
    /// Something that vectors do not need.
    Other,
}

const NUMPY: [(&str, Type); 7] = [
    ("multiarray._reconstruct", Type::Array),
    ("multiarray.scalar", Type::Scalar),
    ("numeric._frombuffer", Type::FromBuffer),
    ("ndarray", Type::Other),
    ("dtype", Type::Dtype),
    ("float32", Type::Other),
    ("int64", Type::Other),
];

const OTHERS: [&str; 19] = [
    "gensim.utils.call_on_class_only",
    "collections.defaultdict",
    "collections.OrderedDict",
    "builtins.int",
    "builtins.hash",
    "builtins.object",
    "builtins.set",
    "builtins.frozenset",
    "builtins.list",
    "builtins.dict",
    "builtins.bytearray",
    "copyreg._reconstructor",
    "numpy.random._pickle.__randomstate_ctor",
    "numpy.random._pickle.__bit_generator_ctor",
    "numpy.random.mtrand.RandomState",
    "numpy.random._mt19937.MT19937",
    "numpy.random._common.SeedlessSeedSequence",
    "numpy.random.bit_generator.SeedlessSeedSequence",
    "numpy.random.__RandomState_ctor",
];

const GENSIM: [&str; 22] = [
    "keyedvectors.KeyedVectors",
    "keyedvectors.Word2VecKeyedVectors",
    "keyedvectors.WordEmbeddingsKeyedVectors",
    "keyedvectors.BaseKeyedVectors",
    "keyedvectors.EuclideanKeyedVectors",
    "keyedvectors.FastTextKeyedVectors",
    "keyedvectors.Doc2VecKeyedVectors",
    "keyedvectors.Vocab",
    "keyedvectors.CompatVocab",
    "keyedvectors.SimpleVocab",
    "word2vec.Word2Vec",
    "word2vec.Vocab",
    "word2vec.Word2VecVocab",
    "word2vec.Word2VecTrainables",
    "fasttext.FastText",
    "fasttext.FastTextKeyedVectors",
    "fasttext.FastTextVocab",
    "fasttext.FastTextTrainables",
    "doc2vec.Doc2Vec",
    "doc2vec.Doc2VecVocab",
    "doc2vec.Doc2VecTrainables",
    "doc2vec.Doctag",
];

/// The type of this name; none where a pickle may not ask for it.
pub(super) fn known(module: &str, name: &str) -> Option<Type> {
    // Python 2 and numpy 1 have other names for the same.
    let module = match module {
        "__builtin__" => "builtins",
        "copy_reg" => "copyreg",
        other => other,
    };
    if module == "_codecs" && name == "encode" {
        return Some(Type::Encode);
    }
    let full = format!("{module}.{name}");
    if let Some(rest) = full.strip_prefix("gensim.models.") {
        return GENSIM.contains(&rest).then_some(Type::Object);
    }
    if OTHERS.contains(&full.as_str()) {
        return Some(Type::Other);
    }
    let rest = full.strip_prefix("numpy.")?;
    let rest = rest.strip_prefix("core.").or_else(|| rest.strip_prefix("_core.")).unwrap_or(rest);
    NUMPY.iter().find(|(name, _)| *name == rest).map(|&(_, of)| of)
}
