import { type Round, withStep } from './round.ts';

/** Who says that an instance may be executed under reads by index or lease; see `Vouching`. */
export type Word =
  /** The coordinator that counted its decision in its own round. */
  | 'coordinator'
  /** This node, which counted the votes for a command of its own client. */
  | 'counted'
  /** Somebody who knows the value. */
  | 'told';

/** On what reads that are not in the log rest. protocol.md 4.7. */
export type ReadRules = Readonly<{
  /** Does a node ask the leader before it answers a read from its own state? */
  asksLeader: boolean;
  /** May an acceptor whose highest promise is `promised` say that nobody has been promised more than `round`? */
  mayConfirm(round: Round, promised: Round): boolean;
  /** May a request be answered by confirmations that were asked for before it came? */
  joinsConfirmation: boolean;
  /** Up to where a leader lets others apply: phase 1 found instances up to `recovered`, and it knows them chosen up to `highestChosen`. */
  readsThrough(recovered: number, highestChosen: number): number;
  /** Is an instance vouched for by this word? */
  isVouched(word: Word): boolean;
  /** How much of a lease of `leaseMs` its holder may trust, counted from asking for it. protocol.md 4.7 (c). */
  leaseTrustMs(leaseMs: number): number;
  /** Which clock measures leases. */
  leaseClock: 'monotonic' | 'wall';
  /** Does a restarted acceptor, which may have granted a lease, stay silent to 1a for as long as one lasts? */
  honoursForgottenLeases: boolean;
}>;

/** No clock is believed to run faster or slower than true time by more than this fraction. */
const clockRateErrorMax = 0.2;

export const readRules: ReadRules = {
  asksLeader: true,
  mayConfirm: (round, promised) => promised <= withStep(round, 2),
  joinsConfirmation: false,
  readsThrough: (recovered, highestChosen) => Math.max(recovered, highestChosen),
  isVouched: (word) => word === 'coordinator',
  leaseTrustMs: (leaseMs) => (leaseMs * (1 - clockRateErrorMax)) / (1 + clockRateErrorMax),
  leaseClock: 'monotonic',
  honoursForgottenLeases: true,
};
