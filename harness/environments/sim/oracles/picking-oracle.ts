import { possiblyChosen, type RoundBelow, type UniversalReport } from '#checker';
import { isRound, roundKind, roundOwner, roundStep, roundWords } from '#cluster-node';
import { InstanceWindow } from './instance-window.ts';
import type { ListedQuorums } from './listed-quorums.ts';
import { valueText } from './value-text.ts';
import { OracleViolation } from './violation.ts';

/** The fields of messages that the oracle reads; it has its own idea of them, not the node's code. */
export type ObservedMessage = Readonly<{ kind: string } & Record<string, unknown>>;

type GlobalReport = {
  readonly missing: Set<number>;
  readonly from: number;
  readonly votes: Map<number, UniversalReport>;
};

type LocalReport = { readonly acceptor: number; report: UniversalReport };

/**
 * Watches each coordinator's messages in and out, and holds every 2a and every ANY that it sends against the universal
 * picking rule, by enumeration over the reports that this very coordinator has received. Also: one content per
 * round and instance, nothing in a lower step after ANY, and nothing in an instance that phase 1 did not cover.
 */
export class PickingOracle {
  readonly #quorums: ListedQuorums;
  readonly #names: readonly string[];
  readonly #rounds = new Set<number>();
  /** Phase-1 reports by round, then by acceptor. */
  readonly #global = new Map<number, Map<number, GlobalReport>>();
  /** Reports of a recovery round (its own 1b, or votes of the fast round below), by round and instance, one of an acceptor. */
  readonly #local = new Map<number, InstanceWindow<LocalReport[]>>();
  /** What was sent, by round and instance. */
  readonly #contents = new Map<number, InstanceWindow<string>>();
  readonly #opened = new Map<number, number>();
  readonly #highestSent = new Map<number, number>();
  #picks = 0;
  #forgottenThrough = 0;
  /** The last judgement that found nothing possible because nobody had voted: it holds for as long as the same have said so. */
  #free: Readonly<{ round: number; reporters: number; rounds: number }> = { round: 0, reporters: 0, rounds: 0 };

  /** `names`: of the nodes, in the order of their numbers. */
  constructor(quorums: ListedQuorums, names: readonly string[]) {
    this.#quorums = quorums;
    this.#names = names;
  }

  /** How many 2a and ANY were judged. */
  get picks(): number {
    return this.#picks;
  }

