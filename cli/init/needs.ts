import type { Way } from './wanted-files.ts';

/** What a person still has to do on GitHub, in order. */
export function needsOf(way: Way): string[] {
  const common = [
    'Commit these files to the default branch: a configuration on any other branch is never read.',
    'Add the secret ANTHROPIC_API_KEY: gh secret set ANTHROPIC_API_KEY. Only the broker sees it, never an agent.',
  ];
  if (way === 'step') return [...common, PERMISSIONS.step];
  return [
    ...common,
    'Run the app (docs/app.md), made with: dispatch new-app --url https://HOST, and install it on this repository.',
    'Set the variable DISPATCH_TICKET_KEY to the public key that the app prints: gh variable set DISPATCH_TICKET_KEY.',
    PERMISSIONS.comments,
  ];
}

const PERMISSIONS: Readonly<Record<Way, string>> = {
  comments:
    "Nothing to set for permissions: the agent's job asks for contents, pull-requests and actions: read. The app posts.",
  step: "Nothing to set for permissions: the agent's job asks for contents and pull-requests: read; the job that posts, which has no agent, for issues, pull-requests and checks: write.",
};
