// What can be chosen of losses, optimisers and schedules, in PyTorch: one row each, so that a new one does not compile
// without its form here. Texts of Python; what they may use is said at their place in distill.py.

import type { LossId } from '../../shared/catalog/losses.ts';
import type { OptimizerId, ScheduleId } from '../../shared/catalog/optimizers.ts';

export interface TorchLoss {
  /** Body of a function of `x` that gives D, a sum over rows weighted by `x.w`. */
  readonly code: string;
  /** true: rows of a batch are compared with one another, so processes must see all of them. */
  readonly acrossRows?: boolean;
}

const line = (code: string): TorchLoss => ({ code: `return ${code}` });

export const torchLosses = {
  forwardKl: line('x.scale * mean_rows(over(x.t * (x.log_t - x.log_s), x.own["over"]), x.w)'),
  reverseKl: line('x.scale * mean_rows(over(x.s * (x.log_s - x.log_t), x.own["over"]), x.w)'),
  jsd: {
    code: `beta = x.own["beta"]
m = log_mix(x.log_s, x.log_t, beta)
rows = beta * kl(x.log_t, m) + (1 - beta) * kl(x.log_s, m)
return x.scale * mean_rows(rows, x.w) / (beta * (1 - beta) if x.own["steady"] else 1)`,
  },
  skewKl: line('x.scale * mean_rows(kl(x.log_t, log_mix(x.log_s, x.log_t, x.own["skew"])), x.w)'),
  skewReverseKl: line('x.scale * mean_rows(kl(x.log_s, log_mix(x.log_t, x.log_s, x.own["skew"])), x.w)'),
  tvd: line('x.scale * mean_rows((x.t - x.s).abs().sum(1) / 2, x.w)'),
  probabilityMse: line('x.scale * mean_rows(over((x.s - x.t) ** 2, x.own["over"]), x.w)'),
  dkd: {
    code: `target = x.y if x.own["target"] == "label" else F.one_hot(x.v.argmax(1), x.v.shape[1]).float()
decision = lambda log_p: torch.stack([(target * log_p).sum(1), (log_p - 1e9 * target).logsumexp(1)], 1)
others = lambda log_p: F.log_softmax(log_p - 1e9 * target, 1)
rows = x.own["targetWeight"] * kl(decision(x.log_t), decision(x.log_s))
rows = rows + x.own["otherWeight"] * kl(others(x.log_t), others(x.log_s))
return x.scale * mean_rows(rows, x.w)`,
  },
  dist: {
    acrossRows: true,
    code: `column = x.w[:, None]
row_centred = lambda p: p - p.mean(1, keepdim=True)
column_centred = lambda p: p - (p * column).sum(0, keepdim=True)
classes = mean_rows(one_minus_cos(row_centred(x.s), row_centred(x.t), 1), x.w)
rows = one_minus_cos(column_centred(x.s), column_centred(x.t), 0, column).mean() * x.w.sum()
return x.scale * (x.own["acrossClasses"] * classes + x.own["acrossRows"] * rows)`,
  },
  standardizedKl: {
    code: `def standardised(logits):
    centred = logits - logits.mean(1, keepdim=True)
    variance = (centred**2).sum(1, keepdim=True) / max(1, logits.shape[1] - 1)
    return centred * (variance + 1e-6).rsqrt()
log_s, log_t = (F.log_softmax(standardised(logits) / x.T, 1) for logits in (x.z, x.v))
return x.scale * mean_rows(kl(log_t, log_s), x.w)`,
  },
  logitMse: line('mean_rows(over((x.z - x.v) ** 2, x.own["over"]), x.w)'),
  cosine: line('mean_rows(one_minus_cos(x.z, x.v, 1), x.w)'),
  hint: {
    code: `at = lambda states: states[-1 if x.own["layer"] == "last" else (len(states) - 1) // 2]
(student, _), (teacher, _) = x.inside
weight, bias = x.trained
return mean_rows(((at(student) @ weight + bias - at(teacher)) ** 2).mean(1), x.w)`,
  },
  attention: {
    code: `(_, student), (_, teacher) = x.inside
rows = 0
for i, scores in enumerate(student):
    match = max(0, math.floor((i + 1) * len(teacher) / len(student) + 0.5) - 1)
    logs = [F.log_softmax(one, 3) for one in (scores, teacher[match])]
    if scores.shape[1] != teacher[match].shape[1]:
        logs = [log.logsumexp(1, keepdim=True) - math.log(log.shape[1]) for log in logs]
    log_s, log_t = logs
    apart = (log_s.exp() - log_t.exp()) ** 2 if x.own["measure"] == "mse" else log_t.exp() * (log_t - log_s)
    rows = rows + apart.sum(3).mean(1).reshape(-1)
return mean_rows(rows, x.w) / len(student)`,
  },
  rkd: {
    acrossRows: true,
    code: `def samples(hidden):
    count = min(64, len(hidden) // x.rows_per_example)
    used = count * x.rows_per_example
    shares = x.w[:used].reshape(count, x.rows_per_example, 1)
    total = shares.sum(1)
    return (hidden[:used].reshape(count, x.rows_per_example, -1) * shares).sum(1) / total.clamp(min=1e-12), (total > 0).float()
def relations(vectors, pairs):
    apart = vectors[None] - vectors[:, None]
    square = (apart**2).sum(2)
    distances = (square + 1e-12).sqrt() * pairs
    mean = distances.sum() / pairs.sum().clamp(min=1)
    unit = apart * (square + 1e-12).rsqrt()[:, :, None]
    return distances / mean.clamp(min=1e-12), unit @ unit.transpose(1, 2)
(student, _), (teacher, _) = x.inside
(ours, counts), (theirs, _) = samples(student[-1]), samples(teacher[-1])
both = counts @ counts.T
pairs = both * (1 - torch.eye(len(counts), device=both.device))
(s_far, s_cos), (t_far, t_cos) = relations(ours, pairs), relations(theirs, pairs)
n = counts.sum().clamp(min=1)
distance = F.smooth_l1_loss(s_far, t_far, reduction="sum") / n**2
triples = counts[:, :, None] * both[None]
angle = (F.smooth_l1_loss(s_cos, t_cos, reduction="none") * triples).sum() / n**3
return x.own["distance"] * distance + x.own["angle"] * angle`,
  },
  topKKl: {
    code: `least = x.v.topk(min(x.own["k"], x.v.shape[1]), 1).values[:, -1:]
top = (x.v >= least).float()
within = x.log_t if x.own["tail"] else F.log_softmax(x.log_t - 1e9 * (1 - top), 1)
rows = (top * within.exp() * (within - x.log_s)).sum(1)
if x.own["tail"]:
    rest_t, rest_s = ((log_p - 1e9 * top).logsumexp(1) for log_p in (x.log_t, x.log_s))
    rows = rows + rest_t.exp() * (rest_t - rest_s)
return x.scale * mean_rows(rows, x.w)`,
  },
  sequenceNll: line('cross_entropy(x.z, x.y, x.w)'),
  labelSmoothing: line(
    'cross_entropy(x.z, x.y * (1 - x.own["smoothing"]) + x.own["smoothing"] / x.y.shape[1], x.w)',
  ),
  labelsOnly: line('0 * x.z.sum()'),
} as const satisfies Record<LossId, TorchLoss>;

export const torchOptimizers = {
  adam: 'lambda w, rate, decay: torch.optim.Adam(w, lr=rate)',
  adamw: 'lambda w, rate, decay: torch.optim.AdamW(w, lr=rate, weight_decay=decay)',
  momentum: 'lambda w, rate, decay: torch.optim.SGD(w, lr=rate, momentum=0.9)',
  sgd: 'lambda w, rate, decay: torch.optim.SGD(w, lr=rate)',
} as const satisfies Record<OptimizerId, string>;

/** Share of the learning rate; \`progress\` runs from 0 to 1. */
export const torchSchedules = {
  constant: 'lambda progress: 1.0',
  cosine: 'lambda progress: 0.1 + 0.45 * (1 + math.cos(math.pi * progress))',
} as const satisfies Record<ScheduleId, string>;
