import { strongestVerdict, type VerdictKind } from '#checker';
import { nodeNames, systemText, usesFastRounds } from '#quorums';
import { exitStatus } from '../exit-status.ts';
import type { RunFacts, Successes, WindowFacts } from './run-facts.ts';

/**
 * One way in which a run says something else than «valid». `verdict: 'valid'` marks what is expected and only noted.
 * `find` gives one sentence for each time that it is so.
 */
export type VerdictRow = Readonly<{
  name: string;
  verdict: VerdictKind;
  find: (facts: RunFacts) => readonly string[];
}>;

/** A row that applied, with its sentence. */
export type Finding = Readonly<{ row: string; verdict: VerdictKind; exitStatus: number; sentence: string }>;

/** After the final heal, so long without a success while every node answers is not slowness any more. */
export const stallMs = 20_000;
/** A completion that is recorded later than this (p99) blurs the order of ops too much to be proud of `valid`. */
export const recorderLagMaxMs = 250;
/** Slower than any clock drifts within a run, and less than any jump that the nemesis makes. */
export const hostClockMovedMaxMs = 100;
/** In a shorter window an election alone may take all the time there is. */
export const demandingWindowMs = 3000;

/** Every rule by which facts become a verdict, the convicting ones first; `unknown` is what falls short of a proof. */
export const verdictTable: readonly VerdictRow[] = [
  {
    name: 'a checker objects',
    verdict: 'invalid',
    find: ({ verdicts }) =>
      verdicts.flatMap(({ checker, verdict }) =>
        verdict.kind === 'invalid' ? verdict.evidence.map((sentence) => `${checker}: ${sentence}`) : [],
      ),
  },
  {
    name: 'alarm in a node',
    verdict: 'invalid',
    find: ({ alarms }) => alarms.map(({ node, message }) => `${node} raised an alarm and stopped: ${message}`),
  },
  {
    name: 'stall after the final heal',
    verdict: 'invalid',
    find: ({ final }) =>
      final !== null && final.wanted > 0 && final.ok === 0 && final.waitedMs >= stallMs
        ? [
            `no final read succeeded within ${seconds(final.waitedMs)} although everything was healed and every node answered`,
          ]
        : [],
  },
  {
    name: 'no operation succeeded',
    verdict: 'unknown',
    find: ({ ops }) => {
      if (ops.invoked === 0) return ['no operation was issued, so nothing was tested'];
      return ops.ok === 0 ? [`none of ${ops.invoked} operations succeeded, so nothing was tested`] : [];
    },
  },
  {
    name: 'no fault took effect',
    verdict: 'unknown',
    find: ({ faultKinds, windows }) => {
      if (faultKinds.length === 0) return ['no fault was asked for, so nothing was shown about faults'];
      return windows.some(isEffective) ? [] : ['no fault took effect, so nothing was shown about faults'];
    },
  },
  {
    name: 'a checker could not decide',
    verdict: 'unknown',
    find: ({ verdicts }) =>
      verdicts.flatMap(({ checker, verdict }) =>
        verdict.kind === 'unknown' ? verdict.reasons.map((sentence) => `${checker}: ${sentence}`) : [],
      ),
  },
  {
    name: 'a planted violation was not convicted',
    verdict: 'unknown',
    find: ({ selfTests }) =>
      selfTests.flatMap(({ violation, outcome, reason }) =>
        outcome === 'convicted' ? [] : [`the checker did not prove itself on a planted ${violation}: ${reason}`],
      ),
  },
  {
    name: 'unexpected exit of a node',
    verdict: 'unknown',
    find: ({ unexpectedExits }) =>
      unexpectedExits.map(
        ({ node, status, logTail }) => `${node} ended by itself (${status}); its last words: ${lastLine(logTail)}`,
      ),
  },
  {
    name: 'missing or damaged journal',
    verdict: 'unknown',
    find: ({ journalProblems }) =>
      journalProblems.map(
        ({ node, problem }) => `agreement cannot be judged without the journal of ${node}: ${problem}`,
      ),
  },
  {
    name: 'fault kind never effective',
    verdict: 'unknown',
    find: ({ faultKinds, windows }) =>
      faultKinds
        .filter((kind) => !windows.some((window) => window.kind === kind && isEffective(window)))
        .map((kind) => `no window of ${kind} was proved effective`),
  },
  {
    name: 'fault without effect',
    verdict: 'unknown',
    find: ({ windows }) =>
      windows
        .filter(({ outcome }) => outcome === 'not-effective' || outcome === 'failed')
        .map((window) => `${windowName(window)} was injected, but no effect was proved: ${window.evidence}`),
  },
  {
    name: 'not healed',
    verdict: 'unknown',
    find: ({ notHealed }) => notHealed.map((sentence) => `not everything was healed at the end: ${sentence}`),
  },
  {
    name: 'window without success that the quorum sizes do not predict',
    verdict: 'unknown',
    find: ({ windows, setting }) =>
      windows
        .filter((window) => isDemanding(window) && isNothing(window.during))
        .map(
          (window) =>
            `no operation succeeded during ${windowName(window)}, although enough nodes were alive and connected for ${systemText(setting)}`,
        ),
  },
  {
    name: 'window without success that the quorum sizes predict',
    verdict: 'valid',
    find: ({ windows, setting }) =>
      windows
        .filter((window) => isEffective(window) && window.prediction === 'cannot' && isNothing(window.during))
        .map((window) => `no operation succeeded during ${windowName(window)}, as ${systemText(setting)} predicts`),
  },
  {
    name: 'no reads and writes under a fault that leaves a quorum',
    verdict: 'unknown',
    find: ({ faultKinds, windows }) =>
      faultKinds
        .filter((kind) => {
          const demanding = windows.filter((window) => window.kind === kind && isDemanding(window));
          return demanding.length > 0 && !demanding.some(({ during }) => isBoth(during));
        })
        .map((kind) => `no window of ${kind} that leaves a quorum saw both a read and a write succeed`),
  },
  {
    name: 'no reads and writes after a heal',
    verdict: 'unknown',
    find: ({ windows, isInterrupted }) =>
      windows
        .filter(({ outcome, afterHeal }) => outcome !== 'no-target' && !isBoth(afterHeal))
        // An interrupted run stops its workload in the middle of a window.
        .filter((window) => !(isInterrupted && window === windows.at(-1)))
        .map((window) => `no read and write succeeded after ${windowName(window)} was healed`),
  },
  {
    name: 'no fast decision although fast rounds are on',
    verdict: 'unknown',
    find: ({ setting, protocol }) =>
      usesFastRounds(setting) && protocol.fast === 0
        ? [`fast rounds are on (${systemText(setting)}), and nothing was decided in one`]
        : [],
  },
  {
    name: 'no tight event although quorum faults were asked for',
    verdict: 'unknown',
    find: ({ tight, setting }) =>
      tight.wanted
        .filter((kind) => tight[kind] === 0)
        .map(
          (kind) =>
            `no decision of a ${kind} round came as near to being lost as ${systemText(setting)} permits, so the setting was not tested at its bound`,
        ),
  },
  {
    name: 'acknowledged appends that nobody read',
    verdict: 'unknown',
    find: ({ lists }) =>
      lists !== null && lists.shown < lists.appends
        ? [
            `${lists.appends - lists.shown} of ${lists.appends} acknowledged appends were read by no other transaction, so nothing shows that they kept their place`,
          ]
        : [],
  },
  {
    name: 'no transaction over several lists',
    verdict: 'unknown',
    find: ({ lists }) =>
      lists?.joined === 0 ? ['no transaction that succeeded touched several lists, so atomicity was not tested'] : [],
  },
  {
    name: 'final reads missing',
    verdict: 'unknown',
    find: ({ final }) => {
      if (final === null) return ['the run ended before the final reads'];
      return final.ok < final.wanted ? [`only ${final.ok} of ${final.wanted} final reads succeeded`] : [];
    },
  },
  {
    name: 'digests differ or cannot be compared',
    verdict: 'unknown',
    find: digestSentences,
  },
  {
    name: 'no lease read while clocks lied',
    verdict: 'unknown',
    find: ({ clocks, windows }) =>
      clocks?.leaseReads === 0 && windows.some((window) => window.kind === 'clock' && isEffective(window))
        ? ['reads were to lean on leases, and none was served on one while clocks lied']
        : [],
  },
  {
    name: "the host's clock moved",
    verdict: 'unknown',
    find: ({ hostClockMovedMs: movedMs }) => {
      if (movedMs === null) return ["whether the host's clock moved is not on file"];
      return movedMs > hostClockMovedMaxMs
        ? [
            `the host's wall clock moved by ${Math.round(movedMs)} ms during the run, over the bound of ${hostClockMovedMaxMs} ms: what clocks showed cannot be put down to the nemesis`,
          ]
        : [];
    },
  },
  {
    name: 'recorder lag past its bound',
    verdict: 'unknown',
    find: ({ recorderLagP99Ms: lagMs }) => {
      if (lagMs === null) return ['how late completions were recorded is not on file'];
      return lagMs > recorderLagMaxMs
        ? [
            `completions were recorded ${Math.round(lagMs)} ms late (p99), over the bound of ${recorderLagMaxMs} ms: use a quieter machine or a lower --rate`,
          ]
        : [];
    },
  },
];

