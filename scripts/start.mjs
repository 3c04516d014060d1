import { ensureInstalled } from './ensure-installed.mjs';
import { runProgram } from './run-program.mjs';

// `npm start`: installs what is missing and does the main job, a run of the scenario `register`, in Docker where an engine
// answers, else on local processes; the run says which and why.
// Arguments are options of `ballotproof run`: npm start -- --seed 7 --time-limit 20

await ensureInstalled();
const args = process.argv.slice(2);
console.error(`> ballotproof run register ${args.join(' ')}`);
process.exit(await runProgram('node', ['bin/ballotproof.mjs', 'run', 'register', ...args]));
