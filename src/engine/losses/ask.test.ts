// What the loss cards draw: the gradient by its formula where it is known, and always down the loss.

import { beforeAll, describe, expect, it } from 'vitest';
import { lossIds, lossRow } from '../../shared/catalog/losses.ts';
import type { LossSettings } from '../../shared/loss-question.ts';
import { useBackend } from '../backend/backend.testing.ts';
import { tensorCount } from '../backend/internals.ts';
import { askLoss } from './ask.ts';

const student = [0.2, 0.25, 0.55];
const teacher = [0.7, 0.22, 0.08];
const field = [0.1, 0.1, 0.8, 0.6, 0.3, 0.1];

function settingsOf(loss: LossSettings['loss']): LossSettings {
  const { params, forms } = lossRow(loss);
  const defaults = (table: object) =>
    Object.fromEntries(Object.entries(table).map(([key, spec]) => [key, spec.default]));
  return { loss, temperature: 2, tSquared: true, params: defaults(params), forms: defaults(forms) };
}

const ask = (settings: LossSettings, at = student) =>
  askLoss({
    id: 7,
    settings,
    label: 0,
    teacher,
    student: at,
    field,
    others: [{ ...settings, temperature: 8 }],
  });

describe('questions to a loss', () => {
  beforeAll(() => useBackend('cpu'));

  it('forward KL is answered with T (s - t)', async () => {
    const { id, gradient, norm } = await ask(settingsOf('forwardKl'));
    const softened = (p: readonly number[]) => {
      const roots = p.map(Math.sqrt);
      const total = roots.reduce((a, b) => a + b, 0);
      return roots.map((root) => root / total);
    };
    const [s, t] = [softened(student), softened(teacher)];
    expect(id).toBe(7);
    s.forEach((share, k) => {
      expect(gradient[k]).toBeCloseTo(2 * (share - (t[k] ?? 0)), 5);
    });
    expect(norm).toBeCloseTo(Math.hypot(...gradient), 5);
  });

  const answered = lossIds.filter((id) => lossRow(id).hasTerm && lossRow(id).family !== 'inside');
  it.each(answered)('%s: arrows lead down the loss, and nothing stays on the device', async (loss) => {
    const count = tensorCount();
    const settings = settingsOf(loss);
    const { ends, otherNorms } = await ask(settings);
    expect(tensorCount()).toBe(count);
    expect(otherNorms).toHaveLength(1);
    for (const row of [0, 1]) {
      const [from, to] = [field.slice(3 * row, 3 * row + 3), [...ends.slice(3 * row, 3 * row + 3)]];
      expect(to.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 5);
      // A short way along the arrow, so that it cannot lead past the bottom.
      const near = from.map((share, k) => share * ((to[k] ?? 0) / share) ** 0.05);
      const total = near.reduce((a, b) => a + b, 0);
      const after = await ask(
        settings,
        near.map((share) => share / total),
      );
      expect(after.value).toBeLessThanOrEqual((await ask(settings, from)).value + 1e-6);
    }
  });

  it('losses that read no logits are not asked', async () => {
    await expect(ask(settingsOf('hint'))).rejects.toThrow('reads no logits');
  });
});
