"""A contender of `npm run bench`: the same training step in PyTorch, from the same weights and data, on a CUDA device where
there is one. Reads orders as lines of JSON and answers each with one line. PyTorch 1.13 or newer.

    bench-torch.py probe      says which PyTorch this is and what it runs on, or fails
    bench-torch.py eager|graphs FILE      FILE: the work as scripts/bench.mjs writes it
"""

import json
import math
import sys
import time

import torch
from torch.nn import functional as F

DEVICE = torch.device('cuda' if torch.cuda.is_available() else 'cpu')


def device_name():
    if DEVICE.type == 'cuda':
        return torch.cuda.get_device_name(DEVICE)
    threads = torch.get_num_threads()
    return f'CPU, {threads} thread' + ('s' if threads > 1 else '')


def read_work(path):
    """A line of JSON, then the bytes that it points into."""
    with open(path, 'rb') as file:
        head = json.loads(file.readline())
        data = bytearray(file.read())

    def tensor(entry):
        kind = torch.float32 if entry['kind'] == 'float32' else torch.int32
        count = math.prod(entry['shape'])
        found = torch.frombuffer(data, dtype=kind, count=count, offset=entry['at']).reshape(entry['shape'])
        return (found.clone() if kind == torch.float32 else found.long()).to(DEVICE)

    for key in ('teacher', 'student'):
        if head[key] is not None:
            head[key] = {name: tensor(entry) for name, entry in head[key].items()}
    head['x'] = tensor(head['x'])
    head['labels'] = tensor(head['labels'])
    return head


def dense(x, weights, name):
    return torch.addmm(weights[f'{name}.bias'], x, weights[f'{name}.weight'])


def mlp_logits(weights, x, shape, workload):
    layers = len(shape['widths']) - 1
    for i in range(layers):
        x = dense(x, weights, str(i))
        if i < layers - 1:
            x = torch.relu(x)
    return x


def attend(q, k, v, mask):
    if hasattr(F, 'scaled_dot_product_attention'):
        return F.scaled_dot_product_attention(q, k, v, is_causal=True)
    scores = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])  # [B, H, T, T]
    return torch.softmax(scores + mask, -1) @ v


def gpt_logits(weights, ids, shape, workload):
    width, heads = shape['nEmbd'], shape['nHead']
    batch, context = workload['batch'], workload['context']
    mask = torch.full((context, context), -math.inf, device=DEVICE).triu(1)

    def norm(x, name):
        return F.layer_norm(x, (width,), weights[f'{name}.weight'], weights[f'{name}.bias'], 1e-5)

    x = F.embedding(ids, weights['wte.weight']) + weights['wpe.weight']  # [B, T, C]
    x = x.reshape(batch * context, width)  # [B * T, C]
    for i in range(shape['nLayer']):
        parts = dense(norm(x, f'h.{i}.ln_1'), weights, f'h.{i}.attn.c_attn').split(width, -1)
        q, k, v = (part.reshape(batch, context, heads, -1).transpose(1, 2) for part in parts)  # [B, H, T, D]
        mixed = attend(q, k, v, mask).transpose(1, 2).reshape(batch * context, width)
        x = x + dense(mixed, weights, f'h.{i}.attn.c_proj')
        wide = F.gelu(dense(norm(x, f'h.{i}.ln_2'), weights, f'h.{i}.mlp.c_fc'), approximate='tanh')
        x = x + dense(wide, weights, f'h.{i}.mlp.c_proj')
    return norm(x, 'ln_f') @ weights['lm_head.weight'].T


LOGITS = {'mlp': mlp_logits, 'gpt': gpt_logits}


class Contender:
    def __init__(self, work, with_graphs):
        self.work = work
        self.variables = {name: value.requires_grad_(True) for name, value in work['student'].items()}
        settings = work['settings']
        self.optimizer = torch.optim.Adam(
            list(self.variables.values()),
            lr=settings['learningRate'],
            betas=(settings['beta1'], settings['beta2']),
            eps=settings['epsilon'],
            **({'capturable': True} if with_graphs else {}),
        )
        self.latest = None
        self.graph = None
        if with_graphs:
            self.record()

    def logits(self, lane):
        workload = self.work['workload']
        shape = workload[lane]
        return LOGITS[shape['kind']](self.work[lane], self.work['x'], shape, workload)

    def loss(self):
        settings, labels = self.work['settings'], self.work['labels']
        answers = self.logits('student')
        by_labels = F.cross_entropy(answers, labels)
        if self.work['teacher'] is None:
            return by_labels
        with torch.no_grad():
            heard = self.logits('teacher')
        alpha, temperature = settings['alpha'], settings['temperature']
        apart = F.kl_div(
            F.log_softmax(answers / temperature, -1),
            F.log_softmax(heard / temperature, -1),
            reduction='batchmean',
            log_target=True,
        )
        return (1 - alpha) * by_labels + alpha * temperature**2 * apart

    def compute(self):
        self.optimizer.zero_grad(set_to_none=True)
        loss = self.loss()
        loss.backward()
        self.optimizer.step()
        return loss.detach()

    def record(self):
        """Warm-up steps on a side stream, as PyTorch's notes on CUDA graphs ask; what they learnt is taken back."""
        kept = {name: value.detach().clone() for name, value in self.variables.items()}
        side = torch.cuda.Stream()
        side.wait_stream(torch.cuda.current_stream())
        with torch.cuda.stream(side):
            for _ in range(3):
                self.compute()
        torch.cuda.current_stream().wait_stream(side)
        self.optimizer.zero_grad(set_to_none=True)
        self.graph = torch.cuda.CUDAGraph()
        with torch.cuda.graph(self.graph):
            self.latest = self.compute()
        with torch.no_grad():
            for name, value in self.variables.items():
                value.copy_(kept[name])
            for state in self.optimizer.state.values():
                for slot in state.values():
                    slot.zero_()

    def run(self, steps):
        started = time.perf_counter()
        thread_ms = 0.0
        for i in range(steps):
            if self.graph is None:
                self.latest = self.compute()
            else:
                self.graph.replay()
            if i < 5:
                thread_ms = (time.perf_counter() - started) * 1e3 / (i + 1)
        loss = self.latest.item()
        ms = (time.perf_counter() - started) * 1e3
        taken = torch.cuda.memory_allocated() if DEVICE.type == 'cuda' else None
        # Without a device of its own the thread computes: its time is the step's.
        own = thread_ms if DEVICE.type == 'cuda' else None
        return {
            'ms': ms, 'threadMs': own, 'loss': loss, 'counts': None, 'bytes': taken, 'device': device_name()
        }


def main():
    if sys.argv[1] == 'probe':
        print(json.dumps({'version': torch.__version__, 'cuda': DEVICE.type == 'cuda', 'device': device_name()}))
        return
    # The same arithmetic as everybody else's.
    torch.backends.cuda.matmul.allow_tf32 = False
    contender = None
    for line in sys.stdin:
        order = json.loads(line)
        try:
            if order['kind'] == 'start':
                started = time.perf_counter()
                contender = Contender(read_work(sys.argv[2]), sys.argv[1] == 'graphs')
                ms = (time.perf_counter() - started) * 1e3
                answer = {
                    'ms': ms, 'threadMs': None, 'loss': 0, 'counts': None, 'bytes': None, 'device': device_name()
                }
            else:
                answer = contender.run(order['steps'])
        except Exception as error:  # noqa: BLE001 whatever it is, the benchmark reports it and goes on
            answer = {'failed': f'{type(error).__name__}: {error}'}
        print(json.dumps(answer), flush=True)


main()
