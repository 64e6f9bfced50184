// Teacher or student: a sketch of the network, its layers, its size.

import { type ModelConfig, parameterCount } from '../../shared/catalog/models.ts';
import type { LayersSpec } from '../../shared/params.ts';
import { count } from '../format.ts';
import { usePage } from '../store-context.tsx';
import { Control } from './Control.tsx';
import { LayersControl } from './LayersControl.tsx';
import styles from './model.module.css';
import { NetworkSketch } from './NetworkSketch.tsx';
import { Section } from './Section.tsx';
import { SizeSelect } from './SizeSelect.tsx';
import { sizeRatio } from './size-ratio.ts';
import { type Param, useParam, usePathsBeyond } from './use-param.ts';

type Lane = 'teacher' | 'student' | 'assistant';

/** More hidden layers than this need the whole width of the rail. */
const maxBeside = 2;

function Ratio({ inputs, outputs }: { readonly inputs: number; readonly outputs: number }) {
  const teacher = usePage(({ config }) => parameterCount(config.teacher, inputs, outputs));
  const student = usePage(({ config }) => parameterCount(config.student, inputs, outputs));
  return <p className={styles.ratio}>{sizeRatio(teacher, student)}</p>;
}

export function ModelSection({ lane, title }: { readonly lane: Lane; readonly title: string }) {
  const chosen = usePage(({ config }) => config[lane]);
  const inputs = usePage(({ task }) => task?.inputs ?? null);
  const outputs = usePage(({ task }) => task?.classes.length ?? null);
  const hidden = useParam(`${lane}.hidden`) as Param<LayersSpec, readonly number[]> | null;
  const more = ['kind', 'activation', 'dropout', 'tied'].map((key) => `${lane}.${key}`);
  const others = usePathsBeyond(lane, [...more, `${lane}.hidden`]);
  if (chosen.kind === 'none') return null;
  const model: ModelConfig = chosen;
  const known = inputs !== null && outputs !== null;
  const size = known
    ? `${count(parameterCount(model, inputs, outputs))} parameters`
    : 'size follows the data';
  const ratio = known && lane === 'student' && <Ratio inputs={inputs} outputs={outputs} />;
  const beside = hidden !== null && hidden.value.length <= maxBeside;
  return (
    <Section title={title} lane={lane} aside={<span className={styles.size}>{size}</span>} more={more}>
      {hidden !== null && (
        <div className={styles.body} data-beside={beside || undefined}>
          <div className={styles.picture}>
            <NetworkSketch
              widths={[inputs, ...hidden.value, outputs]}
              lane={lane}
              span={beside ? 124 : 276}
            />
            {ratio}
          </div>
          <LayersControl param={hidden} />
        </div>
      )}
      <SizeSelect lane={lane} />
      {others.map((path) => (
        <Control key={path} path={path} compact />
      ))}
      {hidden === null && ratio}
    </Section>
  );
}
