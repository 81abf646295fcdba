import { counted, dollars, duration } from '../../core/output/amounts.ts';
import { thinned, type Spend } from '../../core/report/spend.ts';
import { el, section, svg, table } from './dom.ts';

const WIDTH = 720;
const HEIGHT = 220;
const LEFT = 60;
const BOTTOM = 28;
const TOP = 16;

/** Spend over time against the budget, as a drawing and as a table; left out when nothing was metered. */
export function spendSection(spend: Spend | null): Node | null {
  if (spend === null || spend.points.length < 2) return null;
  const rows = thinned(spend.points, 40).map(({ ms, usd }) => [duration(ms), dollars(usd)]);
  return section(
    'spend',
    'Spend over time',
    // On a small screen the drawing scrolls: its words stay large enough to read.
    el('div', { class: 'wide', tabindex: '0', role: 'group', 'aria-label': 'Drawing' }, drawing(spend)),
    el(
      'details',
      {},
      el('summary', {}, 'The same as a table'),
      table('Spend in all', ['After', 'Spent'], rows, [1]),
    ),
  );
}

function drawing({ points, budgetUsd }: Spend): SVGElement {
  const last = points.at(-1) ?? { ms: 0, usd: 0 };
  const most = Math.max(last.usd, budgetUsd ?? 0, 0.0001) * 1.08;
  const x = (ms: number) => LEFT + (ms / Math.max(last.ms, 1)) * (WIDTH - LEFT - 12);
  const y = (usd: number) => HEIGHT - BOTTOM - (usd / most) * (HEIGHT - BOTTOM - TOP);
  const steps = thinned(points, 1000)
    .map(({ ms, usd }, at) =>
      at === 0 ? `M${x(ms).toFixed(1)} ${y(usd).toFixed(1)}` : `H${x(ms).toFixed(1)}V${y(usd).toFixed(1)}`,
    )
    .join('');
  const label = (text: string, at: Record<string, string>) => svg('text', at, text);
  const base = String(HEIGHT - BOTTOM);
  const axis = svg('path', { class: 'axis', d: `M${LEFT} ${TOP}V${base}H${WIDTH - 12}` });
  return svg(
    'svg',
    {
      viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
      role: 'img',
      'aria-label': inWords({ points, budgetUsd }),
      class: 'plot',
    },
    axis,
    ...(budgetUsd === null ? [] : budgetLine(budgetUsd, y(budgetUsd))),
    svg('path', { class: 'spend', d: steps }),
    label(dollars(last.usd), { x: String(LEFT - 6), y: String(y(last.usd) + 4), 'text-anchor': 'end' }),
    label('0', { x: String(LEFT), y: String(HEIGHT - 8), 'text-anchor': 'middle' }),
    label(duration(last.ms), { x: String(WIDTH - 12), y: String(HEIGHT - 8), 'text-anchor': 'end' }),
  );
}

function budgetLine(usd: number, at: number): SVGElement[] {
  return [
    svg('path', { class: 'budget', d: `M${LEFT} ${at.toFixed(1)}H${WIDTH - 12}` }),
    svg(
      'text',
      { x: String(WIDTH - 12), y: (at - 4).toFixed(1), 'text-anchor': 'end' },
      `budget ${dollars(usd)}`,
    ),
  ];
}

/** What the drawing shows, for those who do not see it. */
function inWords({ points, budgetUsd }: Spend): string {
  const last = points.at(-1) ?? { ms: 0, usd: 0 };
  const budget = budgetUsd === null ? '' : ` of a budget of ${dollars(budgetUsd)}`;
  return `Spend rose to ${dollars(last.usd)}${budget} in ${duration(last.ms)}, over ${counted(points.length - 1, 'step')}.`;
}
