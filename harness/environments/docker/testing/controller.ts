import { standInSystem } from '../../testing/stand-in-system.ts';
import { DockerEnvironment } from '../docker-environment.ts';

/** Starts a cluster for the run and in the directory that it is given, says so, and never closes it. */
const [runId = '', directory = '.'] = process.argv.slice(2);
const place = { runId, directory, seed: 1 };
await new DockerEnvironment().start(standInSystem(['n1', 'n2']), place, new AbortController().signal);
console.log('ready');
setInterval(() => {}, 1_000);
