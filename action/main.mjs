// The action's first file. Plain JavaScript, so that it starts on whatever Node the runner has and can
// say what is wrong with it.
import { existsSync } from 'node:fs';

const version = process.versions.node;
const bundle = new URL('../dist/index.js', import.meta.url);

if (Number.parseInt(version, 10) < 22) {
  fail(
    `agent-dispatch needs Node 22 or newer, and the runner's Node is ${version}. Add a step with actions/setup-node (node-version: 24) before this one.`,
  );
} else if (!existsSync(bundle)) {
  fail(
    'This ref of agent-dispatch carries no dist/index.js. Use a release tag of the action, or run "npm ci" and "npm run build" in its folder first.',
  );
} else {
  await import(bundle.href);
}

function fail(message) {
  console.log(`::error title=agent-dispatch::${message}`);
  process.exitCode = 1;
}
