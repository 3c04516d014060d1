import { parseArgs } from 'node:util';
import { type SimLoad, type SimLoadProgress, simulateLoad } from '../simulation/simulate-load.ts';

// `npm run bench -- sim`: how fast simulated clusters live, and whether they need more memory the longer they do.

const usage = `Usage: npm run bench -- sim [--seconds NUMBER] [--rate NUMBER] [--seed NUMBER] [--oracles on|off]
  --seconds NUMBER  simulated seconds (default: 120); 3600 shows whether memory stays flat
  --rate NUMBER     operations per simulated second (default: 200)
  --seed NUMBER     default: 1
  --oracles on|off  default: one after the other
Example: npm run bench -- sim --seconds 60 --oracles on`;

/** Code is compiled and nodes find a leader in this part of the time, which is not counted. */
const warmUpPart = 0.25;
const rows = 4;

type Row = SimLoadProgress & Readonly<{ atMs: number; cpuMs: number; heapMb: number }>;

try {
  main();
} catch (error) {
  console.error(error instanceof RangeError || error instanceof TypeError ? error.message : error);
  process.exitCode = error instanceof RangeError || error instanceof TypeError ? 254 : 255;
}

function main(): void {
  const { values } = parseArgs({
    options: {
      seconds: { type: 'string', default: '120' },
      rate: { type: 'string', default: '200' },
      seed: { type: 'string', default: '1' },
      oracles: { type: 'string' },
      help: { type: 'boolean' },
    },
  });
  if (values.help === true) return console.log(usage);
  const load = {
    seconds: wholeNumber('seconds', values.seconds),
    operationsPerSecond: wholeNumber('rate', values.rate),
    seed: wholeNumber('seed', values.seed),
  };
  console.log(
    [
      `Five nodes (3/3/4), ${load.operationsPerSecond} writes per simulated second, a fault every five seconds, on one thread. An event is a`,
      'delivered message, a timer, a finished sync or a step of a client; each passes the real codecs, runtime and journal.',
      '',
      'oracles  simulated s    events  per event µs  events/s  simulated s/s  answered  heap MB',
    ].join('\n'),
  );
  for (const oracles of values.oracles === undefined ? ['on', 'off'] : [values.oracles]) {
    if (oracles !== 'on' && oracles !== 'off') throw new RangeError(`--oracles ${oracles} is neither on nor off.`);
    measure({ ...load, oracles: oracles === 'on' });
  }
}

function measure(load: SimLoad): void {
  let before: Row | null = null;
  simulateLoad(load, (progress) => {
    const { simulatedSeconds } = progress;
    const isWarm = simulatedSeconds >= load.seconds * warmUpPart;
    const part = Math.ceil(load.seconds / rows);
    if (!isWarm || (before !== null && simulatedSeconds % part !== 0 && simulatedSeconds !== load.seconds)) return;
    const row = rowOf(progress);
    if (before !== null) console.log(lineOf(load, before, row));
    before = row;
  });
}

function rowOf(progress: SimLoadProgress): Row {
  const { user, system } = process.threadCpuUsage();
  const heapMb = process.memoryUsage().heapUsed / 2 ** 20;
  return { ...progress, atMs: performance.now(), cpuMs: (user + system) / 1_000, heapMb };
}

/** Rates are per second of the thread's processor time, so that a busy machine does not count. */
function lineOf({ oracles }: SimLoad, before: Row, { simulatedSeconds, events, answered, cpuMs, heapMb }: Row): string {
  const spentMs = cpuMs - before.cpuMs;
  const happened = events - before.events;
  return [
    (oracles ? 'on' : 'off').padEnd(7),
    String(simulatedSeconds).padStart(12),
    String(happened).padStart(10),
    ((spentMs * 1_000) / happened).toFixed(2).padStart(14),
    String(Math.round((happened / spentMs) * 1_000)).padStart(10),
    (((simulatedSeconds - before.simulatedSeconds) / spentMs) * 1_000).toFixed(1).padStart(15),
    String(answered).padStart(10),
    heapMb.toFixed(0).padStart(9),
  ].join('');
}

function wholeNumber(option: string, text: string): number {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value >= 1) return value;
  throw new RangeError(`--${option} ${text} is not a whole number from 1.`);
}
