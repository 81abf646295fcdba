import { atLeast } from '../core/authority/role.ts';
import { explainReply } from '../core/output/explain-reply.ts';
import { isRefusal } from '../core/refusal.ts';
import { say, sayOfGround } from './say.ts';
import { compileHere, readGround } from './survey.ts';
import { notForYou, reply, shrug, type Thread } from './thread.ts';

/** `/dispatch explain AGENT`: what it may do, as a run in this thread would find it. */
export async function explainAgent(thread: Thread, agent: string): Promise<string> {
  const ground = await readGround(thread);
  if (isRefusal(ground)) return sayOfGround(thread, ground);
  if (!atLeast(thread.role, 'write')) return shrug(thread, notForYou());
  const here = await compileHere(thread, ground, agent);
  if (isRefusal(here)) return say(thread, here);
  return reply(thread, explainReply(agent, here.compiled), 'explained');
}
