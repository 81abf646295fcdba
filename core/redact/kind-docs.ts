import type { Kind } from './kinds/kind.ts';

const INTRODUCTION = `# The kinds of secrets

What leaves a run is searched for secrets by shape, beside the values that the run knows. A hit is masked as
\`[redacted: github-token]\`, with nothing kept of it. A kind of its own shape is recognised anywhere; the others
by a name or a place that tells, such as \`DATADOG_API_KEY=\`.

This page is written from the table itself; what each kind begins with or holds stands behind it. A token that is
no secret but looks like one is masked too: there is no way to say otherwise in the text.`;

/** How many anchors of a kind are shown. */
const SHOWN = 6;

/** `docs/secret-kinds.md`: every kind of secret the gate knows by shape, family by family. */
export function kindDocs(table: readonly Kind[]): string {
  const families = [...new Set(table.map((kind) => kind.family))].toSorted();
  const sections = families.map((family) => section(family, table));
  return `${[INTRODUCTION, countLine(table), ...sections].join('\n\n')}\n`;
}

function countLine(table: readonly Kind[]): string {
  const count = (confidence: Kind['confidence']) =>
    new Set(table.filter((kind) => kind.confidence === confidence).map((kind) => kind.name)).size;
  return `${count('precise')} kinds have a shape of their own, ${count('named')} are known by a name.`;
}

function section(family: string, table: readonly Kind[]): string {
  const here = table.filter((kind) => kind.family === family);
  const lines = [...new Set(here.map((kind) => kind.name))].map((name) =>
    line(here.filter((kind) => kind.name === name)),
  );
  return [`## ${family}`, '', ...lines].join('\n');
}

function line(same: readonly Kind[]): string {
  const anchors = same.flatMap((kind) => kind.anchors);
  const shown = anchors.slice(0, SHOWN).map((anchor) => `\`${anchor}\``);
  const more = anchors.length > SHOWN ? ` and ${anchors.length - SHOWN} more` : '';
  const by = same[0]?.confidence === 'named' ? ', by name' : '';
  return `- ${same[0]?.name}${by}: ${shown.join(', ')}${more}`;
}
