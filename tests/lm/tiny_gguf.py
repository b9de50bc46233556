"""A language model of 260 tokens with random weights: it speaks nonsense, in any form asked for."""

from __future__ import annotations

from pathlib import Path

import numpy as np

SIZE, INNER = 32, 64
TEMPLATE = (
    "{% for m in messages %}<|im_start|>{{ m['role'] }}\n{{ m['content'] }}<|im_end|>\n{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)


def byte_tokens() -> list[str]:
    """Return the token of each byte, as byte-level BPE writes them."""
    kept = [*range(33, 127), *range(161, 173), *range(174, 256)]
    other = [byte for byte in range(256) if byte not in kept]
    table = {byte: chr(byte) for byte in kept}
    table |= {byte: chr(256 + i) for i, byte in enumerate(other)}
    return [table[byte] for byte in range(256)]


def write_gguf(path: Path, seed: int = 0) -> Path:
    from gguf import GGUFWriter

    chance = np.random.default_rng(seed)
    tokens = [*byte_tokens(), "he", "<|endoftext|>", "<|im_start|>", "<|im_end|>"]
    file = GGUFWriter(str(path), "llama")
    file.add_context_length(4096)
    file.add_embedding_length(SIZE)
    file.add_block_count(1)
    file.add_feed_forward_length(INNER)
    file.add_head_count(2)
    file.add_head_count_kv(2)
    file.add_layer_norm_rms_eps(1e-5)
    file.add_rope_dimension_count(16)
    file.add_vocab_size(len(tokens))
    file.add_tokenizer_model("gpt2")
    file.add_tokenizer_pre("qwen2")
    file.add_token_list(tokens)
    file.add_token_types([1] * 257 + [3] * 3)
    file.add_token_merges(["h e"])
    file.add_bos_token_id(257)
    file.add_eos_token_id(259)
    file.add_add_bos_token(False)
    file.add_chat_template(TEMPLATE)
    shapes = {"token_embd": (len(tokens), SIZE), "output": (len(tokens), SIZE)}
    shapes |= {f"blk.0.attn_{part}": (SIZE, SIZE) for part in ("q", "k", "v", "output")}
    shapes |= {"blk.0.ffn_gate": (INNER, SIZE), "blk.0.ffn_up": (INNER, SIZE)}
    shapes |= {"blk.0.ffn_down": (SIZE, INNER)}
    for name, shape in shapes.items():
        file.add_tensor(f"{name}.weight", chance.normal(0, 0.5, shape).astype(np.float32))
    for name in ("output_norm", "blk.0.attn_norm", "blk.0.ffn_norm"):
        file.add_tensor(f"{name}.weight", np.ones(SIZE, np.float32))
    file.write_header_to_file()
    file.write_kv_data_to_file()
    file.write_tensors_to_file()
    file.close()
    return path
