/** `npm run bench -- NAME`: repeatable measurements, each against a named peer in the same run. */
const BENCHES: Record<string, () => Promise<{ measure: () => Promise<string> }>> = {
  fleet: () => import('./fleet.ts'),
  gate: () => import('./gate.ts'),
  'gate-stream': () => import('./gate-stream.ts'),
  overhead: () => import('./overhead.ts'),
  policy: () => import('./policy.ts'),
  report: () => import('./report.ts'),
  stream: () => import('./stream.ts'),
  webhooks: () => import('./webhooks.ts'),
};

const [name = ''] = process.argv.slice(2);
const load = Object.hasOwn(BENCHES, name) ? BENCHES[name] : undefined;
if (load) {
  // The last line is the figure.
  process.stdout.write(`${await (await load()).measure()}\n`);
} else {
  process.stderr.write(
    `There is no bench ${JSON.stringify(name)}. The benches are: ${Object.keys(BENCHES).join(', ')}.\n`,
  );
  process.exitCode = 2;
}
