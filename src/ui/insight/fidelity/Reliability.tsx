// One reliability diagram: share right against confidence, by bin, and below how many predictions each bin holds.

import { useXAxisScale, useYAxisScale } from 'recharts';
import type { LaneId } from '../../../shared/protocol/lanes.ts';
import type { Calibration } from '../../../shared/protocol/snapshots.ts';
import type { Axis } from '../../../store/axes.ts';
import { laneStyle } from '../../charts/curves.ts';
import { LineSample } from '../../charts/LineSample.tsx';
import { Plot } from '../../charts/Plot.tsx';
import { StepTick, type TickProps, valueTicks } from '../../charts/ticks.tsx';
import { count, percent } from '../../format.ts';
import styles from './fidelity.module.css';

const shares: Axis = { domain: [0, 1], ticks: [0, 0.25, 0.5, 0.75, 1], log: false };
/** Fewer predictions than this say little. */
const enough = 10;

const PercentTick = (props: TickProps) => (
  <StepTick {...props} payload={{ value: Math.round(100 * props.payload.value) }} />
);

function Bars({ calibration, color }: { calibration: Calibration; color: string }) {
  const x = useXAxisScale();
  const y = useYAxisScale();
  if (x === undefined || y === undefined) return null;
  const bins = calibration.counts.length;
  const at = (share: number) => x(share) ?? 0;
  const [floor, zero, one] = [y(0) ?? 0, at(0), at(1)];
  return (
    <>
      {calibration.accuracy.map((share, bin) => {
        const held = calibration.counts[bin] ?? 0;
        if (held === 0) return null;
        const left = at(bin / bins) + 1;
        const top = Math.min(floor - 1, y(share) ?? floor);
        return (
          <rect
            key={bin}
            x={left}
            y={top}
            width={Math.max(1, at((bin + 1) / bins) - left - 1)}
            height={floor - top}
            fill={color}
            fillOpacity={held < enough ? 0.25 : 0.75}
            stroke={color}
          />
        );
      })}
      <path className={styles.diagonal} d={`M${zero} ${floor}L${one} ${y(1) ?? 0}`} />
    </>
  );
}

/** How many predictions each bin holds, under the bins. */
function Counts({ calibration }: { calibration: Calibration | null }) {
  const counts = calibration?.counts ?? [];
  const most = Math.max(1, ...counts);
  return (
    <div className={styles.counts} aria-hidden="true">
      {counts.map((held, bin) => (
        <i key={bin} title={`${count(held)} predictions`} style={{ height: `${(100 * held) / most}%` }} />
      ))}
      <span>{calibration === null ? '' : count(most)}</span>
    </div>
  );
}

interface Props {
  readonly lane: LaneId;
  readonly name: string;
  readonly calibration: Calibration | null;
}

export function Reliability({ lane, name, calibration }: Props) {
  const style = laneStyle(lane);
  const said =
    calibration === null
      ? 'nothing measured yet'
      : `calibration error ${percent(calibration.error)}; the bins stand in the table below`;
  return (
    <figure className={styles.diagram} aria-label={`Reliability of the ${lane}: ${said}`}>
      <figcaption>
        <LineSample {...style} /> {name}
        <b>{calibration === null ? '–' : percent(calibration.error)}</b>
      </figcaption>
      <div className={styles.plot} aria-hidden="true">
        <Plot
          x={shares}
          y={shares}
          xTick={PercentTick}
          yTick={valueTicks.percent}
          xTitle="sure"
          yTitle="right"
        >
          {calibration === null ? null : <Bars calibration={calibration} color={style.color} />}
        </Plot>
      </div>
      <Counts calibration={calibration} />
    </figure>
  );
}
