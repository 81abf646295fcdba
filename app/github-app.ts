import { Probot, ProbotOctokit } from 'probot';
import type { Request } from '../edge/github/request.ts';
import { patientFetch, type OnAnswer } from '../edge/github/patient-fetch.ts';
import type { Settings } from './settings.ts';

/** GitHub answers within ten seconds; twice that is a hang. */
const CALL_SECONDS = 20;
/** A limit that lasts longer than this is told to the user instead of waited for. */
const LONGEST_WAIT_SECONDS = 60;

/**
 * Probot, for what it is good at: knowing GitHub's events and authenticating as an installation. It
 * does not listen, and it logs nothing: its log lines carry headers and bodies.
 */
export function openProbot(settings: Settings, onAnswer?: OnAnswer): Probot {
  return new Probot({
    appId: settings.appId,
    privateKey: settings.privateKey,
    secret: settings.webhookSecret,
    Octokit: pacedOctokit(settings.pacing ?? 'github'),
    log: silent as unknown as NonNullable<ConstructorParameters<typeof Probot>[0]>['log'],
    request: { fetch: patientFetch(CALL_SECONDS, onAnswer) },
    ...(settings.apiUrl === undefined ? {} : { baseUrl: settings.apiUrl }),
  });
}

/** GitHub's API as one installation. Not `context.octokit`: all of those share one queue. */
export async function asInstallation(probot: Probot, installationId: number): Promise<Request> {
  const octokit = await probot.auth(installationId);
  return octokit.request;
}

/** GitHub's API as the App itself, which sees its own deliveries and no repository. */
export async function asApp(probot: Probot): Promise<Request> {
  const octokit = await probot.auth();
  return octokit.request;
}

function pacedOctokit(pacing: 'github' | 'none'): typeof ProbotOctokit {
  return ProbotOctokit.defaults((options: { throttle?: object }) => ({
    ...options,
    retry: pacing === 'none' ? { retryAfterBaseValue: 20 } : {},
    throttle: {
      ...options.throttle,
      ...(pacing === 'none' ? { enabled: false } : {}),
      onRateLimit: waitBriefly,
      onSecondaryRateLimit: waitBriefly,
    },
  }));
}

/** A refused call did nothing, so it may be repeated, even one that creates something. */
function waitBriefly(seconds: number, _options: unknown, _octokit: unknown, retryCount: number): boolean {
  return seconds <= LONGEST_WAIT_SECONDS && retryCount < 2;
}

const nothing = (): void => {};
const silent = {
  level: 'silent',
  trace: nothing,
  debug: nothing,
  info: nothing,
  warn: nothing,
  error: nothing,
  fatal: nothing,
  child: () => silent,
};
