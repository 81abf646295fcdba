import { ANNOTATIONS_AT_ONCE, checkOutput } from '../core/output/check-words.ts';
import type { Item } from '../core/output/kinds/table.ts';
import { isWithheld, type Outbound } from '../core/redact/gate.ts';
import { addAnnotations, updateCheckRun } from '../edge/github/check-run.ts';
import type { CheckAnnotation } from '../edge/github/check-run.ts';
import { readyCheck } from '../edge/github/ready-check.ts';
import { readCheckRun } from '../edge/github/find-check-run.ts';
import { checkIsTold, checkOf } from './check.ts';
import { mayPass } from './once.ts';
import type { Posting, Prepare } from './posting.ts';

/** GitHub counts what it took a little later. */
const PAUSES_MS = [0, 2000, 5000];

type Words = { title: Outbound; summary: Outbound };

/** Lets the job's check say what the agent found, and completes it. */
export const prepareCheck: Prepare<'check'> = async (posting, item) => {
  const { gate, job } = posting;
  const ready = await readyCheck(gate, item, checkOutput(job, item.summary));
  if (isWithheld(ready)) return ready;
  const { annotations, ...words } = ready;
  return () => post(posting, item, words, annotations);
};

async function post(
  { desk, request, name, job }: Posting,
  { conclusion }: Item<'check'>,
  words: Words,
  annotations: readonly CheckAnnotation[],
) {
  const id = await checkOf(desk, request, name, job);
  await annotate({ desk, request, name }, id, words, annotations);
  const ended = { ...words, status: 'completed', conclusion, detailsUrl: job.runUrl } as const;
  await updateCheckRun(request, name, id, ended);
  await checkIsTold(desk, job);
  const { url } = await readCheckRun(request, name, id);
  return { became: 'check' as const, url, conclusion, annotations: annotations.length };
}

/**
 * GitHub adds what it is sent to what it has, and only we send: what it has is the beginning of the list, and the next
 * call goes on behind it, also when the answer to the one before was lost.
 */
async function annotate(
  { desk, request, name }: Pick<Posting, 'desk' | 'request' | 'name'>,
  id: number,
  words: Words,
  annotations: readonly CheckAnnotation[],
): Promise<void> {
  let failure: unknown = null;
  for (const pause of PAUSES_MS) {
    await desk.pause(pause);
    try {
      let { annotations: has } = await readCheckRun(request, name, id);
      for (; has < annotations.length; has += ANNOTATIONS_AT_ONCE) {
        const next = annotations.slice(has, has + ANNOTATIONS_AT_ONCE);
        await addAnnotations(request, name, id, { ...words, annotations: next });
      }
      return;
    } catch (error) {
      if (!mayPass(error)) throw error;
      failure = error;
    }
  }
  throw failure;
}
