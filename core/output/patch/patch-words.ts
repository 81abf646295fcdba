import { counted } from '../amounts.ts';
import { code, joined, link, markdown, words, type Document } from '../../redact/document.ts';
import { markLine } from '../../redact/mark.ts';

/** Whose change it is. Addresses are GitHub's; null when nobody knows them. */
export type PatchView = {
  readonly jobId: string;
  readonly mac: string | null;
  readonly agent: string;
  readonly actor: string;
  readonly issueNumber: number;
  readonly runUrl: string | null;
};

/** The account that a change is committed as. */
export type Bot = { readonly login: string; readonly id: number };

/** Keeps a repository's checks from running wherever it stands in a commit's text, a squashed one's too. */
const SKIP =
  /\[\s*(skip ci|ci skip|no ci|skip actions|actions skip)\s*\]|\bskip-checks\s*:|\*\*\*no_ci\*\*\*/gi;

/**
 * The agent's title as GitHub may show it, which takes it for plain text there and for the text of a commit when the
 * pull request is squashed: so it mentions nobody, closes nothing, and keeps no check from running.
 */
export function patchTitle(title: string): string {
  const plain = title
    .replaceAll(/@|#|:\/\//g, ' ')
    .replaceAll(/\bGH-(?=\d)/gi, 'GH ')
    .replaceAll(/[[\]]/g, (bracket) => (bracket === '[' ? '(' : ')'))
    .replaceAll(SKIP, '(left out)')
    .replaceAll(/\s+/g, ' ')
    .replace(/^[\s/]+/, '')
    .trim();
  return plain === '' ? 'A change' : plain;
}

/** The text of the pull request, to be gated for the sink `comment`: the agent's words, and then whose they are. */
export function patchBody(view: PatchView, body: string, files: number): Document {
  const run = view.runUrl === null ? joined([]) : words`, in this ${link('workflow run', view.runUrl)}`;
  return words`${markdown(body.replaceAll(SKIP, '(left out)'))}

---

Changes ${counted(files, 'file')}. Made by the agent **${view.agent}**${run}, asked for by ${code(view.actor)}. Nobody has read it yet: look at it as at a stranger's, also at what your checks execute of it.${markLine({ kind: 'patch', id: view.jobId, mac: view.mac })}`;
}

/** The text of the commit. No word of the agent is in it. */
export function commitText({ agent, actor, issueNumber, runUrl }: Omit<PatchView, 'mac'>, bot: Bot): string {
  const lines = [
    `Change by the agent ${agent}`,
    '',
    `Asked for by ${actor} in #${issueNumber}.`,
    ...(runUrl === null ? [] : [`Run: ${runUrl}`]),
    '',
    `Signed-off-by: ${bot.login} <${bot.id}+${bot.login}@users.noreply.github.com>`,
  ];
  return lines.join('\n');
}

/** The branch of a job's change. */
export function branchOf(jobId: string): string {
  return `dispatch/${jobId}`;
}
