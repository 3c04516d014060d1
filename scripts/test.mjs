import { ensureInstalled } from './ensure-installed.mjs';
import { runProgram } from './run-program.mjs';

// `npm test`: installs what is missing, then checks everything. Arguments go to vitest: npm test -- checker

await ensureInstalled();
process.exit(await runProgram('node', ['scripts/check.mjs', ...process.argv.slice(2)]));
