import { brokerProgram } from '../../../lab/footing.ts';
import { AGENT_TOKEN, KEY } from './start-pair.ts';

/** What every broker that is started as a process is told here, but for where its files and sockets lie. */
export const startOptions = (upstream: string) => ({
  program: brokerProgram,
  upstream,
  apiKey: KEY,
  agentToken: AGENT_TOKEN,
  models: ['claude-opus-5-5'],
  budgetMicroUsd: 1_000_000,
  maxTokensCap: 4096,
  maxRequests: 10,
  toolNames: ['Read'],
});
