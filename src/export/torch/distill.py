"""The experiment of this folder in PyTorch: from the same initial weights, on the same batches, as the playground ran it.

    python distill.py
    torchrun --nproc-per-node=gpu distill.py
    torchrun --nnodes=2 --nproc-per-node=8 --rdzv-backend=c10d --rdzv-endpoint=HOST:29500 distill.py

Needs PyTorch 1.13 or newer and nothing else. Settings are in experiment.json; make models, batches and steps as large as the
machine allows. Under torchrun every process takes its share of each batch, so that the losses stay those of one process.
Writes losses.csv, result.json and the trained weights (safetensors) into results/.
"""

import argparse
import csv
import json
import math
import os
import sys
import time
from pathlib import Path
from types import SimpleNamespace

import torch
import torch.distributed
import torch.nn.functional as F
from torch import nn

folder = Path(__file__).resolve().parent
WORLD = int(os.environ.get("WORLD_SIZE", 1))
RANK = int(os.environ.get("RANK", 0))


# --- files ------------------------------------------------------------------------------------------------------------

TYPES = {"F32": torch.float32, "I32": torch.int32}


def load_tensors(path):
    """A safetensors file, without the package."""
    content = bytearray(path.read_bytes())
    length = int.from_bytes(content[:8], "little")
    header = json.loads(content[8 : 8 + length])
    header.pop("__metadata__", None)
    tensors = {}
    for name, entry in header.items():
        start, count = 8 + length + entry["data_offsets"][0], math.prod(entry["shape"])
        dtype = TYPES[entry["dtype"]]
        values = torch.frombuffer(content, dtype=dtype, offset=start, count=count) if count > 0 else torch.zeros(0, dtype=dtype)
        tensors[name] = values.reshape(entry["shape"]).clone()
    return tensors


def save_tensors(path, tensors):
    header, body = {"__metadata__": {"format": "pt"}}, b""
    for name, tensor in tensors.items():
        content = tensor.detach().to("cpu", torch.float32).contiguous().numpy().tobytes()
        header[name] = {"dtype": "F32", "shape": list(tensor.shape), "data_offsets": [len(body), len(body) + len(content)]}
        body += content
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    path.write_bytes(len(text).to_bytes(8, "little") + text + body)


# --- random numbers: the playground's generator, so that the batches are the same ----------------------------------------

MASK = 0xFFFFFFFF


def fnv1a(text):
    value = 0x811C9DC5
    for unit in text.encode("ascii"):
        value = ((value ^ unit) * 0x01000193) & MASK
    value = ((value ^ (value >> 16)) * 0x85EBCA6B) & MASK
    return value ^ (value >> 13)


class Random:
    """xoroshiro128+ in 32-bit halves, one generator for each purpose."""

    def __init__(self, *purpose):
        seed = fnv1a("/".join(str(part) for part in purpose))
        self.state = (MASK, ~seed & MASK, seed, 0)
        for _ in range(32):
            self.next()

    def next(self):
        s01, s00, s11, s10 = self.state
        a0, a1 = s10 ^ s00, s11 ^ s01
        self.state = (
            (s01 << 24 ^ s00 >> 8 ^ a1 ^ (a1 << 16 | a0 >> 16)) & MASK,
            (s00 << 24 ^ s01 >> 8 ^ a0 ^ a0 << 16) & MASK,
            (a0 << 5 ^ a1 >> 27) & MASK,
            (a1 << 5 ^ a0 >> 27) & MASK,
        )
        return (s00 + s10) & MASK

    def uniform(self):
        return (self.next() & 0x3FFFFFF) * 2.0**-26 + (self.next() & 0x7FFFFFF) * 2.0**-53

    def below(self, limit):
        most = 2**32 // limit * limit if limit > 2 else 2**32
        while True:
            value = (self.next() + 2**31) & MASK
            if value < most:
                return value % limit


def permutation(n, random):
    order = list(range(n))
    for i in range(n - 1, 0, -1):
        j = random.below(i + 1)
        order[i], order[j] = order[j], order[i]
    return order


