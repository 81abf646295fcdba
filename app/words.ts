import {
  code,
  joined,
  link,
  markdown,
  mention,
  token,
  words,
  type Document,
} from '../core/redact/document.ts';
import type { Config } from '../core/config/config.ts';
import type { Refusal } from '../core/refusal.ts';
import type { Job } from '../edge/store/job.ts';
import type { Ending } from './end-job.ts';

/**
 * A refusal as a reply. Its text is ours with foreign names in it, so it counts as foreign; only its
 * back-quoted parts become code again.
 */
export function refusalWords(login: string, refusal: Refusal): Document {
  return words`${mention(login)} ${prose(refusal.because)} ${prose(refusal.remedy)}`;
}

/** Plain text in which back-quoted parts are code. */
export function prose(text: string): Document {
  const parts = text.split(/`([^`\n]+)`/);
  return joined(parts.map((part, index) => (index % 2 === 1 ? words`${code(part)}` : words`${part}`)));
}

/** The agents of a configuration, or one of them. */
export function helpWords(config: Config, _agent?: string): Document {
  const lines = Object.entries(config.agents).map(
    ([name, agent]) => words`- ${code(`/dispatch ${name} <task>`)}: ${agent.description}\n`,
  );
  return joined(lines);
}

export function acceptedWords(job: Job): Document {
  return words`**${code(job.agent)}** asked by ${mention(job.actor)}: accepted.\n\n<!-- agent-dispatch job=${token(job.jobId)} -->`;
}

export function runningWords(job: Job): Document {
  return words`**${code(job.agent)}** asked by ${mention(job.actor)}: running, ${link('see the run', job.runUrl ?? '')}.\n\n<!-- agent-dispatch job=${token(job.jobId)} -->`;
}

export function endedWords(job: Job, { state, cause, result }: Ending): Document {
  const why = cause ? words`${prose(cause.because)} ${prose(cause.remedy)}` : words``;
  const text = result ? words`\n\n${markdown(result.text)}` : words``;
  return words`**${code(job.agent)}** asked by ${mention(job.actor)}: ${state}. ${why}${text}\n\n<!-- agent-dispatch job=${token(job.jobId)} -->`;
}
