import { spawn } from 'node:child_process';
import { systemProgram } from './system-program.ts';

/**
 * Kills a process group that we started. One that runs as another user, which sudo made, takes sudo to kill;
 * that is under way when this returns.
 */
export function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch (error) {
    // Otherwise it is already gone, which is what was wanted.
    if ((error as NodeJS.ErrnoException).code === 'EPERM') killThroughSudo(pid);
  }
}

function killThroughSudo(pid: number): void {
  const [sudo, kill] = [systemProgram('sudo'), systemProgram('kill')];
  if (sudo === null || kill === null) return;
  const words = ['-n', '--', kill, '-KILL', '--', `-${pid}`];
  const killer = spawn(sudo, words, { env: {}, cwd: '/', detached: true, stdio: 'ignore' });
  killer.on('error', () => {});
  killer.unref();
}
