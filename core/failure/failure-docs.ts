import { failureClasses, precedence, type FailureClass } from './classes.ts';
import { codes } from './codes.ts';

const INTRODUCTION = `# How a run can fail

Every refusal and every accident has a code, which says why exactly, and every code has one class, which says what kind
of failure it was. A result has the class as \`error_code\` and the code as \`cause.code\`; the step has the class as its
output \`error-code\`; summary, comment and check say both, with what to do.

Where several things are wrong with one run, the class that comes first below counts: a secret in what leaves before
all, then what people and their limits decided, then what keeps the agent in, then what something else said definitely,
and last what only follows from another failure. Of two causes of one class the earlier counts.

## Exit codes of the step

- \`0\`: the run succeeded, and all that it wrote passed the gate; with \`mode: publish\`, the result was posted. What
  the posted result says of its run is not the step's failure.
- \`1\`: anything else. The red line on the run's page starts with the agent and how it ended, the code in parentheses;
  the outputs \`outcome\` and \`error-code\` say it to later steps (\`if: failure()\` or \`if: always()\`).
- Any other: the shell's or the runner's own (\`127\`: there is no \`node\`; a signal: the runner ended the step). No result
  may have been written then, and no output: an empty \`outcome\` is a failure.

A step that ends before it has a run to tell of (its inputs are wrong, or \`mode: publish\` could not post) sets
\`outcome\` to \`failed\` and \`error-code\`, and no other output. Outside a runner it sets none.

## The classes, the one that counts first`;

const END = 'This page is written from the classes themselves.';

/** `docs/failures.md`: every class in the order of precedence, with its codes. */
export function failureDocs(): string {
  return `${[INTRODUCTION, ...precedence.map(section), END].join('\n\n')}\n`;
}

function section(name: FailureClass, at: number): string {
  const { meaning, remedy } = failureClasses[name];
  return `### ${at + 1}. \`${name}\`

${meaning} ${remedy}

Exit code of the step: 1. Codes: ${codes[name].map((code) => `\`${code}\``).join(', ')}.`;
}
