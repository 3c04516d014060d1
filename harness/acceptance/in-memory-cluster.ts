import { fileURLToPath } from 'node:url';
import { Piscina } from 'piscina';
import { mutants } from '#cluster-node';
import { protocols, type Situation } from '../simulation/index.ts';
import type { Conviction, convictMutant, SeedRange, SeedRangeResult, tortureSeeds } from './torture-worker.ts';
import type { AcceptanceLine, Trial } from './trial.ts';

const seedsPerTask = 20;
const pickCases: readonly Situation[] = ['pick K1', 'pick K2a', 'pick K2b', 'pick K2c'];
/** The rows of docs/protocol-bugs.md that an in-memory run has to find. */
const mutantNumbers = [2, 4, 8, 10, 16, 18, 20, 25];
const mutantSeedsMax = 2_000;

/** Threads for simulated clusters; to be destroyed. */
export function tortureThreads(): Piscina {
  return new Piscina({ filename: fileURLToPath(new URL('./torture-worker.ts', import.meta.url)) });
}

type TortureTasks = { tortureSeeds: typeof tortureSeeds; convictMutant: typeof convictMutant };

/** The oracles look on after every event of thousands of seeded clusters in virtual time. */
export const inMemoryCluster: AcceptanceLine = {
  number: 2,
  title: 'The in-memory cluster survives its seeds, and its oracles convict broken rules',
  hasShortForm: true,
  async replay(trial) {
    const pool = tortureThreads();
    try {
      await survive(trial, pool);
      await staysFast(trial, pool);
      await convict(trial, pool, mutantNumbers);
    } finally {
      await pool.destroy();
    }
  },
};

async function survive(trial: Trial, pool: Piscina): Promise<void> {
  const seeds = trial.isShort ? 100 : 2_000;
  const picks: Record<string, number> = {};
  for (const protocol of protocols) {
    trial.running(`${seeds} seeds of ${protocol}, with faults, and oracles after every event`);
    const results = await tortureAll(trial, pool, { protocol, from: 1, through: seeds, faults: 'all' });
    const violations = results.flatMap((result) => result.violations);
    const settings = new Set(results.flatMap((result) => result.settings));
    const survived = results.reduce((sum, result) => sum + result.seeds, 0) - violations.length;
    const [first] = violations;
    const objection =
      first === undefined ? '' : `; seed ${first.seed}, ${first.setting}, ${first.judge}: ${first.message}`;
    trial.check(
      `${protocol} survives`,
      violations.length === 0 && survived === seeds,
      `${survived} of ${seeds} seeds, ${settings.size} settings${objection.slice(0, 500)}`,
    );
    for (const pickCase of pickCases) picks[pickCase] = (picks[pickCase] ?? 0) + total(results, pickCase);
  }
  for (const pickCase of pickCases) trial.check(`${pickCase} occurs`, (picks[pickCase] ?? 0) > 0, picks[pickCase] ?? 0);
}

async function staysFast(trial: Trial, pool: Piscina): Promise<void> {
  const seeds = trial.isShort ? 40 : 200;
  for (const protocol of ['fast', 'fast-flexible'] as const) {
    trial.running(`${seeds} seeds of ${protocol} without faults, hardly two commands at a time`);
    const results = await tortureAll(trial, pool, { protocol, from: 1, through: seeds, faults: 'none' });
    const fast = total(results, 'fast commit');
    const all = fast + total(results, 'classic commit');
    trial.check(`${protocol}: over half of the decisions are fast`, fast > all / 2, `${fast} of ${all}`);
  }
}

/** Tries every mutant of these rows of docs/protocol-bugs.md, and checks that each is convicted. */
export async function convict(trial: Trial, pool: Piscina, rows: readonly number[]): Promise<void> {
  const wanted = [...mutants.values()].filter(({ number }) => rows.includes(number));
  trial.check(
    'every broken rule is there',
    rows.every((row) => wanted.some(({ number }) => number === row)),
    `${wanted.length} mutants`,
  );
  trial.running(`each broken rule with node assertions off and --on-broken-pick choose, up to ${mutantSeedsMax} seeds`);
  const convictions = await Promise.all(
    wanted.map(
      ({ name }): Promise<Conviction> =>
        pool.run({ name, seedsMax: mutantSeedsMax }, { name: taskName('convictMutant'), signal: trial.signal }),
    ),
  );
  for (const [index, { number, name }] of wanted.entries()) {
    const conviction = convictions[index] ?? null;
    const seen = conviction === null ? 'not convicted' : `after ${conviction.seed} seeds by ${conviction.judge}`;
    trial.check(`bug ${number}, ${name}, is convicted`, conviction !== null, seen);
  }
}

function total(results: readonly SeedRangeResult[], situation: Situation): number {
  return results.reduce((sum, { coverage }) => sum + (coverage[situation] ?? 0), 0);
}

function tortureAll(trial: Trial, pool: Piscina, range: SeedRange): Promise<SeedRangeResult[]> {
  const tasks: SeedRange[] = [];
  for (let from = range.from; from <= range.through; from += seedsPerTask) {
    tasks.push({ ...range, from, through: Math.min(range.through, from + seedsPerTask - 1) });
  }
  return Promise.all(tasks.map((task) => pool.run(task, { name: taskName('tortureSeeds'), signal: trial.signal })));
}

function taskName(name: keyof TortureTasks): string {
  return name;
}
