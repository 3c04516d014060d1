import { ensureInstalled } from './ensure-installed.mjs';
import { runProgram } from './run-program.mjs';

// `npm run pack`: installs what is missing, then makes the package that can be installed elsewhere.

await ensureInstalled();
process.exit(await runProgram('node', ['scripts/make-package.ts', ...process.argv.slice(2)]));
