import { runProgram } from '../../../edge/runner/program.ts';
import { replacing } from './hole.ts';

/** The prompt as it was written, with nothing escaped and nothing hidden taken away. */
export const promptRaw = replacing(({ superviseRun }, order) => ({
  superviseRun: (run) => superviseRun({ ...run, prompt: `Task: ${order.task}\n${order.commit}` }),
}));

/** The last commit goes into the prompt as a whole. */
export const promptUnbounded = replacing(({ superviseRun }, order) => ({
  async superviseRun(run) {
    const words = ['-c', 'safe.directory=*', 'show', 'HEAD'];
    const shown = await runProgram('/usr/bin/git', words, {
      env: { HOME: '/nonexistent' },
      cwd: order.checkout,
    });
    return superviseRun({ ...run, prompt: `Task: ${order.task}\n${shown.stdout}` });
  },
}));

/** The prompt is the task alone, so that it can begin with a command. */
export const promptNaked = replacing(({ superviseRun }, order) => ({
  superviseRun: (run) => superviseRun({ ...run, prompt: order.task }),
}));

/** Text of the task and the commit is part of a shell's command. */
export const promptThroughShell = replacing(({ superviseRun }, order) => ({
  async superviseRun(run) {
    const words = `echo Working on: ${order.task} ${order.commit}`;
    await runProgram('/bin/bash', ['-c', words], {
      env: { PATH: '/usr/bin:/bin' },
      cwd: order.checkout,
    }).catch(() => null);
    return superviseRun(run);
  },
}));