def batch_order(pool, batch_size, seed, purpose):
    """The examples of a step; each is seen once before any is seen twice."""
    size, passes = min(batch_size, len(pool)), {}

    def at(step):
        chosen = []
        for position in range(step * size, (step + 1) * size):
            number = position // len(pool)
            if number not in passes:
                passes.pop(number - 2, None)
                passes[number] = permutation(len(pool), Random(seed, purpose, number))
            chosen.append(pool[passes[number][position % len(pool)]])
        return chosen

    return at


# --- models: names and shapes of the weights as in teacher.safetensors -----------------------------------------------------


def gelu(x):
    return 0.5 * x * (1 + torch.tanh(math.sqrt(2 / math.pi) * (x + 0.044715 * x**3)))


ACTIVATIONS = {"relu": torch.relu, "tanh": torch.tanh, "gelu": gelu}


class Linear(nn.Module):
    """x W + b with W as [in, out]."""

    def __init__(self, inputs, outputs):
        super().__init__()
        self.weight = nn.Parameter(torch.zeros(inputs, outputs))
        self.bias = nn.Parameter(torch.zeros(outputs))

    def forward(self, x):
        return x @ self.weight + self.bias


class Mlp(nn.Module):
    def __init__(self, config, inputs, outputs):
        super().__init__()
        widths = [inputs, *config["hidden"], outputs]
        self.layers = nn.ModuleList([Linear(a, b) for a, b in zip(widths, widths[1:])])
        self.activation = ACTIVATIONS[config["activation"]]

    def forward(self, x, inside=False):
        hidden = []
        for layer in self.layers[:-1]:
            x = self.activation(layer(x))
            hidden.append(x)
        return self.layers[-1](x), hidden, []


