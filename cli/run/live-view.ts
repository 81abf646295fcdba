import {
  countLine,
  openProgressLine,
  progressText,
  type Figures,
  type Screen,
} from '../local/progress-line.ts';

const LOOK_MS = 500;
/** How the lines of a job's log about the agent begin; the rest of it is the runner's bookkeeping. */
const AGENT = '[dispatch] ';

/** Shows a run while it is under way: what the step says, and on a terminal how far it is. */
export function liveView(screen: Screen, env: Readonly<Record<string, string | undefined>>) {
  const line = openProgressLine(screen, env);
  const began = Date.now();
  let figures: Figures = { calls: 0, refused: 0, spentUsd: null, budgetUsd: null };
  const show = () => line.show(progressText(Date.now() - began, null, figures));
  const timer = setInterval(show, LOOK_MS).unref();
  return {
    hear(text: string): void {
      if (!text.startsWith(AGENT)) return;
      const said = text.slice(AGENT.length);
      figures = countLine(figures, said);
      line.apart(() => screen.write(`│ ${said}\n`));
    },
    say(text: string): void {
      line.apart(() => screen.write(`${text}\n`));
    },
    end(): void {
      clearInterval(timer);
      line.end();
    },
  };
}
