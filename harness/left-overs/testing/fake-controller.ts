import { spawn } from 'node:child_process';
import { OwnedProcesses } from '../owned-processes.ts';

/**
 * Claims the run directory that it is given, starts three processes (one noted, one noted and then stopped, one that
 * it does not come to note), prints their pids as JSON and waits to be killed.
 */
const [runDirectory = '.'] = process.argv.slice(2);
const owned = new OwnedProcesses(runDirectory, 'run-1');
const start = (): number => {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], {
    detached: true,
    stdio: 'ignore',
    env: { ...process.env, ...owned.environment },
  });
  return child.pid ?? 0;
};
const noted = start();
owned.add('n1', noted);
const stopped = start();
owned.add('n2', stopped);
process.kill(stopped, 'SIGSTOP');
const marked = start();
console.log(JSON.stringify({ noted, stopped, marked }));
setInterval(() => {}, 1000);
