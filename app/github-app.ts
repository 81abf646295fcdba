import { setTimeout as sleep } from 'node:timers/promises';
import { Probot, ProbotOctokit } from 'probot';
import { openPace, type Pace } from '../edge/github/pace.ts';
import { GITHUB_PACE, NO_PACE } from '../edge/github/pace-rules.ts';
import type { Request } from '../edge/github/request.ts';
import { patientFetch, type OnAnswer } from '../edge/github/patient-fetch.ts';
import type { Settings } from './settings.ts';
import { silentLog } from './silent-log.ts';

/** GitHub answers within ten seconds; twice that is a hang. */
const CALL_SECONDS = 20;
/**
 * Probot, for what it is good at: knowing GitHub's events and authenticating as an installation. It
 * does not listen, and it logs nothing: its log lines carry headers and bodies.
 */
export function openProbot(settings: Settings, onAnswer?: OnAnswer): Probot {
  return new Probot({
    appId: settings.appId,
    privateKey: settings.privateKey,
    secret: settings.webhookSecret,
    // What these do is done by edge/github/pace.ts, for all calls of an installation together.
    Octokit: unhurried,
    log: silentLog,
    request: { fetch: patientFetch(CALL_SECONDS, onAnswer) },
    ...(settings.apiUrl === undefined ? {} : { baseUrl: settings.apiUrl }),
  });
}

/**
 * Octokit without its own pauses and repeats. As a function, because Probot puts options of its own before defaults that
 * are plain: they would turn the pauses on again.
 */
const unhurried = ProbotOctokit.defaults((options: { throttle?: object }) => ({
  ...options,
  throttle: { ...options.throttle, enabled: false },
  retry: { enabled: false },
}));

/** GitHub's API as one installation. */
export async function asInstallation(probot: Probot, pace: Pace, installationId: number): Promise<Request> {
  const octokit = await probot.auth(installationId);
  return pace.paced(installationId, octokit.request);
}

/** GitHub's API as the App itself, which sees its own deliveries and no repository. */
export async function asApp(probot: Probot, pace: Pace): Promise<Request> {
  const octokit = await probot.auth();
  return pace.paced(0, octokit.request);
}

/** Paces what this app asks GitHub for. */
export function openPacing({ pacing = 'github', now = Date.now, pause = sleep }: Settings): Pace {
  const rules = pacing === 'github' ? GITHUB_PACE : pacing === 'none' ? NO_PACE : pacing;
  return openPace(rules, { now, sleep: pause, random: Math.random });
}
