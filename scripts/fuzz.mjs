import { ensureInstalled } from './ensure-installed.mjs';
import { runProgram } from './run-program.mjs';

// `npm run fuzz -- checker`: installs what is missing, then runs the program of that name in fuzz/.

const [name = 'checker', ...rest] = process.argv.slice(2);
if (!/^[a-z-]+$/.test(name)) {
  console.error(`"${name}" is no fuzzer; try "npm run fuzz -- checker"`);
  process.exit(254);
}
await ensureInstalled();
process.exit(await runProgram('node', [`fuzz/${name}.ts`, ...rest]));
