import { writingTools } from '../config/known-tools.ts';
import { configPath } from '../config/path.ts';
import { refuse, type Refusal } from '../refusal.ts';
import { isLasting } from './is-lasting.ts';
import type { Plan } from './plan.ts';

/**
 * Why an agent may not be started by strangers' pull requests, which its trigger says; null when it may. What they hand
 * it may say anything and be run by a tester in its cage: so there is nothing to steal within its reach, no way out, and
 * nothing that it hands back changes more than what people read.
 */
export function whyNotForForks(plan: Plan): Refusal | null {
  const inTheWay = [
    ...plan.tools
      .filter((tool) => writingTools.includes(tool) && tool !== 'Bash')
      .map((tool) => `the tool ${tool}`),
    ...(plan.env.length > 0 ? ['`env`'] : []),
    ...(plan.egress.length > 0 ? ['`egress`'] : []),
    ...(plan.mcpServers.length > 0 ? ['`mcp_servers`'] : []),
    ...(plan.skipPermissions ? ['`skip_permissions`'] : []),
    ...(plan.permissionMode === 'acceptEdits' ? ['`permission_mode: acceptEdits`'] : []),
    ...plan.outputs
      .filter(isLasting)
      .map(({ kind }) => (kind === 'review' ? 'a `review` that may approve' : `the output \`${kind}\``)),
  ];
  if (inTheWay.length === 0) return null;
  return refuse(
    'unsafe-for-forks',
    `The agent ${plan.agent} lets strangers' pull requests start it (\`forks: true\`), and has ${inTheWay.join(', ')}.`,
    `Take that away in ${configPath}, or remove \`forks: true\`; an agent of its own for forks is the usual way.`,
  );
}
