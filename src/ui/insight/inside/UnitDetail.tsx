// The chosen unit, large and in numbers, beside the teacher's unit most like it.

import { useCallback } from 'react';
import type { TaskInfo } from '../../../shared/protocol/data.ts';
import type { LayerMaps, PlaneInside, Twin } from '../../../shared/protocol/inside.ts';
import { studentLanes } from '../../../shared/protocol/lanes.ts';
import type { Palette } from '../../compare/palette.ts';
import { count } from '../../format.ts';
import type { LaneNames } from '../../lane-names.ts';
import { fieldOf } from './draw-network.ts';
import { drawUnit, rangeOf, type UnitField } from './draw-unit.ts';
import styles from './inside.module.css';
import type { UnitId } from './NetworkPicture.tsx';
import { Plain } from './Plain.tsx';
import { activeWords, correlation, figure, unitName } from './words.ts';

/** Side of the large maps, CSS pixels. */
const side = 208;

interface Props {
  readonly task: TaskInfo;
  readonly seen: PlaneInside;
  readonly palette: Palette;
  readonly names: LaneNames;
  readonly chosen: UnitId;
}

/** The teacher's unit most like one of the student's or the control's; null where there is none. */
export function twinOf(seen: PlaneInside, { lane, layer, unit }: UnitId): Twin | null {
  if (lane === 'teacher') return null;
  const row = seen.lanes[lane][layer]?.shown.indexOf(unit) ?? -1;
  return seen.like[lane].twins[layer]?.[row] ?? null;
}

function LargeMap(props: { field: UnitField; palette: Palette; label: string; children: string }) {
  const { field, palette, label, children } = props;
  const draw = useCallback(
    (context: CanvasRenderingContext2D) =>
      drawUnit(context, field, [0, 0], side, Math.min(2, devicePixelRatio), palette),
    [field, palette],
  );
  return (
    <figure className={styles.large}>
      <Plain width={side} height={side} label={label} draw={draw} />
      <figcaption>{children}</figcaption>
    </figure>
  );
}

