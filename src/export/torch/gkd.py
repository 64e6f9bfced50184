"""The student's part of this experiment with TRL's GKD trainer:

    pip install torch transformers trl accelerate datasets
    python distill.py                                                # in the folder above: trains the teacher
    accelerate launch --config_file trl/accelerate.yaml trl/gkd.py

Every process takes batches of its own. Settings are in gkd.json: "training" holds TRL's own words, "differences" what TRL does
otherwise than the playground. Written for trl.experimental.gkd of July 2026; the playground's tests run this file with a
stand-in for the libraries, not with TRL itself.
"""

import importlib.util
import json
from pathlib import Path

import torch
from datasets import Dataset
from transformers import GPT2Config, GPT2LMHeadModel, PreTrainedTokenizerFast
from trl.experimental.gkd import GKDConfig, GKDTrainer

here = Path(__file__).resolve().parent
above = here.parent
spec = importlib.util.spec_from_file_location("distill", above / "distill.py")
distill = importlib.util.module_from_spec(spec)
spec.loader.exec_module(distill)

settings = json.loads((here / "gkd.json").read_text(encoding="utf8"))
length = settings["training"]["max_length"]


class Trainer(GKDTrainer):
    """TRL's trainer, with the temperature in its loss and with texts that begin at position 0."""

    @staticmethod
    def generalized_jsd_loss(*args, **named):
        """TRL calls it without a temperature."""
        return settings["scale"] * GKDTrainer.generalized_jsd_loss(*args, **{**named, "temperature": settings["temperature"]})

    @staticmethod
    def generate_on_policy_outputs(model, inputs, generation_config):
        """Prompts are padded in front, to be written on; GPT-2 counts positions from the first column, so padding goes behind."""
        written = GKDTrainer.generate_on_policy_outputs(model, inputs, generation_config)
        padding = (inputs["prompt_attention_mask"] == 0).sum(1, keepdim=True)
        columns = torch.arange(written[0].shape[1], device=padding.device)
        return tuple(values.gather(1, (columns + padding) % len(columns)) for values in written)


def model_of(lane, weights):
    """Our weights carry GPT-2's names without the head of their paths."""
    model = GPT2LMHeadModel(GPT2Config.from_pretrained(here / lane))
    named = {name if name.startswith("lm_head.") else "transformer." + name: values for name, values in distill.load_tensors(weights).items()}
    missing, unexpected = model.load_state_dict(named, strict=False)
    assert not unexpected and all(name == "lm_head.weight" or name.endswith("attn.bias") for name in missing), (missing, unexpected)
    return model


def examples():
    """Every window: its tokens, which of them count as answers, and how many are the prompt."""
    data = distill.load_tensors(above / "data.safetensors")
    for start, (first, last, prompt) in zip(data["train.starts"].tolist(), data["train.counted"].tolist()):
        ids = data["train.tokens"][start : start + min(length, last + 1)].tolist()
        labels = [token if first < place <= last else -100 for place, token in enumerate(ids)]
        yield {"input_ids": ids, "labels": labels, "prompt_length": min(max(1, prompt), length - 1)}


def padded(rows, value, in_front=False):
    most = max(map(len, rows))
    fill = [[value] * (most - len(row)) for row in rows]
    return torch.tensor([gap + row if in_front else row + gap for row, gap in zip(rows, fill)])


def collate(batch):
    """What TRL wants of a batch [B, T]; masks tell padding from text, so any token may stand for it."""
    texts, prompts = [row["input_ids"] for row in batch], [row["input_ids"][: row["prompt_length"]] for row in batch]
    return {
        "input_ids": padded(texts, 0),
        "attention_mask": padded([[1] * len(row) for row in texts], 0),
        "labels": padded([row["labels"] for row in batch], -100),
        "prompts": padded(prompts, 0, in_front=True),
        "prompt_attention_mask": padded([[1] * len(row) for row in prompts], 0, in_front=True),
    }


def main():
    for difference in settings["differences"]:
        print("Note:", difference)
    tokenizer = PreTrainedTokenizerFast(tokenizer_file=str(here / "tokenizer.json"))
    tokenizer.pad_token = tokenizer.convert_ids_to_tokens(0)
    dataset = Dataset.from_list(list(examples()))
    # Nothing is written beyond the last position that the models know.
    room = length - max(dataset["prompt_length"])
    trainer = Trainer(
        model=model_of("student", above / "student.safetensors"),
        teacher_model=model_of("teacher", above / "results" / "teacher.safetensors"),
        args=GKDConfig(output_dir=str(here / "results"), max_new_tokens=room, **settings["training"]),
        data_collator=collate,
        train_dataset=dataset,
        processing_class=tokenizer,
    )
    trainer.train()
    trainer.save_model()


if __name__ == "__main__":
    main()
