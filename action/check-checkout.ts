import { refuse, type Refusal } from '../core/refusal.ts';
import type { Authority } from '../core/ticket/verify.ts';
import { askCheckout } from '../edge/runner/git.ts';
import type { Machine } from './machine.ts';

/** With a ticket, the checkout must be the commit that was frozen when the comment was accepted. */
export async function checkCheckout(
  authority: Authority,
  machine: Machine,
): Promise<{ headSha: string | null } | Refusal> {
  const head = await askCheckout(['rev-parse', '--verify', 'HEAD^{commit}'], machine.workspace);
  const headSha = head.code === 0 ? head.stdout.trim() : null;
  if (authority.kind === 'workflow' || headSha === authority.ticket.head_sha) return { headSha };
  return refuse(
    'other-commit',
    `The workspace holds ${headSha ?? 'no git checkout'}, but the ticket is for ${authority.ticket.head_sha}.`,
    'Check out `${{ inputs.head }}` before this step, as docs/examples/workflows/dispatch.yml does.',
  );
}
