import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runInCage } from '../../../action/run-in-cage.ts';
import { isRefusal } from '../../../core/refusal.ts';
import { findClaude } from '../../../edge/claude/install.ts';
import { localFooting } from '../../../lab/footing.ts';
import { startModel } from '../../../lab/model/server.ts';
import { PIN_FOLDER } from '../../real-claude.ts';
import { plan } from '../../contract/plan.ts';

/*
 * One whole run as whoever starts this, from the outside: `node whole-run.ts TOOLCACHE`. Prints what the agent's
 * commands saw, and what was left behind, as JSON.
 */

const root = mkdtempSync(join(tmpdir(), 'whole-run-'));
const workspace = join(root, 'checkout');
mkdirSync(workspace);
writeFileSync(join(workspace, 'a.txt'), 'alpha\n');
const look =
  'echo "uid=$(id -u) nnp=$(grep NoNewPrivs /proc/self/status | tr -dc 0-9)"; sudo -n true && echo GAINED-ROOT; ' +
  'umask; echo new > new.txt && stat -c "mode=%a" new.txt; (trap "" TERM; setsid sleep 4711) & echo END';
const model = await startModel({
  turns: [{ calls: [{ tool: 'Bash', input: { command: look } }] }, { text: 'Done.' }],
});
const footing = await localFooting();
const run = await runInCage({
  ...footing,
  plan,
  systemPrompt: 'Test.',
  prompt: 'Task: look',
  claude: await findClaude({
    toolCache: process.argv[2] ?? '',
    pinFolder: PIN_FOLDER,
    path: '/usr/bin:/bin',
    npmSettings: {},
  }),
  workspace,
  temp: root,
  upstream: new URL(model.url),
  apiKey: 'dummy-key',
  cancelled: new AbortController().signal,
  onNote: () => {},
  onBrokerEvent: () => {},
});
await model.close();
const last = model.requests.filter((one) => one.path.startsWith('/v1/messages')).at(-1)?.body ?? null;
rmSync(join(root, 'checkout'), { recursive: true });
process.stdout.write(
  JSON.stringify({
    identity: footing.identity,
    refusal: isRefusal(run) ? run : null,
    text: isRefusal(run) ? null : run.lastText,
    seen: JSON.stringify(last),
    left: readdirSync(root),
  }),
);
rmSync(root, { recursive: true, force: true });
