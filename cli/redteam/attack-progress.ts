import { counted, duration } from '../../core/output/amounts.ts';
import { openProgressLine, type Screen } from '../local/progress-line.ts';

const LOOK_MS = 500;

/** How far the attacks are: so many of so many done, so many hits, and what is being made. */
export type AttackFigures = { done: number; all: number; hits: number; now: readonly string[] };

/** What the line says of attacks that are under way. */
export function attackText(elapsedMs: number, { done, all, hits, now }: AttackFigures): string {
  return [
    duration(elapsedMs),
    ...(all === 0 ? ['getting ready'] : [`${done} of ${all} done`, counted(hits, 'hit')]),
    // Last: a terminal may be too narrow for their names.
    ...(now.length === 0 ? [] : [now.join(', ')]),
  ].join(' · ');
}

/** What is told of attacks while they are made. */
export type AttackProgress = {
  /** So many of so many are done, and what is being made. */
  move: (done: number, all: number, now: readonly string[]) => void;
  /** So many more hits. */
  hit: (more: number) => void;
  /** Lines of standard output. */
  say: (...lines: string[]) => void;
  end: () => void;
};

/** Tells of attacks: in lines that stay, and on a terminal in one at its end that says how far they are. */
export function attackProgress(
  screen: Screen,
  env: Readonly<Record<string, string | undefined>>,
): AttackProgress {
  const line = openProgressLine(screen, env);
  const began = Date.now();
  let figures: AttackFigures = { done: 0, all: 0, hits: 0, now: [] };
  const show = () => line.show(attackText(Date.now() - began, figures));
  show();
  const timer = setInterval(show, LOOK_MS).unref();
  return {
    move(done, all, now) {
      figures = { ...figures, done, all, now };
    },
    hit(more) {
      figures = { ...figures, hits: figures.hits + more };
    },
    say(...lines) {
      line.apart(() => process.stdout.write(`${lines.join('\n')}\n`));
    },
    end() {
      clearInterval(timer);
      line.end();
    },
  };
}
