import { readFileSync } from 'node:fs';
import type { JournalClaims } from '#checker';
import { isRound, roundKind, roundOwner } from '#cluster-node';
import { nodeSetOf, quorumFamily } from '#quorums';
import { contenderOf } from './contender.ts';
import type { ChosenBySchedule, MessageSchedule } from './message-schedule.ts';

/** The instance for which the contenders compete. */
const contestedInstance = 1;

/** What a run has left behind that can be held against a fingerprint. */
export type Remains = Readonly<{
  journals: readonly JournalClaims[];
  /** Path of the trace of each node; null: none. */
  traces: readonly Readonly<{ node: string; trace: string | null }>[];
}>;

/** `matches`: the run shows what the schedule was made for, and nothing is missing; each sentence says what was found or not. */
export type FingerprintMatch = Readonly<{ matches: boolean; sentences: readonly string[] }>;

/**
 * Holds what is on disk against the schedule's fingerprint: each value that was to be chosen has the synced votes of its
 * quorum in its coordinator's round, and the coordinator that was to stop saw two values in the reports that were meant.
 */
export function matchFingerprint(schedule: MessageSchedule, remains: Remains): FingerprintMatch {
  const { fingerprint } = schedule;
  const found = [
    ...fingerprint.chosen.map((chosen) => findChosen(chosen, schedule, remains)),
    ...(fingerprint.alarm === null ? [] : [findBrokenPick(fingerprint.alarm, remains)]),
  ];
  return { matches: found.every(({ isThere }) => isThere), sentences: found.map(({ sentence }) => sentence) };
}

type Found = Readonly<{ isThere: boolean; sentence: string }>;

function findChosen(chosen: ChosenBySchedule, { system, nodes }: MessageSchedule, { journals }: Remains): Found {
  const { contender, roundKind: kind, coordinator, quorum } = chosen;
  const voters = journals
    .filter(({ records }) =>
      records.some(
        (record) =>
          record.kind === 'vote' &&
          record.instance === contestedInstance &&
          contenderOf(record.value) === contender &&
          isRound(record.round) &&
          roundKind(record.round) === kind &&
          nodes[roundOwner(record.round)] === coordinator,
      ),
    )
    .map(({ node }) => node);
  const where = `instance ${contestedInstance}`;
  const what = `${contender} in the ${kind} round of ${coordinator}`;
  const missing = quorum.filter((node) => !voters.includes(node));
  if (missing.length > 0)
    return { isThere: false, sentence: `${where}: ${missing.join(', ')} did not vote for ${what}` };
  const family = quorumFamily(system);
  const set = nodeSetOf(quorum, nodes);
  const isQuorum = kind === 'fast' ? family.isFast(set) : family.isClassic(set);
  const outcome = isQuorum ? 'which chose it' : 'but they are no quorum';
  return { isThere: isQuorum, sentence: `${where}: ${quorum.join(', ')} voted for ${what}, ${outcome}` };
}

function findBrokenPick(
  { coordinator, reporters }: Readonly<{ coordinator: string; reporters: readonly string[] }>,
  { traces }: Remains,
): Found {
  const path = traces.find(({ node }) => node === coordinator)?.trace ?? null;
  const expected = reporters.toSorted().join(', ');
  const isThere = path !== null && brokenPicks(path).includes(expected);
  return {
    isThere,
    sentence: isThere
      ? `instance ${contestedInstance}: ${coordinator} saw two values that may be chosen in the reports of ${expected}`
      : `instance ${contestedInstance}: ${coordinator} did not see two values in the reports of ${expected}`,
  };
}

/** From whose reports each pick in the contested instance was made that found two values. */
function brokenPicks(path: string): readonly string[] {
  return readFileSync(path, 'utf8')
    .split('\n')
    .flatMap((line) => {
      const reporters = line.includes('"broken"') ? reportersOfBrokenPick(line) : null;
      return reporters === null ? [] : [reporters.toSorted().join(', ')];
    });
}

/** The nodes write it; a torn last line says nothing. */
function reportersOfBrokenPick(line: string): string[] | null {
  try {
    const event: unknown = JSON.parse(line);
    const { kind, instance, reports, case: pickCase } = event as Record<string, unknown>;
    if (kind !== 'pick' || pickCase !== 'broken' || instance !== contestedInstance) return null;
    return (reports as readonly Readonly<{ from: string }>[]).map(({ from }) => from);
  } catch {
    return null;
  }
}
