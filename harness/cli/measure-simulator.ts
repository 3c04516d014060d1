import { parseArgs } from 'node:util';
import { type SimLoad, type SimLoadProgress, simulateLoad } from '../simulation/simulate-load.ts';

// `npm run bench -- sim`: how fast simulated clusters live, and whether they need more memory the longer they do.

const usage = `Usage: npm run bench -- sim [--seconds NUMBER] [--rate NUMBER] [--seed NUMBER] [--oracles on|off]
  --seconds NUMBER  simulated seconds (default: 240); 3600 shows by tenths whether memory stays flat
  --rate NUMBER     operations per simulated second (default: 200)
  --seed NUMBER     default: 1
  --oracles on|off  default: one after the other
Example: npm run bench -- sim --seconds 60 --oracles on`;

/** Code is compiled and nodes find a leader in this part of the time, which is not counted. */
const warmUpPart = 0.25;
/** Of a short run and of a long one. */
const rows = 4;
const rowsOfLong = 10;
const longSeconds = 600;

/** `cpuMs`: of the thread, until the row; `nextMs`: the same once memory was counted, which costs time, too. */
type Row = SimLoadProgress & Readonly<{ cpuMs: number; nextMs: number; heapMb: number; otherMb: number }>;

try {
  main();
} catch (error) {
  console.error(error instanceof RangeError || error instanceof TypeError ? error.message : error);
  process.exitCode = error instanceof RangeError || error instanceof TypeError ? 254 : 255;
}

function main(): void {
  const { values } = parseArgs({
    options: {
      seconds: { type: 'string', default: '240' },
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
      'heap: in a run of 600 s or more what a collection leaves; journals: what buffers take, which is the journals, packed.',
      '',
      'oracles  simulated s    events  per event µs  events/s  simulated s/s  answered  heap MB  journals MB',
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
    const isLong = load.seconds >= longSeconds;
    const part = Math.ceil(load.seconds / (isLong ? rowsOfLong : rows));
    const isWarm = simulatedSeconds >= (isLong ? part : load.seconds * warmUpPart);
    if (!isWarm || (before !== null && simulatedSeconds % part !== 0 && simulatedSeconds !== load.seconds)) return;
    const row = rowOf(progress, isLong);
    if (before !== null) console.log(lineOf(load, before, row));
    before = row;
  });
}

/** A collection that is asked for throws compiled code away as well, so that only a long run can afford it. */
function rowOf(progress: SimLoadProgress, isLong: boolean): Row {
  const cpuMs = threadMs();
  if (isLong) globalThis.gc?.();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return { ...progress, cpuMs, nextMs: threadMs(), heapMb: heapUsed / 2 ** 20, otherMb: arrayBuffers / 2 ** 20 };
}

function threadMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
}

/** Rates are per second of the thread's processor time, so that a busy machine does not count. */
function lineOf({ oracles }: SimLoad, before: Row, row: Row): string {
  const { simulatedSeconds, events, answered, cpuMs, heapMb, otherMb } = row;
  const spentMs = cpuMs - before.nextMs;
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
    otherMb.toFixed(1).padStart(13),
  ].join('');
}

function wholeNumber(option: string, text: string): number {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value >= 1) return value;
  throw new RangeError(`--${option} ${text} is not a whole number from 1.`);
}
