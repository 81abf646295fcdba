import { z } from 'zod';

/** Whether an agent proposes what it will do before it does it. */
export const WrittenRequirePlan = z
  .boolean()
  .describe(
    'true: the agent first proposes what it will do (paths, commands, hosts, cost), with tools that read and nothing ' +
      'else. Another run does it when a person has agreed, and what is not in the plan is refused. Default: false.',
  );
