import { code, joined, link, words, type Document } from '../redact/document.ts';
import type { Refusal } from '../refusal.ts';
import { counted } from './amounts.ts';
import { keptNames } from './keep/kept-words.ts';
import type { KeptFile } from './keep/kept.ts';

/** The kinds that have a place of their own, besides the comment. */
export const postedKinds = ['review', 'check', 'labels', 'patch', 'artifact', 'dispatch'] as const;
export type PostedKind = (typeof postedKinds)[number];

/**
 * What became of one output that was handed in. Addresses are GitHub's; null when nobody knows it. `comments`: null
 * when it was posted earlier, and only GitHub knows how many it took.
 */
export type Posted =
  | { readonly became: 'review'; readonly url: string | null; readonly comments: number | null }
  | {
      readonly became: 'check';
      readonly url: string;
      readonly conclusion: string;
      readonly annotations: number;
    }
  | { readonly became: 'labels'; readonly names: readonly string[] }
  | { readonly became: 'patch'; readonly url: string | null; readonly files: number }
  /** `url`: the page of the run, whose artifact holds them. */
  | { readonly became: 'artifact'; readonly url: string | null; readonly files: readonly KeptFile[] }
  | { readonly became: 'dispatch'; readonly jobs: readonly HandedOn[] }
  | {
      readonly became: 'nothing';
      readonly kind: PostedKind;
      readonly why: Pick<Refusal, 'code' | 'because' | 'remedy'>;
    };

/** A job that a run asked for: the one that it became, with the address of its comment, or why it became none. */
export type HandedOn = { readonly agent: string } & (
  | { readonly jobId: string; readonly url: string | null }
  | { readonly why: Pick<Refusal, 'code' | 'because' | 'remedy'> }
);

/** Which kind of output it is about. */
export function kindOfPosted(posted: Posted): PostedKind {
  return posted.became === 'nothing' ? posted.kind : posted.became;
}

/** Whether all that was to be posted was. */
export function isAllPosted(posted: readonly Posted[]): boolean {
  return posted.every(({ became }) => became !== 'nothing');
}

/** What was posted and what was not, one below the other, to be gated with the comment around it. */
export function postedWords(posted: readonly Posted[]): Document {
  if (posted.length === 0) return joined([]);
  const rows = posted.map(
    (one) => words`- ${rowOf(one)}
`,
  );
  return words`${joined(rows)}
`;
}

function rowOf(posted: Posted): Document {
  switch (posted.became) {
    case 'review': {
      const text = posted.comments === null ? 'Review' : `Review with ${counted(posted.comments, 'comment')}`;
      return posted.url === null ? words`${text}` : words`${link(text, posted.url)}`;
    }
    case 'check': {
      const text = `Check with ${counted(posted.annotations, 'annotation')}`;
      return words`${link(text, posted.url)}: ${code(posted.conclusion)}`;
    }
    case 'labels': {
      const names = posted.names.flatMap((name, at) => [
        at === 0 ? words`` : words`, `,
        words`${code(name)}`,
      ]);
      return words`Labels: ${joined(names)}`;
    }
    case 'patch': {
      const text = `Draft pull request that changes ${counted(posted.files, 'file')}`;
      return posted.url === null ? words`${text}` : words`${link(text, posted.url)}`;
    }
    case 'artifact': {
      const text = `Artifact with ${counted(posted.files.length, 'file')}`;
      return words`${posted.url === null ? text : link(text, posted.url)}: ${keptNames(posted.files)}`;
    }
    case 'dispatch':
      return words`Handed on: ${joined(
        posted.jobs.flatMap((job, at) => [at === 0 ? words`` : words`; `, handedOn(job)]),
      )}`;
    default:
      return words`**Not posted: ${posted.kind}.** ${posted.why.because} ${posted.why.remedy}`;
  }
}

function handedOn(job: HandedOn): Document {
  if ('why' in job) return words`**not to ${code(job.agent)}:** ${job.why.because} ${job.why.remedy}`;
  const text = `job ${job.jobId}`;
  return words`to ${code(job.agent)}, ${job.url === null ? text : link(text, job.url)}`;
}
