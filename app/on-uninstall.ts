import type { Desk } from './desk.ts';

/**
 * The story of an installation that is gone: there is nobody to tell any more, so its jobs end, and all that the
 * store knows of it is forgotten. Runs that are under way end by themselves; nothing of them is read.
 */
export async function onUninstall(installationId: number, { store, log }: Desk): Promise<string> {
  for (const { jobId, installationId: of } of await store.jobs.open()) {
    const job = of === installationId ? await store.jobs.take(jobId) : null;
    if (job) await store.jobs.finish(job, 'undeliverable', 'uninstalled');
  }
  const { jobs, deliveries } = await store.retention.forgetInstallation(installationId);
  log(`installation ${installationId} is gone: ${jobs} jobs and ${deliveries} deliveries were forgotten`);
  return 'forgotten';
}
