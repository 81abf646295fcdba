import type { Screen } from './local/progress-line.ts';

/** What a text is to its reader. */
export type Tone = 'good' | 'bad' | 'doubtful' | 'dim' | 'plain';

const CODES: Readonly<Record<Exclude<Tone, 'plain'>, readonly [on: number, off: number]>> = {
  good: [32, 39],
  bad: [31, 39],
  doubtful: [33, 39],
  dim: [2, 22],
};

/** Colours a text for a stream: only for a terminal that has colours, and never where `NO_COLOR` is set. */
export type Colour = (tone: Tone, text: string) => string;

/** How texts are coloured for this stream. */
export function colourFor(screen: Screen, env: Readonly<Record<string, string | undefined>>): Colour {
  if (screen.isTTY !== true || env['NO_COLOR'] || env['TERM'] === 'dumb') return (_, text) => text;
  return (tone, text) => {
    if (tone === 'plain') return text;
    const [on, off] = CODES[tone];
    return `\u001B[${on}m${text}\u001B[${off}m`;
  };
}
