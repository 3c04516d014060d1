import { assertMeaningful, type CardinalitySetting } from './cardinality.ts';

/**
 * Fast Paxos as Lamport sizes it: `fastCrashes` (eF) may crash and fast rounds still decide, `classicCrashes` (eC) and
 * classic rounds and changes of leader still do. Safe iff N > 2eC and N > 2eF + eC. Fast Paxos, section 3.1.
 */
export type LamportSetting = Readonly<{ nodes: number; fastCrashes: number; classicCrashes: number }>;

/** The setting L = R = N - eC, F = N - eF. @throws QuorumSettingError when a size is not from 1 to N */
export function fromLamport({ nodes, fastCrashes, classicCrashes }: LamportSetting): CardinalitySetting {
  const setting = {
    nodes,
    phase1: nodes - classicCrashes,
    classic: nodes - classicCrashes,
    fast: nodes - fastCrashes,
  };
  assertMeaningful(setting);
  return setting;
}

/** The setting in Lamport's form; null when it has none: L differs from R, or fast rounds are not used. */
export function toLamport({ nodes, phase1, classic, fast }: CardinalitySetting): LamportSetting | null {
  if (phase1 !== classic || fast === null) return null;
  return { nodes, fastCrashes: nodes - fast, classicCrashes: nodes - classic };
}

/** The choice that survives most crashes on the fast path, if the classic path is to survive as many: eF = eC = ceil(N/3) - 1. */
export function largestFastCrashes(nodes: number): LamportSetting {
  const crashes = Math.ceil(nodes / 3) - 1;
  return { nodes, fastCrashes: crashes, classicCrashes: crashes };
}

/** The choice that survives most crashes on the classic path: eC = ceil(N/2) - 1, eF = floor(N/4). */
export function largestClassicCrashes(nodes: number): LamportSetting {
  return { nodes, fastCrashes: Math.floor(nodes / 4), classicCrashes: Math.ceil(nodes / 2) - 1 };
}
