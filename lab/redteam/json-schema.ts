import { z } from 'zod';
import { holeNames } from './holes/names.ts';
import { Hole } from './scenario-fields.ts';
import { Scenario } from './scenario.ts';

const address =
  'https://raw.githubusercontent.com/agent-dispatch/agent-dispatch/main/docs/redteam.schema.json';

/**
 * The JSON Schema (draft 2020-12) of a scenario file, so that editors complete and check it. It is generated
 * from the same zod schema that reads the file; whether a name leads somewhere is beyond it.
 */
export function scenarioSchemaText(): string {
  const schema = z.toJSONSchema(Scenario, {
    io: 'input',
    override({ zodSchema, jsonSchema: node }) {
      if (zodSchema === Hole) node.enum = [...holeNames];
    },
  });
  const named = { ...schema, $id: address, title: 'agent-dispatch red-team scenario' };
  return `${JSON.stringify(named, null, 2)}\n`;
}
