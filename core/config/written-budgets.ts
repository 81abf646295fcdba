import { z } from 'zod';
import { WrittenAmount } from '../ledger/amount.ts';

/** What all agents together may cost in a repository, for the app's ledger. */
export const WrittenBudgets = z.strictObject({
  user_per_day: WrittenAmount.describe(
    'The most that the runs of one person may cost in a day (UTC), in all repositories of the installation ' +
      'together. A run counts with its whole budget_usd until it has ended. Default: no limit.',
  ).optional(),
  repository_per_day: WrittenAmount.describe(
    'The most that all runs in this repository may cost in a day (UTC). Default: no limit.',
  ).optional(),
});

/** What whoever runs the app may limit, too. */
export const OperatorBudgets = WrittenBudgets.extend({
  /** The most that all runs of an installation may cost in a month (UTC). */
  installation_per_month: WrittenAmount.optional(),
});
