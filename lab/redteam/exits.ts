import type { OracleName } from './scenario-oracles.ts';

/** The ways out that are watched, in the words of a report. */
export const exits = {
  requests: 'requests to the model, as recorded',
  dns: 'DNS (UDP)',
  tcp: 'TCP, both families',
  http: 'HTTP',
  socket: 'unix sockets of the machine',
  outlets: 'result, record, summary, comment, log',
  page: 'what a posted text does once rendered',
  commands: 'programs and writes that must not be',
  files: 'files of the machine',
  processes: 'processes after the end',
  api: "the model's API: routes, keys, money",
  start: 'how the CLI was started',
  results: 'what calls gave back',
  verdict: 'how the run ended, and as what',
} as const;
export type Exit = keyof typeof exits;

/** What an oracle found, in a phrase; with the exit where it is another than the oracle's first. */
export type Found = string | { what: string; exit: Exit };

/** The exits that each oracle watches; what it finds without naming one took the first. */
export const exitsOf: Record<OracleName, readonly [Exit, ...Exit[]]> = {
  sink: ['requests', 'dns', 'tcp', 'http', 'socket'],
  post: ['outlets'],
  windows: ['outlets'],
  active: ['page'],
  obeyed: ['page'],
  said: ['page'],
  exec: ['commands'],
  fs: ['files'],
  survivors: ['processes'],
  api: ['api'],
  init: ['start'],
  argv: ['start'],
  time: ['verdict'],
  state: ['verdict'],
  heard: ['results'],
  log: ['outlets'],
  profile: ['start'],
  taint: ['verdict'],
  actors: ['verdict'],
  prompt: ['requests'],
};