/** What the unit hears: one row for each unit below that is shown. */
function Incoming({
  task,
  layers,
  chosen,
  name,
}: Omit<Props, 'seen' | 'palette' | 'names' | 'chosen'> & {
  readonly layers: readonly LayerMaps[];
  readonly chosen: UnitId;
  readonly name: string;
}) {
  const layer = layers[chosen.layer];
  const below = layers[chosen.layer - 1];
  const column = layer?.shown.indexOf(chosen.unit) ?? -1;
  if (layer === undefined || column < 0) return null;
  const width = layer.shown.length;
  const fields = task.input.kind === 'numbers' ? task.input.fields.map((field) => field.name) : [];
  const sources =
    below === undefined ? fields : below.shown.map((unit) => unitName(chosen.layer - 1, unit, layers, task));
  const weights = sources.map((_, row) => layer.weights[row * width + column] ?? Number.NaN);
  const largest = Math.max(1e-12, ...weights.map(Math.abs).filter(Number.isFinite));
  const of = below === undefined ? 'the inputs' : `layer ${chosen.layer}`;
  const rest = below === undefined ? 0 : below.units - below.shown.length;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className={styles.weights} aria-label={`Weights into ${name}`} tabIndex={0}>
      <table className={styles.table}>
        <caption>
          Weights from {of}
          {rest === 0 ? '' : ` (${rest} more not shown)`}
        </caption>
        <thead>
          <tr>
            <th scope="col">from</th>
            <th scope="col">weight</th>
            <th scope="col">
              <span className="visually-hidden">as a bar</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {sources.map((source, row) => {
            const weight = weights[row] ?? Number.NaN;
            return (
              <tr key={source}>
                <th scope="row">{source}</th>
                <td>{figure(weight)}</td>
                <td className={styles.signed} aria-hidden="true">
                  <span
                    data-lane={chosen.lane}
                    data-sign={weight < 0 ? 'less' : 'more'}
                    style={{
                      width: `${(50 * Math.abs(weight)) / largest || 0}%`,
                      [weight < 0 ? 'right' : 'left']: '50%',
                    }}
                  />
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** The chosen unit as a sentence begins with it, and its place in what was measured; null where it is not shown. */
function placeOf({ task, seen, names }: Pick<Props, 'task' | 'seen' | 'names'>, chosen: UnitId) {
  const layers = seen.lanes[chosen.lane];
  const layer = layers[chosen.layer];
  const row = layer?.shown.indexOf(chosen.unit) ?? -1;
  if (layer === undefined || row < 0) return null;
  const isOutput = chosen.layer === layers.length - 1;
  const unit = unitName(chosen.layer, chosen.unit, layers, task);
  const title = `${names[chosen.lane]}, ${isOutput ? `output ${unit}` : `layer ${chosen.layer + 1}, ${unit}`}`;
  return { layers, layer, row, isOutput, title };
}

/** How well a unit of the teacher's is met; undefined where the lane has no hidden units. */
const metWords = (r: number | undefined): string =>
  r === undefined ? 'it has none' : r === 0 ? 'none: it is the same everywhere' : r.toFixed(2);

function TwinMap({ seen, palette, names, chosen, row, twin }: Props & { row: number; twin: Twin | null }) {
  const { lane, layer } = chosen;
  const maps = lane === 'teacher' ? undefined : seen.like[lane].twinMaps[layer];
  if (twin === null || maps === undefined) return null;
  const size = seen.cells ** 2;
  const values = maps.subarray(row * size, (row + 1) * size);
  const field = { values, cells: seen.cells, colour: palette.lanes.teacher, line: 0 } as const;
  const what = `layer ${twin.layer + 1}, unit ${twin.unit + 1}`;
  return (
    <LargeMap field={field} palette={palette} label={`${names.teacher}, ${what}, over the plane`}>
      {`Most like it in the teacher: ${what}, r = ${correlation(twin.correlation)}`}
    </LargeMap>
  );
}

export function UnitDetail(props: Props) {
  const { task, seen, palette, names, chosen } = props;
  const place = placeOf({ task, seen, names }, chosen);
  if (place === null) return null;
  const { layers, layer, row, isOutput, title } = place;
  const { cells, extent } = seen;
  const drawing = { layers, cells, extent, palette, colour: palette.lanes[chosen.lane], chosen: null };
  const field = fieldOf(drawing, chosen.layer + 1, row);
  const { least, most } = rangeOf(field.values);
  const twin = twinOf(seen, chosen);
  const hasTwins = chosen.lane !== 'teacher' && !isOutput && layers.length > 1;
  return (
    <section className={styles.detail} aria-labelledby="inside-unit">
      <h3 id="inside-unit">{title}</h3>
      <div className={styles.parts}>
        <LargeMap field={field} palette={palette} label={`${title}, over the plane`}>
          {isOutput ? 'Probability of the class at T = 1' : activeWords(layer, row)}
        </LargeMap>
        <TwinMap {...props} row={row} twin={twin} />
        <dl className={styles.facts}>
          <Fact name="Least and largest value">{`${figure(least)} to ${figure(most)}`}</Fact>
          <Fact name="Bias">{figure(layer.bias[row])}</Fact>
          <Fact name="Norm of weights into it">{figure(layer.into[row])}</Fact>
          {isOutput ? null : <Fact name="Norm of weights out of it">{figure(layer.outOf[row])}</Fact>}
          {chosen.lane === 'teacher' && !isOutput
            ? studentLanes.map((lane) => (
                <Fact key={lane} name={`Largest |r| with a unit of the ${names[lane].toLowerCase()}`}>
                  {metWords(seen.like[lane].met[chosen.layer]?.[row])}
                </Fact>
              ))
            : null}
          {hasTwins ? (
            <Fact name="Most like it in the teacher">
              {twin === null
                ? 'none: one of the two is the same everywhere'
                : `layer ${twin.layer + 1}, unit ${twin.unit + 1}; Pearson’s r = ${correlation(twin.correlation)} over ${count(cells ** 2)} places`}
            </Fact>
          ) : null}
        </dl>
        <Incoming task={task} layers={layers} chosen={chosen} name={title} />
      </div>
    </section>
  );
}
