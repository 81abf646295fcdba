import { plainLine } from '../../core/audit/shown.ts';
import { counted, dollars, duration } from '../../core/output/amounts.ts';
import type { Result } from '../../core/output/result.ts';
import { logText } from '../../core/redact/log-text.ts';
import { indent } from '../local/indent.ts';
import { readable } from '../local/readable.ts';

/** What a local run came to, for a terminal. Everything of the agent in it is text, and no terminal obeys it. */
export function endedWords(result: Result, scripted: boolean): string {
  const { outcome, text, cause, refused_calls: refused } = result;
  const answer = text.trim() === '' ? [] : ['Answer:', '', indent(logText(readable(text))), ''];
  const refusals = refused.map(
    ({ tool, input, rule, because }) =>
      `   ${plainLine(tool, 40)} ${plainLine(input)}  (${plainLine(rule)}: ${plainLine(because)})`,
  );
  const why =
    cause === null
      ? ''
      : ` (${cause.code}): ${plainLine(cause.because, 2000)} ${plainLine(cause.remedy, 2000)}`;
  return [
    ...answer,
    ...(refusals.length === 0 ? [] : ['Refused:', ...refusals, '']),
    ...(outcome === 'success' ? [] : [`${result.agent} ${outcome.replace('_', ' ')}${why}`]),
    figuresOf(result, scripted),
  ].join('\n');
}

function figuresOf(
  { outcome, cost_usd: cost, duration_ms: took, turns, calls }: Result,
  scripted: boolean,
): string {
  const spent =
    cost === null
      ? 'cost unknown'
      : `${dollars(cost)}${scripted ? ' by the price list, nothing was spent' : ''}`;
  return [
    outcome.replace('_', ' '),
    spent,
    duration(took),
    ...(turns === null ? [] : [counted(turns, 'turn')]),
    `${counted(calls.allowed, 'call')} allowed, ${calls.refused} refused`,
  ].join(' · ');
}
