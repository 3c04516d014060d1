import { standInSystem } from '../../testing/stand-in-system.ts';
import { ProcessEnvironment } from '../process-environment.ts';

/** Starts a cluster in the directory that it is given and then ends without closing it: by `exit`, by `throw`, or never. */
const [directory = '.', how = 'wait'] = process.argv.slice(2);
const place = { runId: 'run-1', directory, seed: 1 };
await new ProcessEnvironment().start(standInSystem(['n1', 'n2', 'n3']), place, new AbortController().signal);
process.stdin.on('end', () => {
  if (how === 'exit') process.exit(0);
  if (how === 'throw') throw new Error('the controller broke');
});
process.stdin.resume();
console.log('ready');
