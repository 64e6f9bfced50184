"""Answers with this model in PyTorch:  python run.py "a message"   or   python run.py 0.5 0.25

Needs PyTorch alone; where the package safetensors is installed it reads the weights, else the few lines below do.
"""

import json
import math
import sys
import unicodedata
from pathlib import Path

import torch
from torch import nn

folder = Path(__file__).parent


def load(name):
    return json.loads((folder / name).read_text(encoding="utf8"))


def load_weights(path):
    try:
        from safetensors.torch import load_file

        return load_file(path)
    except ImportError:
        data = path.read_bytes()
        length = int.from_bytes(data[:8], "little")
        header = json.loads(data[8 : 8 + length])
        header.pop("__metadata__", None)
        body = bytearray(data[8 + length :])
        return {
            name: torch.frombuffer(body, dtype=torch.float32, offset=entry["data_offsets"][0], count=math.prod(entry["shape"])).reshape(entry["shape"])
            for name, entry in header.items()
        }


def build(config):
    activations = {"relu": nn.ReLU, "tanh": nn.Tanh, "gelu": lambda: nn.GELU(approximate="tanh")}
    widths = config["widths"]
    layers = []
    for i, (before, after) in enumerate(zip(widths, widths[1:])):
        layers += [nn.Linear(before, after)] + ([activations[config["activation"]]()] if i < len(widths) - 2 else [])
    return nn.Sequential(*layers)


def fnv1a(text):
    """32-bit FNV-1a over UTF-16 code units, finished with an avalanche."""
    value = 0x811C9DC5
    units = text.encode("utf-16-le", "surrogatepass")
    for at in range(0, len(units), 2):
        value = ((value ^ int.from_bytes(units[at : at + 2], "little")) * 0x01000193) & 0xFFFFFFFF
    value = ((value ^ (value >> 16)) * 0x85EBCA6B) & 0xFFFFFFFF
    return value ^ (value >> 13)


def hashed(text, size):
    """Words, pairs of words, and runs of 3 and 4 characters, each hashed to a feature with a sign; length 1."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if unicodedata.category(c)[0] != "M").lower()
    plain = "".join("0" if c in "0123456789" else c for c in plain)
    words = "".join(c if unicodedata.category(c)[0] in "LN" else " " for c in plain).split()
    counts = {}
    for i, word in enumerate(words):
        grams = ["w:" + word] + (["b:" + word + " " + words[i + 1]] if i + 1 < len(words) else [])
        padded = "<" + word + ">"
        grams += ["c:" + padded[at : at + n] for n in (3, 4) for at in range(len(padded) - n + 1)]
        for gram in grams:
            counts[gram] = counts.get(gram, 0) + 1
    features = [0.0] * size
    for gram, count in counts.items():
        value = fnv1a(gram)
        features[(value >> 1) % size] += (1 if value & 1 else -1) * (1 + math.log(count))
    norm = math.sqrt(sum(f * f for f in features)) or 1
    return [f / norm for f in features]


def encode(recipe, typed):
    if recipe["kind"] == "hashedText":
        return hashed(" ".join(typed)[:10000], recipe["features"])
    fields = recipe["fields"]
    if len(typed) != len(fields):
        sys.exit("This model reads %d numbers: %s." % (len(fields), ", ".join(f["name"] for f in fields)))
    return [max(-1e6, min(1e6, (float(x) / f["scale"] - f["mean"]) / f["sd"])) for x, f in zip(typed, fields)]


model = build(load("config.json"))
model.load_state_dict(load_weights(folder / "model.safetensors"))
model.eval()
example = load("example.json")
typed = sys.argv[1:] or ([example] if isinstance(example, str) else example)
features = encode(load("input.json"), typed)
with torch.no_grad():
    logits = model(torch.tensor([features], dtype=torch.float32))[0]
for share, label in sorted(zip(torch.softmax(logits, 0).tolist(), load("labels.json")), reverse=True):
    print("%6.1f %%  %s" % (100 * share, label))
if "--logits" in sys.argv or not sys.argv[1:]:
    print("logits", json.dumps(logits.tolist()))
