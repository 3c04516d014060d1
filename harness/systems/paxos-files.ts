import { createReadStream, existsSync, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import type { FileState, JournalClaim, JournalClaims, TimedClaim, TraceClaim, TraceClaims } from '#checker';
import { decodeJournal, isRound, JournalDamage, type JournalRecord, roundKind } from '#cluster-node';
import { invariant } from '#foundation';
import type { CollectedNode } from '../ports/index.ts';
import { ProtocolCounter, type ProtocolCounts } from './protocol-counts.ts';

/** What the nodes of a run left behind, decoded. */
export type PaxosFiles = Readonly<{
  journals: readonly JournalClaims[];
  /** Per node whose journal could not be used: why. */
  journalProblems: readonly Readonly<{ node: string; problem: string }>[];
  traces: readonly TraceClaims[];
  /** The decisions and picks of all traces, with their times. */
  timed: readonly TimedClaim[];
  alarms: readonly Readonly<{ node: string; message: string }>[];
  counts: ProtocolCounts;
}>;

/** Reads the journals and traces of all nodes, those of dead nodes included. A file that is not there is no error. */
export async function readPaxosFiles(nodes: readonly CollectedNode[]): Promise<PaxosFiles> {
  const counter = new ProtocolCounter();
  const alarms: { node: string; message: string }[] = [];
  const timed: TimedClaim[] = [];
  const traces: TraceClaims[] = [];
  for (const { node, trace } of nodes) traces.push(await readTrace(node, trace, { counter, alarms, timed }));
  // after the traces: of nodes that still run, a vote that a trace tells of is then in the journal that is read
  const journals = nodes.map(readJournal);
  return {
    journals: journals.map(({ claims }) => claims),
    journalProblems: journals.flatMap(({ claims: { node }, problem }) => (problem === null ? [] : [{ node, problem }])),
    traces,
    timed,
    alarms,
    counts: counter.counts(),
  };
}

function readJournal({ node, journal }: CollectedNode): Readonly<{ claims: JournalClaims; problem: string | null }> {
  if (journal === null || !existsSync(journal)) {
    return { claims: { node, state: 'missing', records: [] }, problem: 'there is none' };
  }
  try {
    const { records } = decodeJournal(readFileSync(journal));
    const claims = records.flatMap((record, index) => journalClaim(record, index + 1) ?? []);
    return { claims: { node, state: 'complete', records: claims }, problem: null };
  } catch (error) {
    if (!(error instanceof JournalDamage)) throw error;
    return { claims: { node, state: 'damaged', records: [] }, problem: error.message };
  }
}

/** Null for records that claim nothing which other nodes rely on. */
function journalClaim(record: JournalRecord, number: number): JournalClaim | null {
  switch (record.kind) {
    case 'began':
      return null;
    case 'vote':
      return { record: number, ...record, roundKind: kindOfRound(record.round) };
    case 'start':
    case 'promise':
    case 'promise-instance':
    case 'chosen':
      return { record: number, ...record };
  }
}

function kindOfRound(round: number): 'classic' | 'fast' {
  invariant(isRound(round), 'a journal holds rounds', { round });
  return roundKind(round);
}

type TraceSinks = Readonly<{
  counter: ProtocolCounter;
  alarms: { node: string; message: string }[];
  timed: TimedClaim[];
}>;

async function readTrace(
  node: string,
  path: string | null,
  { counter, alarms, timed }: TraceSinks,
): Promise<TraceClaims> {
  if (path === null || !existsSync(path)) return { node, state: 'missing', events: [] };
  const events: TraceClaim[] = [];
  const incarnations = new Set<number>();
  let tornLines = 0;
  for await (const line of createInterface({ input: createReadStream(path) })) {
    if (line === '') continue; // each start of a node opens with one, so that it does not go on in a torn line
    const event = parsedEvent(line);
    if (event === null) {
      tornLines += 1;
      continue;
    }
    incarnations.add(event.incarnation);
    counter.count(event.fields);
    const claim = traceClaim(event.fields);
    if (claim !== null) events.push(claim);
    timed.push(...timedClaims(claim, event.fields));
    if (event.fields['kind'] === 'alarm') alarms.push({ node, message: String(event.fields['message']) });
  }
  // Each crash may tear the line that was being written; more than that is no crash's work.
  const state: FileState = tornLines > incarnations.size ? 'damaged' : 'complete';
  return { node, state, events };
}

/** A line of a trace, its fields not yet looked at. */
export type TraceFields = Readonly<Record<string, unknown>>;

function parsedEvent(line: string): Readonly<{ incarnation: number; fields: TraceFields }> | null {
  let fields: unknown;
  try {
    fields = JSON.parse(line);
  } catch {
    return null;
  }
  if (!isFields(fields) || typeof fields['kind'] !== 'string' || typeof fields['incarnation'] !== 'number') return null;
  return { incarnation: fields['incarnation'], fields };
}

function traceClaim({ kind, instance, round, value, voters }: TraceFields): TraceClaim | null {
  if (typeof instance !== 'number' || typeof value !== 'string') return null;
  if (kind === 'applied') return { kind, instance, value };
  if (kind !== 'decided' || !isRound(round) || !isTextList(voters)) return null;
  return { kind, instance, round, roundKind: roundKind(round), value, voters };
}

/** An event without a time, or of another kind, is none. */
function timedClaims(
  claim: TraceClaim | null,
  { kind, instance, round, reports, atNs }: TraceFields,
): readonly TimedClaim[] {
  if (typeof atNs !== 'number') return [];
  if (claim?.kind === 'decided') return [{ ...claim, atNs }];
  if (kind !== 'pick' || typeof instance !== 'number' || !isRound(round) || !Array.isArray(reports)) return [];
  const reporters = reports.map((report: unknown) => (isFields(report) ? String(report['from']) : ''));
  return [{ kind, instance, round, reporters, atNs }];
}

function isFields(value: unknown): value is TraceFields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isTextList(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}