class Attention(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.c_attn, self.c_proj = Linear(width, 3 * width), Linear(width, width)


class Feed(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.c_fc, self.c_proj = Linear(width, 4 * width), Linear(4 * width, width)


class Block(nn.Module):
    def __init__(self, width, heads, dropout):
        super().__init__()
        self.heads, self.drop = heads, nn.Dropout(dropout)
        self.ln_1, self.attn = nn.LayerNorm(width), Attention(width)
        self.ln_2, self.mlp = nn.LayerNorm(width), Feed(width)

    def forward(self, x, mask, inside):
        batch, length, width = x.shape
        split = lambda part: part.reshape(batch, length, self.heads, -1).transpose(1, 2)  # [B, H, T, D]
        q, k, v = (split(part) for part in self.attn.c_attn(self.ln_1(x)).chunk(3, 2))
        scores = None
        if inside or not hasattr(F, "scaled_dot_product_attention"):
            scores = q @ k.transpose(2, 3) / math.sqrt(q.shape[3]) + mask[:length, :length]  # [B, H, T, T]
            mixed = self.drop(scores.softmax(3)) @ v
        else:
            mixed = F.scaled_dot_product_attention(q, k, v, is_causal=True, dropout_p=self.drop.p if self.training else 0.0)
        x = x + self.drop(self.attn.c_proj(mixed.transpose(1, 2).reshape(batch, length, width)))
        return x + self.drop(self.mlp.c_proj(gelu(self.mlp.c_fc(self.ln_2(x))))), scores


class Head(nn.Module):
    def __init__(self, vocabulary, width):
        super().__init__()
        self.weight = nn.Parameter(torch.zeros(vocabulary, width))


class Gpt(nn.Module):
    def __init__(self, config, block_size, vocabulary):
        super().__init__()
        width, dropout = config["nEmbd"], config.get("dropout", 0)
        self.wte, self.wpe = nn.Embedding(vocabulary, width), nn.Embedding(block_size, width)
        self.drop = nn.Dropout(dropout)
        self.h = nn.ModuleList([Block(width, config["nHead"], dropout) for _ in range(config["nLayer"])])
        self.ln_f = nn.LayerNorm(width)
        self.lm_head = None if config["tied"] else Head(vocabulary, width)
        self.register_buffer("mask", torch.triu(torch.full((block_size, block_size), -1e9), 1), persistent=False)

    def forward(self, ids, inside=False):
        x = self.drop(self.wte(ids) + self.wpe.weight[: ids.shape[1]])  # [B, T, C]
        hidden, attention = [], []
        for i, block in enumerate(self.h):
            x, scores = block(x, self.mask, inside)
            x = self.ln_f(x) if i == len(self.h) - 1 else x
            hidden.append(x.reshape(-1, x.shape[2]))
            attention.append(scores)
        head = self.wte if self.lm_head is None else self.lm_head
        return hidden[-1] @ head.weight.T, hidden, attention if inside else []  # [B * T, V]


MODELS = {"mlp": Mlp, "gpt": Gpt}


class Learner(nn.Module):
    """A model with what its loss trains beside it, so that both learn together."""

    def __init__(self, config, inputs, outputs, weights, trained=()):
        super().__init__()
        self.model = MODELS[config["kind"]](config, inputs, outputs)
        self.model.load_state_dict(weights)
        self.trained = nn.ParameterList([nn.Parameter(values) for values in trained])

    def forward(self, x, inside=False):
        return self.model(x, inside)


# --- losses: x.z student's logits, x.v teacher's, [R, K]; x.w weight of each row, summing to 1 over the whole batch ------------


def mean_rows(rows, w):
    return (rows * w).sum()


def over(x, form):
    return x.sum(1) if form == "sum" else x.mean(1)


def kl(log_p, log_q):
    return (log_p.exp() * (log_p - log_q)).sum(1)


def log_mix(log_a, log_b, share):
    """log((1 - share) a + share b)."""
    return torch.logaddexp(log_a + math.log1p(-share), log_b + math.log(share))


def one_minus_cos(a, b, axis, weights=1.0):
    length = lambda x: ((x * x * weights).sum(axis) + 1e-10).sqrt()
    return 1 - (a * b * weights).sum(axis) / (length(a) * length(b))


#LOSSES#


def gathered(x):
    """The rows of all processes, in the order of the batch; the gradient flows into this process's own."""
    if WORLD == 1 or x is None:
        return x
    parts = [torch.empty_like(x) for _ in range(WORLD)]
    torch.distributed.all_gather(parts, x.detach().contiguous())
    parts[RANK] = x
    return torch.cat(parts)


def measure(term, answers):
    """D of one term: what to differentiate here, and this process's share of its value."""
    own = {**term["params"], **term["forms"]}
    name = term["loss"]
    x = SimpleNamespace(**vars(answers), own=own)
    if name in ACROSS_ROWS:
        if WORLD > 1 and answers.batch_size % WORLD != 0:
            sys.exit("%s compares the rows of a whole batch: train.batchSize must be a multiple of %d processes." % (name, WORLD))
        for key in ("z", "v", "y", "w"):
            setattr(x, key, gathered(getattr(x, key)))
        if x.inside is not None:
            last = [gathered(hidden[-1]) for hidden, _ in x.inside]
            x.inside = [([state], []) for state in last]
    x.log_s, x.log_t = F.log_softmax(x.z / x.T, 1), F.log_softmax(x.v / x.T, 1)
    x.s, x.t = x.log_s.exp(), x.log_t.exp()
    value = LOSSES[name](x)
    return value, value.detach() / WORLD if name in ACROSS_ROWS else value.detach()


def cross_entropy(logits, targets, weights):
    return -mean_rows((targets * F.log_softmax(logits, 1)).sum(1), weights)


# --- data ---------------------------------------------------------------------------------------------------------------


def own_part(examples):
    """This process's share of a batch: a contiguous part."""
    if len(examples) < WORLD:
        sys.exit("A batch of %d cannot be shared by %d processes: raise train.batchSize or distill.labels." % (len(examples), WORLD))
    return examples[len(examples) * RANK // WORLD : len(examples) * (RANK + 1) // WORLD]


class Vectors:
    rows_per_example = 1

    def __init__(self, data, experiment, device):
        self.classes, self.device = experiment["outputs"], device
        self.features, self.labels = data["train.features"].to(device), data["train.labels"].long().to(device)
        self.test = (data["validation.features"].to(device), data["validation.labels"].long().to(device))
        self.size = len(self.labels)

    def batch(self, examples):
        own = torch.tensor(own_part(examples), device=self.device)
        y = F.one_hot(self.labels[own], self.classes).float()
        return SimpleNamespace(x=self.features[own], y=y, w=torch.full((len(own),), 1 / len(examples), device=self.device))

    def validation(self):
        for x, y in zip(self.test[0].split(2048), self.test[1].split(2048)):
            yield x, y, torch.ones(len(y), device=self.device)


class Windows:
    def __init__(self, data, experiment, device):
        self.length, self.classes, self.device = experiment["inputs"], experiment["outputs"], device
        self.rows_per_example, self.end = self.length, experiment["input"]["end"]
        self.train, self.test = ({key: data[side + "." + key].long() for key in ("tokens", "starts", "counted")} for side in ("train", "validation"))
        self.size = len(self.train["starts"])

    def windows(self, side, examples):
        """Ids [B, T + 1], and 1 where the prediction of the next token counts, [B, T]."""
        examples = torch.tensor(examples)
        ids = side["tokens"][side["starts"][examples][:, None] + torch.arange(self.length + 1)]
        place, counted = torch.arange(self.length), side["counted"][examples]
        mask = ((place >= counted[:, :1]) & (place < counted[:, 1:2])).float()
        return ids.to(self.device), mask.to(self.device)

    def batch(self, examples):
        counted = self.train["counted"][torch.tensor(examples)]
        total = max(1, int((counted[:, 1] - counted[:, 0]).sum()))
        ids, mask = self.windows(self.train, own_part(examples))
        y = F.one_hot(ids[:, 1:].reshape(-1), self.classes).float()
        return SimpleNamespace(x=ids[:, :-1], y=y, w=mask.reshape(-1) / total)

    def written(self, model, examples, temperature, random):
        """A batch whose prompts are the corpus's and whose rest `model` writes, token by token."""
        own = own_part(examples)
        first = len(examples) * RANK // WORLD
        ids, _ = self.windows(self.train, own)
        prompts = self.train["counted"][torch.tensor(own), 2].to(self.device)
        given = torch.arange(self.length + 1, device=self.device) < prompts[:, None]  # [B, T + 1]
        training, _ = model.training, model.eval()
        with torch.no_grad():
            for at in range(1, self.length + 1):
                draws = torch.tensor([random.uniform() for _ in examples], device=self.device)[first : first + len(own), None]
                last = model(ids[:, :at])[0].reshape(len(own), at, -1)[:, -1]
                below = (torch.softmax(last / temperature, 1).cumsum(1) < draws).sum(1)
                ids[:, at] = torch.where(given[:, at], ids[:, at], below.clamp(max=self.classes - 1))
        model.train(training)
        mask = (~given[:, 1:]).float()
        if self.end is not None:
            mask = mask * ((ids[:, :-1] == self.end).cumsum(1) == 0)
        total = summed(mask.sum()).clamp(min=1)
        y = F.one_hot(ids[:, 1:].reshape(-1), self.classes).float()
        return SimpleNamespace(x=ids[:, :-1], y=y, w=mask.reshape(-1) / total)

    def validation(self):
        count = max(1, min(len(self.test["starts"]), 512, 4000000 // (self.length * self.classes)))
        for start in range(0, count, 64):
            ids, mask = self.windows(self.test, list(range(start, min(count, start + 64))))
            yield ids[:, :-1], ids[:, 1:].reshape(-1), mask.reshape(-1)


def summed(value):
    if WORLD > 1:
        value = value.clone()
        torch.distributed.all_reduce(value)
    return value


# --- training --------------------------------------------------------------------------------------------------------------


def optimizer_for(parameters, train):
    rate = train["learningRate"]
    return OPTIMIZERS[train["optimizer"]](list(parameters), rate, train["weightDecay"])


OPTIMIZERS = {
#OPTIMIZERS#
}

SCHEDULES = {
#SCHEDULES#
}


def rate_at(train, step, steps):
    warmup = train["warmupSteps"]
    if step < warmup:
        return train["learningRate"] * (step + 1) / (warmup + 1)
    progress = min(1, (step - warmup) / max(1, steps - warmup))
    return train["learningRate"] * SCHEDULES[train["schedule"]](progress)


class Lane:
    def __init__(self, learner, train, steps, device):
        self.learner, self.train, self.steps, self.step = learner.to(device), train, steps, 0
        self.optimizer = optimizer_for(self.learner.parameters(), train)
        ids = [device.index] if device.type == "cuda" else None
        self.shared = nn.parallel.DistributedDataParallel(self.learner, device_ids=ids) if WORLD > 1 else self.learner

    def update(self, loss):
        """`loss` is this process's share; the processes' gradients are averaged, hence the factor."""
        for group in self.optimizer.param_groups:
            group["lr"] = rate_at(self.train, self.step, self.steps)
        self.optimizer.zero_grad(set_to_none=True)
        (loss * WORLD).backward()
        self.optimizer.step()
        self.step += 1

    @torch.no_grad()
    def score(self, data):
        self.learner.eval()
        right = total = loss = 0.0
        for x, y, counts in data.validation():
            logits = self.learner(x)[0]
            right += ((logits.argmax(1) == y) * counts).sum().item()
            loss += (F.cross_entropy(logits, y, reduction="none") * counts).sum().item()
            total += counts.sum().item()
        self.learner.train()
        return {"accuracy": right / total, "loss": loss / total}


def answer(run, batch, inside):
    logits, hidden, attention = run(batch.x, inside)
    return SimpleNamespace(batch=batch, logits=logits, inside=(hidden, attention))


class Experiment:
    def __init__(self, device):
        self.it = it = json.loads((folder / "experiment.json").read_text(encoding="utf8"))
        self.config, self.device = it["config"], device
        tensors = load_tensors(folder / "data.safetensors")
        self.data = (Vectors if "train.features" in tensors else Windows)(tensors, it, device)
        train, distill, seed = self.config["train"], self.config["distill"], self.config["seed"]
        trained = load_tensors(folder / "trained.safetensors")
        self.trained_counts = [sum(name.startswith("%d." % i) for name in trained) for i in range(len(it["terms"]))]
        order = lambda pool, purpose: batch_order(pool, train["batchSize"], seed, purpose)
        everything, met, labelled = list(range(self.data.size)), tensors["met"].tolist(), tensors["labelled"].tolist()
        self.all_labelled = len(labelled) == len(met)
        self.teacher_batch, self.heard_batch = order(everything, "teacher-batches"), order(met, "transfer-batches")
        self.labelled_batch = self.heard_batch if self.all_labelled else order(labelled, "labelled-batches")
        make = lambda lane, steps, *extra: Lane(
            Learner(self.config[lane], it["inputs"], it["outputs"], load_tensors(folder / (lane + ".safetensors")), *extra), train, steps, device
        )
        self.teacher = make("teacher", train["teacherSteps"])
        self.student = make("student", train["studentSteps"], list(trained.values()))
        self.control = make("student", train["studentSteps"])
        self.written = {}
        if RANK == 0:
            for difference in it["differences"]:
                print("Note:", difference)

    def teacher_step(self):
        batch = self.data.batch(self.teacher_batch(self.teacher.step))
        share = self.config["train"]["labelSmoothing"]
        targets = batch.y * (1 - share) + share / batch.y.shape[1]
        loss = cross_entropy(self.teacher.shared(batch.x)[0], targets, batch.w)
        self.teacher.update(loss)
        return {"teacher": loss.detach()}

    def heard(self, step):
        distill, seed = self.config["distill"], self.config["seed"]
        examples, temperature = self.heard_batch(step), distill.get("samplingTemperature", 1)
        if Random(seed, "on-policy", step).uniform() < distill.get("lambda", 0):
            return self.data.written(self.student.learner, examples, temperature, Random(seed, "writing", "student", step))
        if distill.get("source") != "teacher":
            return self.data.batch(examples)
        slot = step % 32
        if slot not in self.written:
            self.written[slot] = self.data.written(self.teacher.learner, examples, temperature, Random(seed, "writing", "teacher", slot))
        return self.written[slot]

    def student_step(self):
        distill, terms, step = self.config["distill"], self.it["terms"], self.student.step
        inside = any(term["needs"] in ("hidden", "attention") for term in terms)
        hears = any(term["reads"] == "heard" for term in terms)
        labelled = self.data.batch(self.labelled_batch(step))
        writes = distill.get("source") == "teacher" or distill.get("lambda", 0) > 0
        same = (self.all_labelled and not writes) or not hears
        heard = labelled if same else self.heard(step)
        on_labelled = answer(self.student.shared, labelled, inside)
        on_heard = on_labelled if same else answer(self.student.shared, heard, inside)
        with torch.no_grad():
            self.teacher.learner.eval()
            teacher = answer(self.teacher.learner, heard, inside)
        loss = cross_entropy(on_labelled.logits, labelled.y, labelled.w)
        value = loss.detach()
        if terms:
            alpha, T = distill["alpha"], distill["temperature"]
            loss, value = (1 - alpha) * loss, (1 - alpha) * value
            for i, term in enumerate(terms):
                student = on_labelled if term["reads"] == "labelled" else on_heard
                first = sum(self.trained_counts[:i])
                trained = list(self.student.learner.trained)[first : first + self.trained_counts[i]]
                answers = SimpleNamespace(
                    z=student.logits, v=teacher.logits if term["reads"] == "heard" else student.logits, y=student.batch.y, w=student.batch.w,
                    T=T, scale=T * T if distill["tSquared"] else 1.0, trained=trained, batch_size=self.config["train"]["batchSize"],
                    rows_per_example=self.data.rows_per_example, inside=[student.inside, teacher.inside] if inside else None,
                )
                to_learn, to_show = measure(term, answers)
                loss, value = loss + alpha * term["weight"] * to_learn, value + alpha * term["weight"] * to_show
        self.student.update(loss)
        control = cross_entropy(self.control.shared(labelled.x)[0], labelled.y, labelled.w)
        self.control.update(control)
        return {"student": value, "control": control.detach()}


def main():
    arguments = argparse.ArgumentParser(description="Distillation, as the playground ran it.")
    arguments.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    arguments.add_argument("--out", type=Path, default=folder / "results")
    arguments = arguments.parse_args()
    device = torch.device(arguments.device)
    if WORLD > 1:
        if device.type == "cuda":
            device = torch.device("cuda", int(os.environ["LOCAL_RANK"]))
            torch.cuda.set_device(device)
        torch.distributed.init_process_group("nccl" if device.type == "cuda" else "gloo")
    experiment = Experiment(device)
    train = experiment.config["train"]
    rows, started, results = [], time.time(), {}

    def note(step, losses):
        for lane, loss in losses.items():
            rows.append((lane, step, summed(loss)))

    def show(*lanes):
        for lane in lanes:
            results[lane] = getattr(experiment, lane).score(experiment.data)
        if RANK == 0:
            step = getattr(experiment, lanes[-1]).step
            print("  ".join("%s %.2f %% (%.4f nats)" % (lane, 100 * results[lane]["accuracy"], results[lane]["loss"]) for lane in lanes), "at step", step)

    for step in range(1, train["teacherSteps"] + 1):
        note(step, experiment.teacher_step())
        if step % train["evalEvery"] == 0:
            show("teacher")
    show("teacher")
    for step in range(1, train["studentSteps"] + 1):
        note(step, experiment.student_step())
        if step % train["evalEvery"] == 0:
            show("student", "control")
    show("student", "control")
    if RANK == 0:
        arguments.out.mkdir(parents=True, exist_ok=True)
        with open(arguments.out / "losses.csv", "w", newline="") as file:
            csv.writer(file).writerows([("lane", "step", "loss"), *((lane, step, "%.9g" % loss.item()) for lane, step, loss in rows)])
        summary = {"lanes": results, "gain": results["student"]["accuracy"] - results["control"]["accuracy"], "seconds": time.time() - started, "processes": WORLD}
        (arguments.out / "result.json").write_text(json.dumps(summary, indent=2) + "\n")
        for lane in ("teacher", "student", "control"):
            save_tensors(arguments.out / (lane + ".safetensors"), getattr(experiment, lane).learner.model.state_dict())
        print("gain %+.2f points (student minus control), %.1f s; see %s" % (100 * summary["gain"], summary["seconds"], arguments.out))
    if WORLD > 1:
        torch.distributed.barrier()
        torch.distributed.destroy_process_group()


if __name__ == "__main__":
    main()
