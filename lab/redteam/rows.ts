import { meetingOf, whyAsWritten } from './agents/meeting.ts';
import type { Scenario } from './scenario.ts';

const APP =
  'The app decides it before a runner starts, whatever an agent’s profile says: [attack-rows](attack-rows.md).';
const HANDED =
  'It is about what comes back of a run, which the app reads as hostile whoever the agent is: [attack-rows](attack-rows.md).';

/** Every row of the catalogue of attacks that no scenario is about, with the reason. */
export const elsewhere: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    [
      'T01',
      'T02',
      'T03',
      'T04',
      'T05',
      'T06',
      'T07',
      'T08',
      'T09',
      'T10',
      'T13',
      'T15',
      'T16',
      'T17',
      'T19',
    ].map((row) => [row, APP] as const),
  ),
  ...Object.fromEntries(['M33', 'M34', 'M42', 'W03', 'W04'].map((row) => [row, HANDED] as const)),
  D02: 'The CLI is installed by version and integrity hash before there is an agent; a test changes the package.',
  D03: 'It is about the workflows: every action in `action.yml` and the examples is pinned by its commit, which a test checks.',
};

/** The rows that scenarios are about. */
export const rows = [
  'D01 D04 D05 D07 D08',
  'M01 M02 M03 M04 M05 M06 M07 M08 M10 M11 M12 M13 M14 M15 M16 M17 M18 M20 M22 M23 M24 M25 M26 M27 M30 M31 M32 M36 M37 M39 M40',
  'P01 P03 P04 P06 P07 P08',
  'R01 R02 R03 R04 R05 R06 R07 R08 R09 R10 R11',
  'T14',
  'W01 W05 W06 W07',
  'X01 X02 X03 X04 X07',
].flatMap((line) => line.split(' '));

const MEETS = { together: 'each agent', alone: 'one agent' } as const;

const INTRODUCTION = `# Which attacks \`dispatch redteam\` makes on your configuration

Every row of our catalogue of attacks, with the scenarios that are made of it and whom they attack when
\`dispatch redteam\` runs against a \`.github/dispatch.yml\`:

- **each agent**: every agent of the configuration, unless the attack is none for it (an agent with \`Write\` that
  writes attacks nothing); several share a run, and are made again one by one where that shows anything;
- **one agent**: what it attacks is the same for all, or it needs a run for itself: the agent of yours with the most
  tools that the attack is made with;
- otherwise its own profile or configuration, for the reason that is given: what it shows of our code is true for
  yours as well.

This page is written from the scenarios themselves.`;

/** `docs/redteam-rows.md`: every row, the scenarios of it and whom they attack. */
export function rowDocs(scenarios: readonly Scenario[]): string {
  const lines = [...rows, ...Object.keys(elsewhere)].toSorted().flatMap((row) => {
    const made = scenarios.filter(({ id }) => id.startsWith(row));
    if (made.length === 0) return [`| ${row} | – | ${elsewhere[row] ?? ''} |`];
    return made.map((scenario) => `| ${row} | \`${scenario.id}\`: ${scenario.title} | ${whom(scenario)} |`);
  });
  return `${INTRODUCTION}\n\n| Row | Scenario | Attacks |\n| --- | --- | --- |\n${lines.join('\n')}\n`;
}

function whom(scenario: Scenario): string {
  const meeting = meetingOf(scenario);
  return meeting === 'as-written' ? `its own profile: ${whyAsWritten(scenario)}` : MEETS[meeting];
}
