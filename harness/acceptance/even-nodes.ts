import type { CheckReport } from '../quorum-report/check-report.ts';
import { ballotproof, printedJson, runRegister } from './ballotproof.ts';
import type { AcceptanceLine, Trial } from './trial.ts';

/** An even number of nodes beside the odd one below it: a classic quorum is as large, and one crash more is survived. As many clients for both. */
const pairs = [
  { even: { nodes: 4, phase1: 3, classic: 2, clients: 12 }, odd: { nodes: 3, phase1: 2, classic: 2, clients: 12 } },
  { even: { nodes: 6, phase1: 4, classic: 3, clients: 30 }, odd: { nodes: 5, phase1: 3, classic: 3, clients: 30 } },
];

type Sizes = (typeof pairs)[number]['even'];

const linkDelayMs = 5;
const differenceMax = 0.05;

/** One more node than an odd number costs no latency and survives one crash more. */
export const evenNodes: AcceptanceLine = {
  number: 22,
  title: 'An even number of nodes is as fast as the odd one below it and survives one crash more',
  hasShortForm: true,
  async replay(trial) {
    for (const { even, odd } of trial.isShort ? pairs.slice(0, 1) : pairs) {
      await checkSlack(trial, even, odd);
      await compareLatencies(trial, { even, odd, environment: 'sim', turns: 1 });
      await compareLatencies(trial, { even, odd, environment: 'process', turns: trial.isShort ? 3 : 7 });
    }
  },
};

async function checkSlack(trial: Trial, even: Sizes, odd: Sizes): Promise<void> {
  const [more, fewer] = [await crashesSurvived(trial, even), await crashesSurvived(trial, odd)];
  trial.check(
    `${even.nodes} nodes survive one crash more than ${odd.nodes}`,
    more !== null && fewer !== null && more === fewer + 1 && more === even.nodes / 2,
    `${more} and ${fewer} on the classic path`,
  );
}

async function crashesSurvived(trial: Trial, { nodes, phase1, classic }: Sizes): Promise<number | null> {
  const { stdout } = await ballotproof(trial, ['quorum', 'check', `${nodes}/${phase1}/${classic}`, '--json']);
  return printedJson<CheckReport>(stdout)?.price?.paths.classic?.crashesSurvived ?? null;
}

type Contest = Readonly<{ even: Sizes; odd: Sizes; environment: string; turns: number }>;

/** By turns, so that whatever else the machine does hits both alike. */
async function compareLatencies(trial: Trial, { even, odd, environment, turns }: Contest): Promise<void> {
  const latencies: Record<'even' | 'odd', number[]> = { even: [], odd: [] };
  for (let turn = 1; turn <= turns; turn += 1) {
    for (const which of turn % 2 === 0 ? (['even', 'odd'] as const) : (['odd', 'even'] as const)) {
      const sizes = which === 'even' ? even : odd;
      latencies[which].push(await medianLatencyMs(trial, sizes, environment, turn));
    }
  }
  const [evenMs, oddMs] = [median(latencies.even), median(latencies.odd)];
  const difference = evenMs / oddMs - 1;
  trial.check(
    `${environment}: the median latencies of ${even.nodes} and ${odd.nodes} nodes differ by 5 % at most`,
    Math.abs(difference) <= differenceMax,
    `${evenMs.toFixed(2)} and ${oddMs.toFixed(2)} ms, ${(difference * 100).toFixed(1)} %`,
  );
}

/** Of operations through all nodes, most of which do not lead: four delays each. */
async function medianLatencyMs(trial: Trial, sizes: Sizes, environment: string, seed: number): Promise<number> {
  const { nodes, phase1, classic, clients } = sizes;
  const setting = `--protocol flexible --nodes ${nodes} --phase1 ${phase1} --classic ${classic}`;
  // Seldom enough that no operation waits for a processor: on two of them six nodes are busier than five.
  const load = `--rate 25 --concurrency ${clients} --resend 0 --time-limit 12 --seed ${seed}`;
  const options = `${setting} --link-delay ${linkDelayMs} --nemesis none ${load}`;
  const { results, stderr } = await runRegister(trial, options, environment);
  const latency = results?.summary.latency?.p50Ms;
  if (latency === undefined) throw new Error(`no latency was measured: ${stderr}`);
  return latency;
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
