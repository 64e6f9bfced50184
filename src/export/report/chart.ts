// A chart as an SVG of its own: title, axes, curves, legend, in colours that print. Draws what it is given; knows no run.

import { escapeHtml } from '../html.ts';

export interface ChartAxis {
  readonly domain: readonly [low: number, high: number];
  readonly ticks: readonly number[];
}

export interface ChartLine {
  readonly label: string;
  /** A colour as SVG has it. */
  readonly color: string;
  readonly dash: string;
  readonly points: readonly { readonly step: number; readonly value: number }[];
}

export interface ChartPicture {
  readonly title: string;
  /** What the vertical axis counts. */
  readonly unit: string;
  readonly x: ChartAxis;
  readonly y: ChartAxis;
  readonly lines: readonly ChartLine[];
  /** How a tick of the vertical axis is written. */
  format(value: number): string;
}

export const chartSize = { width: 720, height: 400 } as const;
const inset = { left: 64, right: 20, top: 48, bottom: 84 } as const;
const font = 'font-family="system-ui, sans-serif" fill="#1b1d20"';

const px = (value: number): string => String(Math.round(10 * value) / 10);

function scales({ x, y }: ChartPicture) {
  const scale =
    ({ domain: [low, high] }: ChartAxis, from: number, to: number) =>
    (value: number) =>
      from + ((Math.min(high, Math.max(low, value)) - low) / (high - low || 1)) * (to - from);
  return {
    across: scale(x, inset.left, chartSize.width - inset.right),
    up: scale(y, chartSize.height - inset.bottom, inset.top),
  };
}

function axes(picture: ChartPicture): string {
  const { across, up } = scales(picture);
  const [left, right] = [inset.left, chartSize.width - inset.right];
  const bottom = chartSize.height - inset.bottom;
  const horizontal = picture.y.ticks.map(
    (tick) =>
      `<line x1="${left}" x2="${right}" y1="${px(up(tick))}" y2="${px(up(tick))}" stroke="#dcdcd5"/>` +
      `<text x="${left - 8}" y="${px(up(tick) + 4)}" text-anchor="end" font-size="12" ${font}>${escapeHtml(picture.format(tick))}</text>`,
  );
  const vertical = picture.x.ticks.map(
    (tick) =>
      `<text x="${px(across(tick))}" y="${bottom + 18}" text-anchor="middle" font-size="12" ${font}>${tick}</text>`,
  );
  return [
    ...horizontal,
    ...vertical,
    `<line x1="${left}" x2="${right}" y1="${bottom}" y2="${bottom}" stroke="#8a8a82"/>`,
    `<text x="${(left + right) / 2}" y="${bottom + 38}" text-anchor="middle" font-size="12" ${font}>step</text>`,
    `<text x="${left}" y="40" font-size="12" ${font}>${escapeHtml(picture.unit)}</text>`,
  ].join('\n');
}

function curve({ color, dash, points }: ChartLine, { across, up }: ReturnType<typeof scales>): string {
  let path = '';
  let isDown = false;
  for (const { step, value } of points) {
    if (Number.isFinite(value)) path += `${isDown ? 'L' : 'M'}${px(across(step))} ${px(up(value))}`;
    isDown = Number.isFinite(value);
  }
  const dashes = dash === 'none' ? '' : ` stroke-dasharray="${dash}"`;
  return `<path d="${path}" fill="none" stroke="${color}" stroke-width="2" stroke-linejoin="round"${dashes}/>`;
}

function legend(lines: readonly ChartLine[]): string {
  const y = chartSize.height - 16;
  return lines
    .map(({ label, color, dash }, i) => {
      const x = inset.left + i * 160;
      const dashes = dash === 'none' ? '' : ` stroke-dasharray="${dash}"`;
      return (
        `<line x1="${x}" x2="${x + 34}" y1="${y - 4}" y2="${y - 4}" stroke="${color}" stroke-width="2"${dashes}/>` +
        `<text x="${x + 42}" y="${y}" font-size="13" ${font}>${escapeHtml(label)}</text>`
      );
    })
    .join('\n');
}

/** A chart as a picture of its own, in fixed light colours. */
export function chartSvg(picture: ChartPicture): string {
  const { width, height } = chartSize;
  const scaled = scales(picture);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${escapeHtml(picture.title)}">
<rect width="${width}" height="${height}" fill="#ffffff"/>
<text x="${inset.left}" y="22" font-size="15" font-weight="600" ${font}>${escapeHtml(picture.title)}</text>
${axes(picture)}
${picture.lines.map((line) => curve(line, scaled)).join('\n')}
${legend(picture.lines)}
</svg>
`;
}
