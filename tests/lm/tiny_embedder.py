"""An embedder of single characters: real files and a real ONNX model, made in no time."""

import numpy as np

from needlens.text import fold

SIZE = 48


def write(folder, texts, seed=0):
    """Write tokenizer.json, words.npy, scales.npy and embedder.onnx; every character is a token.

    A text's vector is the mean of random vectors of its tokens, those around it included.
    """
    from tokenizers import Regex, Tokenizer, models, pre_tokenizers, processors

    folder.mkdir(parents=True, exist_ok=True)
    signs = sorted({sign for text in texts for sign in fold(text).text})
    vocabulary = {sign: i for i, sign in enumerate(["<s>", "</s>", "<unk>", *signs])}
    tokenizer = Tokenizer(models.WordLevel(vocabulary, unk_token="<unk>"))
    tokenizer.pre_tokenizer = pre_tokenizers.Split(Regex(r"[\s\S]"), "isolated")
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", special_tokens=[("<s>", 0), ("</s>", 1)]
    )
    tokenizer.save(str(folder / "tokenizer.json"))
    random = np.random.default_rng(seed)
    words = random.integers(-127, 128, (len(vocabulary), SIZE)).astype(np.int8)
    np.save(folder / "words.npy", words)
    np.save(folder / "scales.npy", random.uniform(0.005, 0.01, len(words)).astype(np.float32))
    (folder / "embedder.onnx").write_bytes(_pooling())
    return folder


def _pooling():
    from onnx import TensorProto, helper

    nodes = [
        helper.make_node("Cast", ["mask"], ["there"], to=TensorProto.FLOAT),
        helper.make_node("Unsqueeze", ["there", "last"], ["weights"]),
        helper.make_node("Mul", ["embedded", "weights"], ["seen"]),
        helper.make_node("ReduceSum", ["seen", "middle"], ["sum"], keepdims=0),
        helper.make_node("ReduceSum", ["weights", "middle"], ["n"], keepdims=0),
        helper.make_node("Div", ["sum", "n"], ["pooled"]),
    ]
    shapes = [
        helper.make_tensor_value_info("embedded", TensorProto.FLOAT, ["b", "t", SIZE]),
        helper.make_tensor_value_info("mask", TensorProto.INT64, ["b", "t"]),
    ]
    pooled = helper.make_tensor_value_info("pooled", TensorProto.FLOAT, ["b", SIZE])
    constants = [
        helper.make_tensor("last", TensorProto.INT64, [1], [-1]),
        helper.make_tensor("middle", TensorProto.INT64, [1], [1]),
    ]
    graph = helper.make_graph(nodes, "pooling", shapes, [pooled], constants)
    opset = [helper.make_opsetid("", 17)]
    return helper.make_model(graph, opset_imports=opset, ir_version=8).SerializeToString()
