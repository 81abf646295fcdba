import { assertNever } from '../fault.ts';
import type { Session, Turn } from '../session/session.ts';
import type { ContextReport } from './report.ts';
import { hiddenWords, type Part } from './thread.ts';
import type { Cleaning } from './visible.ts';

/** The conversation of the earlier job that a run continues, and whose agent it was with. */
export type Continued = { jobId: string; agent: string; session: Session };

export type ConversationParts = {
  parts: Part[];
  report: NonNullable<ContextReport['continues']>;
  taint: string[];
};

const OWN_TAINT = 'conversation of job ';
/** So many of an earlier run's reasons are repeated: with those of this one they have to fit into its result. */
const MOST_REASONS = 4;

/** What is said of a conversation where strangers' words are listed: whatever was said in it may be theirs. */
export function conversationTaint(jobId: string): string {
  return `${OWN_TAINT}${jobId}`;
}

/**
 * What the agent is given of the conversation that it continues, as one text: whoever kept it, it is a model's words and
 * what tools read, and so data like a stranger's. The conversation was bounded when it was kept.
 */
export function conversationParts({ jobId, agent, session }: Continued, clean: Cleaning): ConversationParts {
  const cleaned = session.turns.map((turn) => {
    const { text, hidden } = clean.plain(textOf(turn));
    return { text: `${headOf(turn)}\n${text}`, hidden };
  });
  const before = session.left_out === 0 ? [] : [`[… ${session.left_out} earlier turns left out]`];
  const text = [...before, ...cleaned.map((turn) => turn.text)].join('\n\n');
  const hidden = cleaned.reduce((all, turn) => all + turn.hidden, 0);
  const label =
    `You continue the job ${jobId}: the task above is what more is asked of you. What was said in it until then, ` +
    `between whoever asked and the agent ${agent}, which is you, and what its calls came to, oldest first${hiddenWords(hidden)}`;
  const earlier = session.tainted.filter((reason) => !reason.startsWith(OWN_TAINT)).slice(0, MOST_REASONS);
  return {
    parts: [{ label, text }],
    report: {
      given: text.length,
      cut: 0,
      hidden,
      job_id: jobId,
      turns: session.turns.length,
      left_out: session.left_out,
    },
    taint: [conversationTaint(jobId), ...earlier],
  };
}

function headOf(turn: Turn): string {
  switch (turn.by) {
    case 'person':
      return '## Asked';
    case 'agent':
      return '## The agent';
    case 'call':
      return `## Call ${turn.call} of ${/^[\w-]{1,200}$/.test(turn.tool) ? turn.tool : 'a tool'}`;
    case 'result':
      return `## What call ${turn.call} came to${turn.failed ? ' (it failed, or was refused)' : ''}`;
    default:
      return assertNever(turn);
  }
}

function textOf(turn: Turn): string {
  return turn.by === 'call' ? turn.input : turn.text;
}