  /** What a node heard before a restart, it has forgotten. */
  onRestart(node: number): void {
    for (const round of this.#global.keys()) if (roundOwner(checked(round)) === node) this.#global.delete(round);
    for (const round of this.#local.keys()) if (roundOwner(checked(round)) === node) this.#local.delete(round);
  }

  /** All nodes have executed everything up to `instance`: a coordinator that sends there again is not judged. */
  forgetThrough(instance: number): void {
    this.#forgottenThrough = Math.max(this.#forgottenThrough, instance);
    for (const byInstance of this.#contents.values()) byInstance.forgetThrough(instance);
    for (const byInstance of this.#local.values()) byInstance.forgetThrough(instance);
    for (const reports of this.#global.values())
      for (const { votes } of reports.values())
        for (const known of votes.keys()) if (known <= instance) votes.delete(known);
  }

  /** `node` takes in `message`. */
  onReceived(node: number, from: number, message: ObservedMessage): void {
    const { kind } = message;
    if (kind !== 'phase2b' && kind !== 'phase1b' && kind !== 'phase1b-instance') return;
    const { round } = message;
    if (!isRound(round) || roundOwner(round) !== node) return;
    if (kind === 'phase1b') this.#addGlobal(round, from, message);
    if (kind === 'phase1b-instance') this.#addLocal(round, Number(message['instance']), from, vote(message['vote']));
    if (kind === 'phase2b' && roundStep(round) === 1) {
      this.#addLocal(round + 1, Number(message['instance']), from, { round, value: String(message['value']) });
    }
  }

  /** `node` sends `message`. @throws OracleViolation */
  onSent(message: ObservedMessage): void {
    const { kind } = message;
    if (kind !== 'phase2a' && kind !== 'any' && kind !== 'phase1a') return;
    const { round } = message;
    if (!isRound(round)) return;
    this.#rounds.add(round);
    if (kind === 'phase2a') this.#on2a(round, Number(message['instance']), String(message['value']));
    if (kind === 'any') this.#onAny(round, Number(message['from']));
  }

  #on2a(round: number, instance: number, value: string): void {
    if (instance <= this.#forgottenThrough) return;
    const contents = this.#contents.get(round) ?? new InstanceWindow<string>();
    this.#contents.set(round, contents);
    const before = contents.get(instance);
    if (before === value) return;
    if (before !== undefined)
      this.#fail(
        `two contents in ${this.#named(round)}, instance ${instance}: ${valueText(before)} and ${valueText(value)}`,
      );
    contents.set(instance, value);
    this.#highestSent.set(round, Math.max(instance, this.#highestSent.get(round) ?? 0));
    for (const [open, from] of this.#opened) {
      const isSameOwner = open - roundStep(checked(open)) === round - roundStep(checked(round));
      if (isSameOwner && round < open) this.#fail(`2a of ${this.#named(round)}, after ANY of ${this.#named(open)}`);
      if (open === round && instance >= from)
        this.#fail(`2a of ${this.#named(round)}, in instance ${instance}, which ANY had opened`);
    }
    this.#judge(round, instance, value, this.#reportsFor(round, instance));
  }

  #onAny(round: number, from: number): void {
    if (this.#opened.get(round) === from) return;
    if (this.#opened.has(round)) this.#fail(`ANY of ${this.#named(round)}, from two different instances`);
    this.#opened.set(round, from);
    const base = round - roundStep(checked(round));
    if ((this.#highestSent.get(base) ?? 0) >= from)
      this.#fail(
        `ANY of ${this.#named(round)}, from instance ${from}, though a 2a of ${this.#named(base)} was sent there`,
      );
    const reports = this.#global.get(base) ?? new Map<number, GlobalReport>();
    const reported = [...reports.values()]
      .flatMap((report) => [...report.votes.keys()])
      .filter((instance) => instance >= from);
    // `from` stands for all instances that nobody reported a vote in: their reports are the same
    for (const instance of new Set([from, ...reported]))
      this.#judge(base, instance, null, this.#globalReports(base, instance));
  }

  #judge(round: number, instance: number, value: string | null, reports: ReadonlyMap<number, UniversalReport>): void {
    this.#picks += 1;
    const reporters = unvotedReporters(reports);
    const free = this.#free;
    const rounds = this.#rounds.size;
    if (reporters > 0 && round === free.round && reporters === free.reporters && rounds === free.rounds) return;
    const possible = possiblyChosen(this.#roundsToAsk(round, reports), reports);
    const content = value === null ? 'ANY' : valueText(value);
    if (possible === 'anything') {
      this.#fail(
        `${content} is sent in ${this.#named(round)}, instance ${instance}, though anything may have been chosen below`,
      );
    }
    for (const other of possible) {
      if (other !== value)
        this.#fail(
          `${content} is sent in ${this.#named(round)}, instance ${instance}, though ${valueText(other)} may have been chosen below`,
        );
    }
    if (reporters > 0) this.#free = { round, reporters, rounds };
  }

  /**
   * The rounds below `round`, one in place of all those that reports cannot tell apart: what may have been chosen in a round depends on
   * its quorums, and on which reports are of votes below it, in it and above it.
   */
  #roundsToAsk(round: number, reports: ReadonlyMap<number, UniversalReport>): readonly RoundBelow[] {
    const voted = new Set<number>();
    for (const report of reports.values()) if (report !== null) voted.add(report.round);
    const asked = new Map<string, RoundBelow>();
    for (const one of this.#rounds) {
      if (one >= round) continue;
      const kind = roundKind(checked(one));
      let below = 0;
      for (const other of voted) if (other < one) below += 1;
      asked.set(`${kind} ${below} ${voted.has(one)}`, { round: one, quorums: this.#quorums[kind] });
    }
    return [...asked.values()];
  }

  #reportsFor(round: number, instance: number): ReadonlyMap<number, UniversalReport> {
    if (roundStep(checked(round)) !== 2) return this.#globalReports(round - roundStep(checked(round)), instance);
    const reports = this.#local.get(round)?.get(instance) ?? [];
    return new Map(reports.map(({ acceptor, report }) => [acceptor, report]));
  }

  #globalReports(round: number, instance: number): Map<number, UniversalReport> {
    const reports = new Map<number, UniversalReport>();
    for (const [acceptor, report] of this.#global.get(round) ?? []) {
      if (report.missing.size === 0 && report.from <= instance)
        reports.set(acceptor, report.votes.get(instance) ?? null);
    }
    return reports;
  }

  #addGlobal(round: number, from: number, message: ObservedMessage): void {
    const reports = this.#global.get(round) ?? new Map<number, GlobalReport>();
    this.#global.set(round, reports);
    const report = reports.get(from) ?? {
      missing: new Set(Array.from({ length: Number(message['parts']) }, (_, part) => part)),
      from: Number(message['from']),
      votes: new Map<number, UniversalReport>(),
    };
    reports.set(from, report);
    if (!report.missing.delete(Number(message['part']))) return;
    const votes = message['votes'] as readonly (readonly [number, number, string])[];
    for (const [instance, voted, value] of votes) report.votes.set(instance, { round: voted, value });
  }

  #addLocal(round: number, instance: number, acceptor: number, report: UniversalReport): void {
    let byInstance = this.#local.get(round);
    if (byInstance === undefined) {
      byInstance = new InstanceWindow<LocalReport[]>();
      this.#local.set(round, byInstance);
    }
    const reports = byInstance.get(instance);
    if (reports === undefined) return byInstance.set(instance, [{ acceptor, report }]);
    const before = reports.find((one) => one.acceptor === acceptor);
    if (before === undefined) reports.push({ acceptor, report });
    else before.report ??= report;
  }

  #named(round: number): string {
    return roundWords(round, this.#names);
  }

  #fail(message: string): never {
    throw new OracleViolation('picking', message);
  }
}

/** Who has reported, as bits, when nobody reported a vote; otherwise 0. */
function unvotedReporters(reports: ReadonlyMap<number, UniversalReport>): number {
  let reporters = 0;
  for (const [acceptor, report] of reports) {
    if (report !== null) return 0;
    reporters |= 1 << acceptor;
  }
  return reporters;
}

function vote(value: unknown): UniversalReport {
  return value as UniversalReport;
}

function checked(round: number): Parameters<typeof roundKind>[0] {
  if (!isRound(round)) throw new OracleViolation('picking', `${round} is no round`);
  return round;
}
