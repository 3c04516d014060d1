import { ensureInstalled } from './ensure-installed.mjs';
import { runProgram } from './run-program.mjs';

// `npm run acceptance`: installs what is missing, then replays what must hold. Arguments: numbers of lines, --short.

await ensureInstalled();
process.exit(await runProgram('node', ['harness/acceptance/main.ts', ...process.argv.slice(2)]));
