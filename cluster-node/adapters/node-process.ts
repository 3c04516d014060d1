import { mkdirSync } from 'node:fs';
import type { AddressInfo, Server } from 'node:net';
import { join } from 'node:path';
import { usesFastRounds } from '#quorums';
import { inputsDirectory } from '../input-codec.ts';
import { encodeJournalFrame } from '../journal-codec.ts';
import { configurationOf, type NodeOptions } from '../node-options.ts';
import { Replica } from '../protocol/replica.ts';
import { type Round, roundKind, roundNumber, roundOwner, roundStep } from '../protocol/round.ts';
import { Runtime } from '../runtime.ts';
import { KeyValueStore } from '../state-machine/key-value-store.ts';
import type { NodeStatus } from '../status.ts';
import { adminServer } from './admin-server.ts';
import { ClientServer } from './client-server.ts';
import { FileJournal } from './file-journal.ts';
import { InputFile } from './input-file.ts';
import { type Logger, stderrLogger } from './logger.ts';
import { PeerLink } from './peer-link.ts';
import { peerProtocolVersion } from './peer-protocol.ts';
import { peerServer } from './peer-server.ts';
import { PeerTraffic } from './peer-traffic.ts';
import type { RoundsEvent } from './rounds-request.ts';
import { SystemClock } from './system-clock.ts';
import { TraceFile } from './trace-file.ts';

const inboxMax = 50_000;
/** How long a node with an alarm still answers `/status`. */
const lastWordsMs = 1_000;

/** One node as a process: the replica with its journal, its three ports, its trace and its log. */
export class NodeProcess {
  readonly #options: NodeOptions;
  readonly #logger: Logger;
  readonly #clock = new SystemClock();
  readonly #store: KeyValueStore;
  readonly #journal: FileJournal;
  readonly #incarnation: number;
  readonly #replica: Replica;
  readonly #runtime: Runtime;
  readonly #trace: TraceFile;
  /** Null: inputs are not recorded. */
  readonly #inputs: InputFile | null;
  readonly #clients: ClientServer;
  readonly #links = new Map<number, PeerLink>();
  readonly #traffic = new PeerTraffic();
  readonly #servers: Server[] = [];
  readonly #exit: (status: number) => void;

  /** Opens the journal and takes back what it holds. @throws JournalDamage */
  constructor(options: NodeOptions, exit: (status: number) => void) {
    this.#options = options;
    this.#exit = exit;
    const { names, id } = options;
    const self = names.indexOf(id);
    mkdirSync(options.dataDirectory, { recursive: true });
    this.#journal = new FileJournal(join(options.dataDirectory, 'journal'));
    const { records, frames, tornBytes } = this.#journal.found;
    this.#incarnation = 1 + records.filter((record) => record.kind === 'start').length;
    this.#logger = stderrLogger({ node: id, incarnation: this.#incarnation });
    if (tornBytes > 0) this.#logger.warn('cut a torn tail off the journal', { tornBytes });
    this.#store = new KeyValueStore(options.rules.sessions);
    this.#replica = new Replica(configurationOf(options), options.rules, this.#store);
    if (options.rules.remembers) for (const record of records) this.#replica.restore(record);
    this.#trace = new TraceFile(options.traceFile, this.#incarnation);
    this.#inputs = options.recordsInputs
      ? new InputFile(join(options.dataDirectory, inputsDirectory), self, { node: id, incarnation: this.#incarnation })
      : null;
    this.#clients = new ClientServer(id, this.#incarnation, (value) =>
      this.#runtime.deliver({ kind: 'command', value }),
    );
    this.#runtime = new Runtime({
      replica: this.#replica,
      self,
      rules: options.rules,
      frames: frames + 1,
      storage: this.#journal,
      network: { send: (to, messages) => this.#links.get(to)?.send(messages) },
      clock: this.#clock,
      observer: {
        trace: (event) => this.#trace.write(event),
        answer: (value, outcome) => this.#clients.answer(value, outcome),
        alarm: (message) => this.#alarm(message),
        halt: (reason, exitStatus) => this.#halt(reason, exitStatus),
      },
      ...(this.#inputs !== null && { inputs: this.#inputs }),
    });
    // a replica that breaks takes the process with it: what it broke on is written down
    if (this.#inputs !== null) process.once('exit', () => this.#inputs?.flush());
    this.#journal.append(
      encodeJournalFrame(frames + 1, [
        { kind: 'start', node: id, incarnation: this.#incarnation, ...this.#replica.memory },
      ]),
      (error) => {
        if (error === null) void this.#open(self);
        else this.#halt(`the journal could not be synced: ${error.message}`, 1);
      },
    );
  }

  /** Ends in good order: what is waiting for the disk is written, nothing more is answered. */
  stop(): void {
    this.#logger.info('stopping', { reason: 'SIGTERM' });
    this.#runtime.shutDown(() => {
      this.#inputs?.end();
      this.#close();
      this.#exit(0);
    });
  }

