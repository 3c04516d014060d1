import { ensureInstalled } from './ensure-installed.mjs';
import { runProgram } from './run-program.mjs';

// `npm run bench -- node`: installs what is missing, then measures. `npm run bench -- --help` lists the options.

await ensureInstalled();
process.exit(await runProgram('node', ['bench/main.ts', ...process.argv.slice(2)]));
