import { parseArgs } from 'node:util';

export const protocols = ['classic', 'flexible', 'fast', 'fast-flexible'] as const;
export type Protocol = (typeof protocols)[number];

/** What `npm run bench -- node` measures. */
export type BenchOptions = Readonly<{
  secondsPerLoad: number;
  warmUpSeconds: number;
  clusterSizes: readonly number[];
  protocols: readonly Protocol[];
  clientCounts: readonly number[];
  /** Compare with etcd where it is installed. */
  withEtcd: boolean;
  /** Where each node leaves a CPU profile, or null. */
  profileDirectory: string | null;
  /** Nodes keep what they are given, as those of runs do. */
  recordsInputs: boolean;
}>;

export const benchUsage = `Usage: npm run bench -- environment
       npm run bench -- sim [--seconds NUMBER] [--rate NUMBER] [--seed NUMBER] [--oracles on|off]
                        how many events of simulated clusters pass in a second; NUMBER seconds are simulated ones (default: 120)
       npm run bench -- record [--protocols NAME,…] [--nodes N] [--clients NUMBER] [--clusters NUMBER] [--pairs NUMBER] [--seconds NUMBER]
                        what it costs that nodes keep what they are given: clusters with it and without, loaded by turns;
                        exit status 1: over 10 % of throughput, 2: too few pairs to tell
       npm run bench -- quorum [--seconds NUMBER] [--nodes 3,5,10] [--clients NUMBER]
                        what a decision costs, and whom; NUMBER writes (default: 8) are outstanding at one home node
       npm run bench -- checker [--only TEXT] [--seed NUMBER] [--repetitions NUMBER] [--limit SECONDS] [--plain-limit SECONDS]
                        how long verdicts on registers take, and how much longer a plain search takes (0: without it);
                        only histories whose line holds TEXT (example: --only '5 values C=30')
       npm run bench -- node [options]
  --seconds NUMBER      how long each load is measured (default: 5)
  --warm-up NUMBER      seconds of the same load before that (default: 1)
  --nodes N,N           cluster sizes, 3 or 5 (default: 3,5)
  --protocols NAME,…    classic, flexible, fast, fast-flexible (default: all)
  --clients N,N         clients, each with one write outstanding (default: 1,64,500)
  --profile DIR         leave a CPU profile of each node there; costs a little speed
  --record-inputs       nodes keep what they are given, as those of runs do
  --no-etcd             do not compare with etcd, even where it is installed
Example: npm run bench -- node --protocols classic --clients 500`;

/** Wrong usage: one line, exit status 254. */
export class BenchUsageError extends Error {
  override readonly name = 'BenchUsageError';
}

/** What the arguments after `npm run bench --` ask for; null: for help. @throws BenchUsageError */
export function parseBenchOptions(argv: readonly string[]): BenchOptions | null {
  const { values, positionals } = parsed(argv);
  if (values.help === true) return null;
  if (positionals.length !== 1 || positionals[0] !== 'node') {
    throw new BenchUsageError(
      'say what to measure: npm run bench -- node, -- record, -- quorum, -- checker, -- sim or -- environment',
    );
  }
  return {
    secondsPerLoad: positive('seconds', values.seconds),
    warmUpSeconds: positive('warm-up', values['warm-up']),
    clusterSizes: values.nodes.split(',').map(clusterSize),
    protocols: values.protocols.split(',').map(protocolNamed),
    clientCounts: values.clients.split(',').map(numberOfClients),
    withEtcd: values['no-etcd'] !== true,
    profileDirectory: values.profile ?? null,
    recordsInputs: values['record-inputs'] === true,
  };
}

function parsed(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        seconds: { type: 'string', default: '5' },
        'warm-up': { type: 'string', default: '1' },
        nodes: { type: 'string', default: '3,5' },
        protocols: { type: 'string', default: protocols.join(',') },
        clients: { type: 'string', default: '1,64,500' },
        profile: { type: 'string' },
        'record-inputs': { type: 'boolean' },
        'no-etcd': { type: 'boolean' },
        help: { type: 'boolean' },
      },
    });
  } catch (error) {
    throw new BenchUsageError(error instanceof Error ? error.message : String(error), { cause: error });
  }
}

/** A number of seconds. @throws BenchUsageError */
export function positive(option: string, text: string): number {
  const value = Number(text);
  if (!(value > 0 && value <= 3_600)) throw new BenchUsageError(`--${option} ${text} is not a number of seconds.`);
  return value;
}

/** @throws BenchUsageError */
export function numberOfClients(text: string): number {
  return count('clients', text);
}

/** How many there are of something, at least one. @throws BenchUsageError */
export function count(option: string, text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > 10_000) {
    throw new BenchUsageError(`--${option} ${text} is not a whole number from 1 to 10000.`);
  }
  return value;
}

/** How many nodes. @throws BenchUsageError */
export function clusterSize(text: string): number {
  if (text !== '3' && text !== '5') throw new BenchUsageError(`--nodes ${text} is neither 3 nor 5.`);
  return Number(text);
}

/** @throws BenchUsageError */
export function protocolNamed(text: string): Protocol {
  const found = protocols.find((protocol) => protocol === text);
  if (found === undefined) throw new BenchUsageError(`--protocols ${text} is not one of ${protocols.join(', ')}.`);
  return found;
}
