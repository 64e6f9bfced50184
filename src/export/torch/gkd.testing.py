"""Runs trl/gkd.py with a stand-in for the libraries that it imports, and prints what it handed to TRL's trainer.

The stand-in keeps to what TRL's trainer does of July 2026: which fields of a batch it reads, that its loss is called without a
temperature, that GPT-2 counts positions from the first column, and that prompts are padded in front where text is written.
"""

import importlib.util
import json
import random
import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace

import torch
import torch.nn.functional as F
from torch import nn

folder = Path(__file__).resolve().parent


def load(name, path):
    spec = importlib.util.spec_from_file_location(name, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def stand_in(name, **members):
    sys.modules[name] = module = ModuleType(name)
    vars(module).update(members)


distill = load("distill", folder / "distill.py")
it = json.loads((folder / "experiment.json").read_text(encoding="utf8"))


class Dataset(dict):
    @classmethod
    def from_list(cls, rows):
        table = cls({key: [row[key] for row in rows] for key in rows[0]})
        table.rows = rows
        return table


class GPT2Config(SimpleNamespace):
    @classmethod
    def from_pretrained(cls, path):
        return cls(**json.loads((path / "config.json").read_text()))


class GPT2LMHeadModel(nn.Module):
    def __init__(self, config):
        super().__init__()
        sizes = {"nEmbd": config.n_embd, "nHead": config.n_head, "nLayer": config.n_layer, "tied": config.tie_word_embeddings}
        self.config, self.body = config, distill.Gpt(sizes, config.n_positions, config.vocab_size)

    def load_state_dict(self, state, strict):
        missing, unexpected = self.body.load_state_dict({name.replace("transformer.", "", 1): values for name, values in state.items()}, strict=strict)
        return missing, unexpected

    def forward(self, input_ids, attention_mask):
        assert input_ids.shape == attention_mask.shape and input_ids.shape[1] <= self.config.n_positions, input_ids.shape
        return SimpleNamespace(logits=self.body(input_ids)[0].reshape(*input_ids.shape, -1))

    def generate(self, input_ids, attention_mask, count):
        rows = []
        for row, mask in zip(input_ids, attention_mask):
            ids = row[mask == 1][None]
            assert int(mask.sum()) > 0 and bool(mask[-1] == 1), "a prompt ends at the last column"
            for _ in range(count):
                last = self(ids, torch.ones_like(ids)).logits[:, -1]
                ids = torch.cat([ids, torch.multinomial(last.softmax(1), 1)], 1)
            rows.append(torch.cat([row[mask == 0], ids[0]]))
        return torch.stack(rows)


class PreTrainedTokenizerFast:
    def __init__(self, tokenizer_file):
        self.tokens = json.loads(Path(tokenizer_file).read_text(encoding="utf8"))["model"]["vocab"]

    def convert_ids_to_tokens(self, id):
        return next(token for token, other in self.tokens.items() if other == id)


class GKDConfig(SimpleNamespace):
    pass


class GKDTrainer:
    def __init__(self, model, teacher_model, args, data_collator, train_dataset, processing_class):
        assert processing_class.pad_token in processing_class.tokens
        self.model, self.teacher_model, self.args = model, teacher_model, args
        # In the playground's own corpora all prompts are of one length.
        rows = [{**row, "prompt_length": max(1, row["prompt_length"] - i % 2)} for i, row in enumerate(train_dataset.rows[:64])]
        self.batches = [data_collator(rows[i : i + 8]) for i in range(0, 64, 8)]

    @staticmethod
    def generalized_jsd_loss(student_logits, teacher_logits, labels, beta, temperature=1.0):
        """Agarwal et al. 2023 (arXiv 2306.13649), equation 1; its ends are the two KLs."""
        counts = labels != -100
        s, t = (F.log_softmax(logits[counts] / temperature, 1) for logits in (student_logits, teacher_logits))
        kl = lambda p, q: (p.exp() * (p - q)).sum()
        if beta in (0, 1):
            return (kl(t, s) if beta == 0 else kl(s, t)) / counts.sum()
        m = torch.log(beta * t.exp() + (1 - beta) * s.exp())
        return (beta * kl(t, m) + (1 - beta) * kl(s, m)) / counts.sum()

    @staticmethod
    def generate_on_policy_outputs(model, inputs, generation_config):
        ids = model.generate(inputs["prompts"], inputs["prompt_attention_mask"], generation_config)
        mask, prompts = torch.ones_like(ids), inputs["prompts"].shape[1]
        mask[:, :prompts] = inputs["prompt_attention_mask"]
        labels = ids.clone()
        labels[:, :prompts] = -100
        return ids, mask, labels

    def loss(self, batch):
        student, teacher = (model(batch["input_ids"], batch["attention_mask"]).logits[:, :-1] for model in (self.model, self.teacher_model))
        return self.generalized_jsd_loss(student_logits=student, teacher_logits=teacher, labels=batch["labels"][:, 1:], beta=self.args.beta)

    def train(self):
        seen, windows = [], distill.Windows(distill.load_tensors(folder / "data.safetensors"), it, torch.device("cpu"))
        for number, batch in enumerate(self.batches):
            ids, counts = windows.windows(windows.train, list(range(8 * number, 8 * number + 8)))
            width = batch["labels"].shape[1]
            assert torch.equal(batch["labels"][:, 1:], torch.where(counts == 1, ids[:, 1:], -100)[:, : width - 1]), "what counts"
            assert width == windows.length or not counts[:, width - 1 :].any()
            seen.append({"loss": self.loss(batch).item(), "expected": expected(self.model, self.teacher_model, batch)})
            ids, mask, labels = self.generate_on_policy_outputs(self.model, batch, self.args.max_new_tokens)
            written = {"input_ids": ids, "attention_mask": mask, "labels": labels}
            seen.append({"loss": self.loss(written).item(), "expected": expected(self.model, self.teacher_model, written)})
            for row, (prompt, given) in enumerate(zip(batch["prompts"], batch["prompt_attention_mask"])):
                length, text = int(given.sum()), int(mask[row].sum())
                assert torch.equal(ids[row, :length], prompt[given == 1]), "a written text begins with its prompt"
                assert text == length + self.args.max_new_tokens and bool(mask[row, :text].all()), "padding stands behind"
                assert bool((labels[row, :length] == -100).all()) and bool((labels[row, text:] == -100).all())
                assert torch.equal(labels[row, length:text], ids[row, length:text])
        print("losses", json.dumps(seen))

    def save_model(self):
        pass


def expected(student, teacher, batch):
    """alpha times the term as distill.py computes it, on the rows that count."""
    term, settings = it["terms"][0], it["config"]["distill"]
    counts = (batch["labels"][:, 1:] != -100).reshape(-1).float()
    logits = lambda model: model.body(batch["input_ids"])[0].reshape(*batch["input_ids"].shape, -1)[:, :-1].flatten(0, 1)
    answers = SimpleNamespace(
        z=logits(student), v=logits(teacher), y=None, w=counts / counts.sum(), T=settings["temperature"], batch_size=None, inside=None,
        scale=settings["temperature"] ** 2 if settings["tSquared"] else 1.0,
    )
    return settings["alpha"] * term["weight"] * distill.measure(term, answers)[1].item()


torch.manual_seed(1)
random.seed(1)
torch.set_grad_enabled(False)
stand_in("datasets", Dataset=Dataset)
stand_in("transformers", GPT2Config=GPT2Config, GPT2LMHeadModel=GPT2LMHeadModel, PreTrainedTokenizerFast=PreTrainedTokenizerFast)
stand_in("trl")
stand_in("trl.experimental")
stand_in("trl.experimental.gkd", GKDConfig=GKDConfig, GKDTrainer=GKDTrainer)
# Weights at their beginning answer almost alike.
(folder / "results").mkdir()
for source, target in (("teacher", "results/teacher"), ("student", "student")):
    weights = distill.load_tensors(folder / (source + ".safetensors"))
    distill.save_tensors(folder / (target + ".safetensors"), {name: values + torch.randn_like(values) / 4 for name, values in weights.items()})
load("gkd", folder / "trl" / "gkd.py").main()
