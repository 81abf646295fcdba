import { z } from 'zod';
import { canonicalJson } from '../audit/canonical.ts';
import { oneLine } from '../output/kinds/texts.ts';

/** Nobody reads more than this to answer for it: characters of a plan as canonical JSON. */
export const PROPOSAL_MAX_CHARACTERS = 4000;

/** What is held against something later, letter by letter: nothing in it looks like something else, or like nothing. */
const plain = (most: number) =>
  z
    .string()
    .min(1)
    .max(most)
    .regex(/^[\x20-\x7e]+$/);

/** The parts of a plan, each bounded whatever the profile says. */
export const proposalFields = {
  steps: z
    .array(oneLine(300))
    .min(1)
    .max(20)
    .describe('What will be done, step by step, for the person who is asked.'),
  paths: z.array(plain(200)).max(50).describe('Patterns of the files that will be written, such as src/**.'),
  commands: z
    .array(plain(300))
    .max(50)
    .describe('Commands that will be run, one an entry, such as npm test or git log *.'),
  hosts: z.array(plain(102)).max(32).describe('Hosts that will be reached.'),
  tools: z.array(plain(200)).max(50).describe('Tools of MCP servers that will be called, by their names.'),
  workers: z
    .array(z.strictObject({ agent: plain(32), count: z.int().min(1).max(100) }))
    .max(20)
    .describe('Workers that will be started, and how many of each.'),
  cost_usd: z.number().gt(0).max(1000).describe('What the run may cost at most, in US dollars.'),
};

/** What an agent says that it will do, before it does it: what it may do once a person has agreed. Plain JSON. */
export const Proposal = z.strictObject(proposalFields);
export type Proposal = z.infer<typeof Proposal>;

/** A plan as its digest counts it and as tickets carry it. */
export function proposalText(proposal: Proposal): string {
  return canonicalJson(proposal);
}

/** Reads a plan that `proposalText` wrote; null for any other text. */
export function readProposal(text: string): Proposal | null {
  if (text.length > PROPOSAL_MAX_CHARACTERS) return null;
  try {
    const read = Proposal.safeParse(JSON.parse(text));
    return read.success && proposalText(read.data) === text ? read.data : null;
  } catch {
    return null;
  }
}
