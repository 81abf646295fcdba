import { figuresOf } from './own-process.ts';
import { verdict } from './statistics.ts';

const AIM_MB = 64;
const FLOWS = ['lines', 'one line'];

type Figures = { growth: number; rate: number; masks: number; withheld: number };

/** What a gigabyte that goes through the gate's stream takes of memory, each kind in a process of its own. */
export async function measure(): Promise<string> {
  const found: Figures[] = [];
  for (const flow of FLOWS) {
    const figures = await streamed(flow, 1000);
    if (figures.withheld > 0 || figures.masks < 25_000)
      throw new Error(`${flow}: ${figures.masks} masks, ${figures.withheld} kinds withheld`);
    process.stdout.write(
      `${verdict(`1 GB as ${flow}, memory over that of the start`, figures.growth, AIM_MB, 'MB')}; ` +
        `${figures.rate.toFixed(0)} MB/s, ${figures.masks} masks\n`,
    );
    found.push(figures);
  }
  const growth = Math.max(...found.map((one) => one.growth));
  const rate = Math.min(...found.map((one) => one.rate));
  return `1 GB through the stream: at most ${growth.toFixed(0)} MB more memory, at least ${rate.toFixed(0)} MB/s`;
}

/** Sends so many megabytes through, in a process that is started as the step is. */
export function streamed(flow: string, megabytes: number): Promise<Figures> {
  return figuresOf<Figures>(new URL('gate-stream-run.ts', import.meta.url), `${flow}:${megabytes}`, 'growth');
}
