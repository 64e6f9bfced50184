// Teacher or student: a sketch of the network, its hidden layers, its size.

import { type ModelConfig, parameterCount } from '../../shared/catalog/models.ts';
import { count } from '../format.ts';
import { usePage } from '../store-context.tsx';
import { Control } from './Control.tsx';
import styles from './model.module.css';
import { NetworkSketch } from './NetworkSketch.tsx';
import type { Widths } from './network-sketch.ts';
import { Section } from './Section.tsx';
import { sizeRatio } from './size-ratio.ts';

type Lane = 'teacher' | 'student';

/** More hidden layers than this need the whole width of the rail. */
const maxBeside = 2;

function widthsOf(model: ModelConfig, inputs: number | null, outputs: number | null): Widths {
  switch (model.kind) {
    case 'mlp':
      return [inputs, ...model.hidden, outputs];
    default:
      return model.kind satisfies never;
  }
}

function Ratio({ inputs, outputs }: { readonly inputs: number; readonly outputs: number }) {
  const teacher = usePage(({ config }) => parameterCount(config.teacher, inputs, outputs));
  const student = usePage(({ config }) => parameterCount(config.student, inputs, outputs));
  return <p className={styles.ratio}>{sizeRatio(teacher, student)}</p>;
}

export function ModelSection({ lane, title }: { readonly lane: Lane; readonly title: string }) {
  const model = usePage(({ config }) => config[lane]);
  const inputs = usePage(({ task }) => task?.inputs ?? null);
  const outputs = usePage(({ task }) => task?.classes.length ?? null);
  const known = inputs !== null && outputs !== null;
  const beside = model.hidden.length <= maxBeside;
  const size = known
    ? `${count(parameterCount(model, inputs, outputs))} parameters`
    : 'size follows the data';
  return (
    <Section
      title={title}
      lane={lane}
      aside={<span className={styles.size}>{size}</span>}
      more={[`${lane}.kind`, `${lane}.activation`]}
    >
      <div className={styles.body} data-beside={beside || undefined}>
        <div className={styles.picture}>
          <NetworkSketch widths={widthsOf(model, inputs, outputs)} lane={lane} span={beside ? 124 : 276} />
          {known && lane === 'student' && <Ratio inputs={inputs} outputs={outputs} />}
        </div>
        <Control path={`${lane}.hidden`} />
      </div>
    </Section>
  );
}
