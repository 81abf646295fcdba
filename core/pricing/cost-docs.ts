import { MODELS, type Price } from './models.ts';

const INTRODUCTION = `# What it costs

GitHub's runners cost what they cost for any job, and a run is one job, with a second short one where a workflow posts
the result. The rest is the model's. This page says what limits that, and is written from the prices that the broker
reckons with.

## What limits one run

- \`budget_usd\` (default $1): before each model request the broker reserves the most that it can cost, its whole prompt
  and the longest answer it may get, and forwards it only when that fits into what is left. So by the
  prices below a run never costs more than its budget, also where the agent writes its requests itself. (The CLI's own
  limit looks after a turn: given $0.01, it spent $0.60.)
- \`max_turns\` (default 30) and \`timeout_minutes\` (default 15).
- \`--budget\`, \`--turns\` and \`--timeout\` in a comment make one run stricter, never laxer.
- What the operator allows at most: \`max_budget_usd\` and \`models\`.

\`dispatch check\` ends with what one run of each agent costs at most.

## What limits all runs together

\`budgets\` and \`caps\` ([the app](app.md#budgets)): dollars a day for a person and a repository, jobs an hour. The app
reserves the whole budget of a run before it asks for it and settles what was spent. Runs of workflow steps without the
app are in no ledger: set a spend limit at the provider, too.

\`dispatch ledger --by user\` shows what was spent; \`dispatch report\` draws it.

## What saves money

- a smaller \`model\` for agents that only sort or answer with a word
- \`paths\` and \`labels\` of \`pull_request\`, so that not every push starts an agent ([triggers](triggers.md))
- \`cache_hours\`: the same task at the same commit is answered once ([sessions](sessions.md))
- \`output_schema\`: short answers

The run in the README cost $0.05 with \`claude-opus-5-5\`: 7 s, 5 turns, 3 tool calls.

## Prices

In US dollars per million tokens: read, written, written to the cache for five minutes and for an hour, read from it.
Measured on 2026-11-20 from the accounting of the pinned CLI; a gateway with other prices, or another model, needs
\`price\` in the profile. A model without a price is refused.
`;

/** `docs/cost.md`, from the prices that the broker reckons with. */
export function costDocs(): string {
  const lines = MODELS.map(({ id, price, longPrompt }) => {
    const more =
      longPrompt === undefined
        ? ''
        : `; with a prompt above ${longPrompt.aboveTokens} tokens: ${priceText(longPrompt.price)}`;
    return `- \`${id}\`: ${priceText(price)}${more}`;
  });
  return `${INTRODUCTION}\n${lines.join('\n')}\n`;
}

function priceText({ input, output, cacheWrite5m, cacheWrite1h, cacheRead }: Price): string {
  return [input, output, cacheWrite5m, cacheWrite1h, cacheRead].map((micro) => micro / 1_000_000).join(' / ');
}
