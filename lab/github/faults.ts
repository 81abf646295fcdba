/**
 * What goes wrong. `reset` drops the connection before anything happened; `reset-after-commit` and
 * `statusAfterCommit` do the work first and then lose the answer; `stallMs` answers late; `alter`
 * changes our answer before it is checked against the description, to show that the check works;
 * `arrived` hears of a request before anything is done with it, and may drop it or let it wait.
 */
export type FaultResponse =
  | { status: number; body?: unknown; headers?: Record<string, string> }
  | 'reset'
  | 'reset-after-commit'
  | { statusAfterCommit: number }
  | { stallMs: number }
  | { alter: (body: unknown) => unknown }
  | { arrived: (body: unknown) => 'reset' | undefined | Promise<undefined> };

/** One planned fault. `method` may be `*`; `path` is a route's template, or a RegExp on the path below `/api/v3`. */
export type FaultPlan = {
  method: string;
  path: string | RegExp;
  /** How many requests it lets pass before it strikes for the first time. */
  skip?: number;
  /** How often it strikes; without it, until `clear`. */
  times?: number;
  /** What happens to it; a function says so for each request anew, null for nothing. */
  respond: FaultResponse | (() => FaultResponse | null);
};

/** The faults planned for one server. */
export type Faults = {
  add(plan: FaultPlan): void;
  clear(): void;
  /** Takes the next planned fault for a request, if there is one. */
  take(method: string, path: string, template: string): FaultResponse | null;
};

/** Makes an empty plan of faults. The first plan that matches strikes. */
export function makeFaults(): Faults {
  let plans: { plan: FaultPlan; left: number; skip: number }[] = [];
  return {
    add(plan) {
      plans.push({ plan, left: plan.times ?? Number.POSITIVE_INFINITY, skip: plan.skip ?? 0 });
    },
    clear() {
      plans = [];
    },
    take(method, path, template) {
      const hit = plans.find(
        ({ plan }) => ['*', method].includes(plan.method) && matches(plan.path, path, template),
      );
      if (!hit) return null;
      if (hit.skip > 0) {
        hit.skip -= 1;
        return null;
      }
      const { respond } = hit.plan;
      const response = typeof respond === 'function' ? respond() : respond;
      if (response === null) return null;
      hit.left -= 1;
      if (hit.left <= 0) plans = plans.filter((planned) => planned !== hit);
      return response;
    },
  };
}

function matches(wanted: string | RegExp, path: string, template: string): boolean {
  return typeof wanted === 'string' ? wanted === template || wanted === path : wanted.test(path);
}
