import { isMcpTool } from '../../config/mcp-servers.ts';
import { isKnownTool, toolInputs } from '../tools.ts';
import type { Rule } from '../rule.ts';

/** A call's input must fit the closed schema of its tool: unknown tools and unknown fields are denied. */
export const knownInput = {
  name: 'known-input',
  docs: {
    refuses: 'A call whose input does not fit the closed schema of its tool, or of a tool without one.',
    why: 'A field that we do not know may do what we do not know.',
    refused: { call: 'Read({"file_path":"README.md","follow":true})' },
    allowed: { call: 'Read({"file_path":"README.md","limit":20})' },
    change: 'Nothing: a field of a newer CLI has to be judged by a newer agent-dispatch.',
  },
  check(call) {
    // `mcp-arguments` judges those.
    if (isMcpTool(call.tool)) return 'pass';
    if (!isKnownTool(call.tool)) {
      return {
        because: `${call.tool} is a tool whose arguments cannot be judged.`,
        remedy: `Use one of ${Object.keys(toolInputs).join(', ')}.`,
      };
    }
    const parsed = toolInputs[call.tool].safeParse(call.input);
    if (parsed.success) return 'pass';
    // The first is told: there may be as many as the input has parts.
    const [field] = parsed.error.issues.map((issue) =>
      'keys' in issue ? issue.keys.join(', ') : issue.path.join('.') || 'input',
    );
    return {
      because: `${call.tool} was called with an input that does not fit its schema (${field}).`,
      remedy: `Call ${call.tool} with its documented fields only.`,
    };
  },
} satisfies Rule;
