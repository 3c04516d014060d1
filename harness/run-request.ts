import type { QuorumSystem } from '#quorums';

/**
 * What a person asks for: the options of `run` as text, not yet looked at (but for `quorums`, which a file says).
 * Undefined: follows from the others.
 */
export type RunRequest = Readonly<{
  environment: string;
  nodes: string;
  protocol: string;
  phase1: string | undefined;
  classic: string | undefined;
  fast: string | undefined;
  /** Instead of the nodes and the three sizes. */
  quorums: QuorumSystem | undefined;
  unsafeQuorums: boolean;
  onBrokenPick: string;
  reads: string;
  workload: string;
  values: string;
  resend: string;
  nemesis: string;
  nemesisInterval: string;
  clock: string | undefined;
  linkDelay: string;
  rate: string;
  concurrency: string;
  opTimeout: string;
  timeLimit: string;
  mutant: string | undefined;
  seed: string;
}>;

/** The defaults of `run`, Jepsen's where it has one; the help text shows them. The seed is drawn when none is given. */
export const runDefaults: Omit<RunRequest, 'seed'> = {
  environment: 'process',
  nodes: '5',
  protocol: 'fast-flexible',
  phase1: undefined,
  classic: undefined,
  fast: undefined,
  quorums: undefined,
  unsafeQuorums: false,
  onBrokenPick: 'stop',
  reads: 'log',
  workload: 'register',
  values: 'unique',
  resend: '10',
  nemesis: 'partition,kill,pause',
  nemesisInterval: '10',
  clock: undefined,
  linkDelay: '0',
  rate: '200',
  concurrency: '2n',
  opTimeout: '5',
  timeLimit: '60',
  mutant: undefined,
};
