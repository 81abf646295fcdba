import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { cageCommand } from '../../../edge/cage/cage.ts';
import type { CommandLine } from '../../../edge/cage/command-line.ts';
import { findIdentity } from '../../../edge/cage/identity.ts';
import { findLimits } from '../../../edge/cage/limits.ts';
import { probed } from '../../../edge/cage/probe.ts';
import { proveCage } from '../../../edge/cage/prove.ts';

/* The proof of the cage: it holds here, and each of its checks sees the hole that it looks for. */

const identity = await findIdentity(process.getuid?.() ?? -1);
const limits = await findLimits(identity);
let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'prove-test-'));
  for (const name of ['config', 'socket']) mkdirSync(join(root, name));
  for (const name of ['passwd', 'group', 'hosts'])
    writeFileSync(join(root, 'config', name), 'agent:x:1:1::/:/bin/sh\n');
  chmodSync(root, 0o755);
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

/** Proves a cage whose command was changed. */
function prove(change: (command: CommandLine) => CommandLine, variables = ['PATH']) {
  return proveCage({
    folder: join(root, 'proof'),
    variables,
    command: (inside, workspace) =>
      change(
        cageCommand(
          {
            workspace,
            writable: false,
            claude: '/bin/true',
            configFolder: join(root, 'config'),
            socketFolder: join(root, 'socket'),
            workingDir: '.',
            limits,
          },
          { PATH: '/usr/bin:/bin' },
          inside,
          identity,
        ),
      ),
  });
}

/** Puts more words before the working directory, where bubblewrap still takes options. */
const withWords =
  (...words: string[]) =>
  ({ program, args }: CommandLine): CommandLine => {
    const at = args.lastIndexOf('--chdir');
    return { program, args: [...args.slice(0, at), ...words, ...args.slice(at)] };
  };
const replaced =
  (from: string, to: string[]) =>
  ({ program, args }: CommandLine): CommandLine => ({
    program,
    args: args.flatMap((word) => (word === from ? to : [word])),
  });
const dropped =
  (...words: string[]) =>
  (command: CommandLine): CommandLine => ({
    program: command.program,
    args: command.args.filter((word, at, all) => {
      const pair = words.some(
        (one) => one === `${all[at]} ${all[at + 1]}` || one === `${all[at - 1]} ${word}`,
      );
      return !pair;
    }),
  });

test('the cage of this machine holds against every attack of the probe', async () => {
  expect(await prove((command) => command)).toEqual({ held: probed.length });
});

const most = ['--unshare-user', '--unshare-ipc', '--unshare-pid', '--unshare-uts'];
test.each<[string, string, (command: CommandLine) => CommandLine]>([
  ['network', 'the network of the machine', replaced('--unshare-all', most)],
  [
    'outside-file',
    'a file of the machine',
    (command) => withWords('--ro-bind', root, root)(dropped('--remount-ro /')(command)),
  ],
  [
    'outside-write',
    'a folder of the machine',
    (command) =>
      withWords(
        '--bind',
        join(root, 'proof', 'open'),
        join(root, 'proof', 'open'),
      )(dropped('--remount-ro /')(command)),
  ],
  ['system-write', 'a root that can be written', dropped('--remount-ro /')],
  ['environment', 'a variable more than was given', withWords('--setenv', 'SECRET', 'dummy')],
  [
    'processes',
    'the processes of the machine',
    replaced('--unshare-all', ['--unshare-user', '--unshare-ipc', '--unshare-net', '--unshare-uts']),
  ],
])('%s: the probe sees %s', async (check, _hole, change) => {
  const refusal = await prove(change);
  expect(refusal).toMatchObject({ code: 'cage-leaks' });
  expect((refusal as { because: string }).because).toContain(`: ${check}: `);
});

test('sockets: the probe sees a socket of docker', async () => {
  writeFileSync(join(root, 'docker.sock'), '');
  const hole = (command: CommandLine) =>
    withWords('--ro-bind', join(root, 'docker.sock'), '/run/docker.sock')(dropped('--remount-ro /')(command));
  const refusal = (await prove(hole)) as { because: string };
  // The open root is seen first; what counts is that the run would stop.
  expect(refusal).toMatchObject({ code: 'cage-leaks' });
});

test.runIf(identity.privilege === 'root')(
  'privilege: the probe sees an agent that is still root',
  async () => {
    const rooted = ({ args }: CommandLine): CommandLine => {
      const at = args.findIndex((word) => word.endsWith('bwrap'));
      return { program: args[at] ?? '', args: args.slice(at + 1) };
    };
    expect(await prove(rooted)).toMatchObject({ code: 'cage-leaks' });
  },
);

test('a probe that says nothing has not held', async () => {
  const silent = ({ program, args }: CommandLine): CommandLine => ({
    program,
    args: [...args.slice(0, args.lastIndexOf('--') + 1), '/bin/true'],
  });
  expect(await prove(silent)).toMatchObject({ because: expect.stringContaining('network was not tried') });
  const missing = () => ({ program: '/bin/false', args: [] });
  rmSync(join(root, 'proof'), { recursive: true });
  expect(await prove(missing)).toMatchObject({ code: 'cage-leaks' });
});
