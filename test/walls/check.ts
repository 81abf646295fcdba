// `npm run check` runs this: the walls that only the syntax shows, and those of the workflow files.
import { fileURLToPath } from 'node:url';
import { findBreaches, SYNTAX_RULES } from './find-breaches.ts';
import { readTree } from './source-file.ts';
import { readWorkflows, workflowBreaches } from './workflow-rules.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const files = readTree(root);
const workflows = readWorkflows(root);
const breaches = [...findBreaches(files), ...workflows.flatMap(workflowBreaches)];

for (const { rule, path, line, found } of breaches) {
  const because = SYNTAX_RULES.find(({ name }) => name === rule)?.because;
  console.error(`${path}:${line} breaks ${rule}${because === undefined ? '' : ` (${because})`}: ${found}`);
}
// A checker that sees nothing must not say that all is well.
const blind = files.length === 0 || workflows.length === 0;
if (blind) console.error('No source files or no workflow files were found: nothing was checked.');
console.log(
  `${breaches.length} walls broken in ${files.length} source files and ${workflows.length} workflow files.`,
);
process.exitCode = breaches.length > 0 || blind ? 1 : 0;
