import { ensureInstalled } from './ensure-installed.mjs';
import { runProgram } from './run-program.mjs';

// `npm run docker:setup`: installs what is missing of the packages, then sets Docker up.

await ensureInstalled();
process.exit(await runProgram('node', ['scripts/set-up-docker.ts']));
