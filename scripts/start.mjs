import { ensureInstalled } from './ensure-installed.mjs';
import { runProgram } from './run-program.mjs';

// `npm start`: installs what is missing and does the main job, a run of the scenario `register`.
// Arguments are options of `ballotproof run`: npm start -- --seed 7 --time-limit 20

await ensureInstalled();
const args = process.argv.slice(2);
if (!args.some((arg) => arg.startsWith('--environment'))) {
  console.error(
    'Environment: process, so the nodes are local processes; this version has no environment for containers.',
  );
  args.unshift('--environment', 'process');
}
console.error(`> ballotproof run register ${args.join(' ')}`);
process.exit(await runProgram('node', ['bin/ballotproof.mjs', 'run', 'register', ...args]));
