/** What kind of failure it was, in general: what it means, and what to do about it. */
type Kind = { readonly meaning: string; readonly remedy: string };

/**
 * Every class of failure, the one that counts first. Where several things are wrong with one run, the first of their
 * classes is the run's: a secret in what leaves before all, then what people and their limits decided, then what keeps
 * the agent in, then what something else said definitely, and last what only follows from another failure.
 */
export const failureClasses = {
  'secret-found': {
    meaning: 'The gate withheld what the run wrote: it held a secret, or could not be checked for one.',
    remedy: 'Treat the secrets of the workflow as exposed to the agent and rotate them.',
  },
  cancelled: {
    meaning: 'Somebody or something called the run off.',
    remedy: 'Dispatch it again if it is still wanted.',
  },
  timeout: {
    meaning: 'The time that the run, its job or its approval had was over.',
    remedy: "Ask for less at a time, or raise the agent's `timeout_minutes`.",
  },
  sandbox: {
    meaning:
      'What keeps the agent in (cage, supervisor, broker, record) could not be set up, did not hold, or had to step in.',
    remedy:
      'Look at the log of the run. Use a runner on which the cage works, and report calls that got past it.',
  },
  budget: {
    meaning: 'A limit was reached: money, turns, requests, tokens, or jobs within an hour.',
    remedy:
      "Ask for less, raise the agent's limit in `.github/dispatch.yml`, or wait until the budget starts anew.",
  },
  'api-auth': {
    meaning: "The model's API did not accept the key, or its account.",
    remedy: 'Check the secret that is passed as `anthropic-api-key`, and the credit of its account.',
  },
  'api-rate-limit': {
    meaning: "The model's API took no more requests of this account for now.",
    remedy: 'Wait a while, run fewer agents at once, or raise the rate limit of the account.',
  },
  'api-overloaded': {
    meaning: "The model's API was overloaded.",
    remedy: 'Try again later; the status page of the API tells whether it is down.',
  },
  context: {
    meaning: 'What the agent had to read was more than the model takes.',
    remedy: 'Give the agent a smaller task, or fewer and smaller files to read.',
  },
  network: {
    meaning: 'Something outside could not be reached: the API, GitHub, or a service between.',
    remedy: 'Try again. If it repeats, check proxy, firewall and the address of the service on the runner.',
  },
  api: {
    meaning: "The model's API refused a request, or failed, for another reason.",
    remedy:
      "Look at what the API said; check the agent's model and the address of the gateway, if there is one.",
  },
  recursion: {
    meaning: 'An app, or an agent, asked for an agent; only people start runs, one level deep.',
    remedy: 'Have a person write the command.',
  },
  permission: {
    meaning: 'Whoever asked may not have this, or the profile, the operator or the ticket does not allow it.',
    remedy: 'Ask somebody who may, or have the profile changed on the default branch.',
  },
  stale: {
    meaning:
      'What was asked for or agreed to is not what it was: the comment, the code, the plan or the thread.',
    remedy: 'Look at what changed, then write the command again.',
  },
  'output-refused': {
    meaning: 'What the agent handed back was empty, not as agreed, or not taken where it was to be posted.',
    remedy: 'Say in the task what the answer has to hold, or widen what the profile allows as `outputs`.',
  },
  config: {
    meaning: 'The configuration, the workflow, or what was passed to the step cannot be used as it is.',
    remedy: 'Mend what is named, on the default branch; `dispatch check` checks a configuration before that.',
  },
  request: {
    meaning: 'The command could not be understood, or there is nothing that it could act on.',
    remedy: '`/dispatch help` tells what can be asked for.',
  },
  github: {
    meaning: 'GitHub did not do what it was asked for.',
    remedy: 'Check the permissions of the app and of the token; its rate limits end by themselves.',
  },
  result: {
    meaning: 'Nothing that can be trusted came out of the run.',
    remedy: 'Look at the log of the run, and use the same version of the app and of the action.',
  },
  runner: {
    meaning: 'The machine that the run was on lacked something: room, a program, or the checkout.',
    remedy: 'Mend what is named, or use another runner.',
  },
  cli: {
    meaning: 'The claude CLI could not be installed, was not as planned, or ended without a proper result.',
    remedy: 'Look at the log of the run; if it repeats, report it with the version of the CLI.',
  },
  service: {
    meaning: 'The app itself could not go on: its store, its keys, or a restart.',
    remedy: 'Write the command again; whoever operates the app finds the reason in its log.',
  },
  bug: {
    meaning: 'Something failed that nobody foresaw.',
    remedy: 'Please report it, with the code and the version.',
  },
} as const satisfies Record<string, Kind>;

/** The class of a failure: what users, outputs and dashboards sort failures by. */
export type FailureClass = keyof typeof failureClasses;

/** All classes in the order of their precedence. */
export const precedence = Object.keys(failureClasses) as readonly FailureClass[] as readonly [
  FailureClass,
  ...FailureClass[],
];