/** Every row that applies to `facts`, in the table's order. */
export function findings(facts: RunFacts): readonly Finding[] {
  return verdictTable.flatMap(({ name, verdict, find }) =>
    find(facts).map((sentence) => ({ row: name, verdict, exitStatus: exitStatus[verdict], sentence })),
  );
}

/** The strongest verdict of `found`; `valid` when no row objects. */
export function combinedVerdict(found: readonly Finding[]): VerdictKind {
  return strongestVerdict(['valid', ...found.map(({ verdict }) => verdict)]);
}

function digestSentences({ digests, setting }: RunFacts): readonly string[] {
  if (digests === null) return ['the state digests of the nodes were not compared'];
  const nodeCount = nodeNames(setting).length;
  if (digests.length < nodeCount) {
    return [`only ${digests.length} of ${nodeCount} nodes told their state digest`];
  }
  if (new Set(digests.map(({ applied }) => applied)).size > 1) {
    const instances = digests.map(({ node, applied }) => `${node} ${applied}`).join(', ');
    return [
      `the state digests cannot be compared, because the nodes have not applied the same instances: ${instances}`,
    ];
  }
  if (new Set(digests.map(({ digest }) => digest)).size > 1) {
    const parts = digests.map(({ node, digest }) => `${node} ${digest.slice(0, 12)}`).join(', ');
    return [`the state digests differ at instance ${digests[0]?.applied}: ${parts}`];
  }
  return [];
}

function isEffective({ outcome }: WindowFacts): boolean {
  return outcome === 'effective';
}

function isDemanding(window: WindowFacts): boolean {
  return isEffective(window) && window.prediction === 'must' && window.endMs - window.startMs >= demandingWindowMs;
}

function isNothing({ reads, writes }: Successes): boolean {
  return reads + writes === 0;
}

function isBoth({ reads, writes }: Successes): boolean {
  return reads > 0 && writes > 0;
}

function windowName({ number, text }: WindowFacts): string {
  return `window ${number} (${text})`;
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1) || 'none';
}

function seconds(ms: number): string {
  return `${Math.round(ms / 1000)} s`;
}