  async #open(self: number): Promise<void> {
    const { names, id, listen } = this.#options;
    const peers = peerServer(id, names, this.#traffic, (bundle) => {
      const { from, messages } = bundle;
      // a full inbox loses messages, as a network may
      if (this.#runtime.inboxLength < inboxMax) this.#inputs?.arrived(bundle);
      for (const message of messages) {
        if (this.#runtime.inboxLength < inboxMax) this.#runtime.deliver({ kind: 'message', from, message });
      }
    });
    const admin = adminServer({
      health: () => ({ node: id, incarnation: this.#incarnation }),
      status: () => this.#status(),
      digest: () => ({ node: id, applied: this.#replica.status.applied, digest: this.#store.digest() }),
      ...(this.#options.unsafeQuorums && { steer: (event) => this.#steer(event) }),
    });
    this.#servers.push(peers, this.#clients.server, admin);
    try {
      const peerPort = await listening(peers, listen.host, listen.peerPort);
      const clientPort = await listening(this.#clients.server, listen.host, listen.clientPort);
      const adminPort = await listening(admin, listen.host, listen.adminPort);
      process.stdout.write(`${JSON.stringify({ event: 'listening', peerPort, clientPort, adminPort })}\n`);
    } catch (error) {
      return this.#halt(error instanceof Error ? error.message : String(error), 1);
    }
    for (const [index, name] of names.entries()) {
      const address = this.#options.peers.get(name);
      if (index === self || address === undefined) continue;
      const hello = {
        kind: 'hello',
        role: 'peer',
        version: peerProtocolVersion,
        from: id,
        to: name,
        incarnation: this.#incarnation,
      } as const;
      this.#links.set(index, new PeerLink(address, hello, this.#traffic, this.#logger));
    }
    this.#logger.info('started', { applied: this.#replica.status.applied, quorums: this.#options.quorums });
    this.#runtime.deliver({ kind: 'start' });
  }

  /** Passes on what somebody asks of its rounds; returns why it will not, or null. */
  #steer(event: RoundsEvent): string | null {
    const isFast = event.kind === 'begin-round' && event.roundKind === 'fast';
    if (isFast && !usesFastRounds(this.#options.quorums)) return 'this node uses no fast rounds';
    this.#runtime.deliver(event);
    return null;
  }

  #status(): NodeStatus {
    const { names, quorums, protocol, id } = this.#options;
    const { round, leader, ...rest } = this.#replica.status;
    return {
      version: peerProtocolVersion,
      node: id,
      incarnation: this.#incarnation,
      pid: process.pid,
      protocol,
      quorums,
      wallMs: Date.now(),
      monotonicNs: Number(process.hrtime.bigint()),
      round: describeRound(round, names),
      leader: leader === null ? null : (names[leader] ?? null),
      ...rest,
      traffic: this.#traffic.counts,
      cpuMs: cpuMs(),
      syncP99Ms: this.#runtime.syncP99Ms,
      electionTimeoutMs: this.#runtime.electionTimeoutMs,
    };
  }

  #alarm(message: string): void {
    this.#logger.error('alarm', { alarm: message });
    this.#trace.write({ kind: 'alarm', message });
  }

  #halt(reason: string, exitStatus: number): void {
    this.#logger.error('stopped', { reason, exitStatus });
    this.#trace.flush();
    this.#inputs?.flush();
    setTimeout(() => {
      this.#close();
      this.#exit(exitStatus);
    }, lastWordsMs);
  }

  #close(): void {
    this.#clock.stop();
    for (const link of this.#links.values()) link.stop();
    for (const server of this.#servers) server.close();
    this.#trace.close();
    this.#journal.close();
  }
}

function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}

function describeRound(round: Round, names: readonly string[]): NodeStatus['round'] {
  return {
    number: round,
    n: roundNumber(round),
    owner: round === 0 ? null : (names[roundOwner(round)] ?? null),
    step: roundStep(round),
    kind: roundKind(round),
  };
}

function listening(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port, backlog: 512 }, () => {
      server.off('error', reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}
