import { describeCompiled, startWords } from '../check/describe-compiled.ts';
import type { Compiled } from '../profile/compile.ts';
import { code, joined, words, type Document } from '../redact/document.ts';

/** What an agent may do in a thread, and whether it may start there; to be gated for the sink `comment`. */
export function explainReply(agent: string, compiled: Compiled): Document {
  // The command line is for a terminal: it says nothing that the other lines do not.
  const told = describeCompiled(compiled).filter(([label]) => label !== 'launch');
  const lines = told.map(
    ([label, text]) => words`- **${label}**: ${text}
`,
  );
  const why =
    compiled.kind === 'plan'
      ? words``
      : words`
${compiled.refusal.because} ${compiled.refusal.remedy}
`;
  return joined([
    words`${code(agent)} ${startWords(compiled)} here.

`,
    ...lines,
    why,
  ]);
}
