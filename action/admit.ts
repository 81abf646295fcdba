import { join, resolve } from 'node:path';
import { isRefusal, refuse, type Refusal } from '../core/refusal.ts';
import { openVerified, verifiedByWorkflow, verifyTicket, type Verified } from '../core/ticket/verify.ts';
import { unixSeconds } from '../edge/clock/clock.ts';
import { markOnce } from '../edge/files/once.ts';
import { sha256 } from '../edge/keys/digest.ts';
import { ticketChecker } from '../edge/keys/ticket-keys.ts';
import type { RunInputs } from './inputs.ts';
import type { Machine } from './machine.ts';

/**
 * Decides on whose authority this run acts: a signed ticket's, or, when there is none, the workflow's
 * own. Everything else of the run hangs on the `Verified` that comes out.
 */
export async function admit(inputs: RunInputs, machine: Machine): Promise<Verified | Refusal> {
  if (inputs.ticket === '') return admitWorkflow(inputs, machine);
  if ([inputs.agent, inputs.task, inputs.fromPath, inputs.approvedPlan].some((given) => given !== '')) {
    return refuse(
      'ticket-and-task',
      'The step has a ticket and also `agent`, `task`, `from-path` or `approved-plan`.',
      'Leave them out: the ticket names them.',
    );
  }
  if (inputs.ticketKey === '') {
    return refuse(
      'no-ticket-key',
      'The step has a ticket but no `ticket-key`.',
      'Set it to the public key that the app prints at start, for example `${{ vars.DISPATCH_TICKET_KEY }}`.',
    );
  }
  const verified = await verifyTicket(inputs.ticket, ticketChecker(inputs.ticketKey), {
    repositoryId: machine.repository.id,
    now: unixSeconds(),
    sha256,
    runAttempt: machine.run.attempt,
  });
  return isRefusal(verified) ? verified : admitOnce(verified, machine);
}

function admitWorkflow(inputs: RunInputs, machine: Machine): Verified | Refusal {
  if (inputs.agent === '') {
    return refuse(
      'no-agent',
      'The step names no agent: both `agent` and `ticket` are empty.',
      'Set `agent` to one of the agents in .github/dispatch.yml and `task` to what it should do.',
    );
  }
  return verifiedByWorkflow({
    agent: inputs.agent,
    task: inputs.task,
    actor: machine.actor,
    ...(inputs.approvedPlan === '' ? {} : { approvedPlan: inputs.approvedPlan }),
    ...(inputs.fromPath === '' ? {} : { fromPath: resolve(machine.workspace, inputs.fromPath) }),
  });
}

/** A ticket buys one run. Its nonce is marked in the job's own folder, so a second step cannot spend it again. */
async function admitOnce(verified: Verified, machine: Machine): Promise<Verified | Refusal> {
  const authority = openVerified(verified);
  if (authority.kind !== 'ticket') return verified;
  const fresh = await markOnce(join(machine.temp, 'agent-dispatch-tickets'), authority.ticket.jti);
  if (fresh) return verified;
  return refuse(
    'ticket-used',
    'This ticket was already used in this run.',
    'Use each ticket in one step only; write the /dispatch comment again for another run.',
  );
}
