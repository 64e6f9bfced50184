"""Continues a text with this model:  python run.py "Once"

Needs PyTorch and Hugging Face's transformers (pip install torch transformers).
"""

import json
import sys
from pathlib import Path

import torch
from transformers import GPT2LMHeadModel, PreTrainedTokenizerFast

folder = Path(__file__).parent
model = GPT2LMHeadModel.from_pretrained(folder).eval()
tokenizer = PreTrainedTokenizerFast(tokenizer_file=str(folder / "tokenizer.json"))
example = json.loads((folder / "example.json").read_text(encoding="utf8"))
prompt = sys.argv[1] if len(sys.argv) > 1 else example
ids = tokenizer(prompt, return_tensors="pt").input_ids
space = model.config.n_positions - ids.shape[1]
if space < 1:
    sys.exit("This model sees %d tokens at once; begin with fewer." % model.config.n_positions)
with torch.no_grad():
    written = model.generate(ids, attention_mask=torch.ones_like(ids), max_new_tokens=space, do_sample=False, pad_token_id=0)
print(tokenizer.decode(written[0]))
