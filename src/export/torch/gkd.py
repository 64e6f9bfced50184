"""The student's part of this experiment with TRL's GKD trainer:

    pip install torch transformers trl accelerate datasets
    python distill.py                                                # in the folder above: trains the teacher
    accelerate launch --config_file trl/accelerate.yaml trl/gkd.py

Written after TRL's documentation; unlike distill.py it has not been run by the playground's tests, which have no TRL.
Settings are in gkd.json, which also names what TRL does otherwise. TRL's own settings are the words under "training".
"""

import importlib.util
import json
from pathlib import Path

from datasets import Dataset
from transformers import GPT2Config, GPT2LMHeadModel, PreTrainedTokenizerFast

try:
    from trl.experimental.gkd import GKDConfig, GKDTrainer
except ImportError:
    from trl import GKDConfig, GKDTrainer

here = Path(__file__).resolve().parent
above = here.parent
spec = importlib.util.spec_from_file_location("distill", above / "distill.py")
distill = importlib.util.module_from_spec(spec)
spec.loader.exec_module(distill)

settings = json.loads((here / "gkd.json").read_text(encoding="utf8"))
tokenizer = PreTrainedTokenizerFast(tokenizer_file=str(here / "tokenizer.json"), pad_token="<pad>")
tokenizer.chat_template = "{% for message in messages %}{{ message['content'] }}{% endfor %}"


def model_of(lane, weights):
    """Our weights carry GPT-2's names without the head of their paths."""
    model = GPT2LMHeadModel(GPT2Config.from_pretrained(here / lane))
    named = {name if name.startswith("lm_head.") else "transformer." + name: values for name, values in distill.load_tensors(weights).items()}
    missing, unexpected = model.load_state_dict(named, strict=False)
    assert not unexpected and all(name == "lm_head.weight" or name.endswith("attn.bias") for name in missing), (missing, unexpected)
    model.resize_token_embeddings(len(tokenizer))
    return model


def examples():
    """Every window as a prompt and what follows it."""
    data = distill.load_tensors(above / "data.safetensors")
    length = settings["training"]["max_length"]
    for start, (_, last, prompt) in zip(data["train.starts"].tolist(), data["train.counted"].tolist()):
        ids = data["train.tokens"][start : start + min(length, last) + 1].tolist()
        yield {"messages": [{"role": "user", "content": tokenizer.decode(ids[:prompt])}, {"role": "assistant", "content": tokenizer.decode(ids[prompt:])}]}


for difference in settings["differences"]:
    print("Note:", difference)
trainer = GKDTrainer(
    model=model_of("student", above / "student.safetensors"),
    teacher_model=model_of("teacher", above / "results" / "teacher.safetensors"),
    args=GKDConfig(output_dir=str(here / "results"), **settings["training"]),
    train_dataset=Dataset.from_generator(examples),
    processing_class=tokenizer,
)
trainer.train()
trainer.save_model()
