import type { Effect } from '../protocol/effects.ts';
import { encodeCommand } from '../state-machine/command.ts';
import { describeEffect } from './describe-effect.ts';
import { HandDrivenCluster, type InFlight } from './hand-driven-cluster.ts';

const separator = '----';
const deliveriesMax = 10_000;

/**
 * Runs a story and returns it with what came of it. A story is blocks with an empty line between them: comments
 * (`#`), commands (one a line, or several with commas), a line `----`, and below it what the commands made the nodes
 * do, which is written anew. Nodes that do the same are named together.
 *
 * Commands: `cluster 4 phase1=3 classic=2 [fast=3] [rounds-by=request] [reads=lease]`; `propose n1 x=a`: a client of n1 writes;
 * `elect n1`: its election timer fires; `tick n1`: its tick fires; `begin n1 fast`: it is asked for a fast (or `classic`)
 * round; `timeouts n1`: it is told to leave rounds to timeouts; `wait 400`: milliseconds pass; `crash n1`; `restart n1`;
 * `deliver` everything that is under way, and what comes of it; `deliver KIND… [from n1…] [to n2…]`: only what is meant,
 * once; `drop` likewise; `flight`: tells what is under way.
 * @throws Error when it does not understand a line
 */
export function runStory(story: string): string {
  const teller = new StoryTeller();
  return `${story
    .trimEnd()
    .split(/\n{2,}/)
    .map((block) => toldBlock(block, teller))
    .join('\n\n')}\n`;
}

function toldBlock(block: string, teller: StoryTeller): string {
  const lines = block.split('\n');
  const end = lines.indexOf(separator);
  const given = end === -1 ? lines : lines.slice(0, end);
  const commands = given.filter((line) => !line.startsWith('#')).flatMap((line) => line.split(/,\s*/));
  if (commands.length === 0) return given.join('\n');
  for (const command of commands) teller.perform(command);
  return [...given, separator, ...teller.takeLines()].join('\n');
}

class StoryTeller {
  #cluster: HandDrivenCluster | null = null;
  /** What was done, and by whom, in the order in which it was done first. */
  #done = new Map<string, Set<string>>();

  perform(command: string): void {
    const [verb = '', ...words] = command.trim().split(/\s+/);
    switch (verb) {
      case 'cluster':
        return this.#start(words);
      case 'propose':
        return this.#propose(words);
      case 'elect':
        return this.#forEach(words, (node) => this.#running.step(node, { kind: 'timer', timer: 'election' }));
      case 'tick':
        return this.#forEach(words, (node) => this.#running.step(node, { kind: 'timer', timer: 'tick' }));
      case 'begin':
        return this.#begin(words);
      case 'timeouts':
        return this.#forEach(words, (node) => this.#running.step(node, { kind: 'rounds-by-timeouts' }));
      case 'wait':
        return this.#running.wait(Number(words[0]));
      case 'crash':
        return this.#forEach(words, (node) => this.#running.crash(node));
      case 'restart':
        return this.#forEach(words, (node) => this.#running.restart(node));
      case 'deliver':
        return this.#deliver(words);
      case 'drop':
        this.#running.drop(this.#meant(words));
        return;
      case 'flight':
        return this.#tellFlight();
      default:
        throw new Error(`a story has no command "${command}"`);
    }
  }

  /** What happened since it was last asked. */
  takeLines(): readonly string[] {
    const lines = [...this.#done].map(([what, nodes]) => `${[...nodes].sort(byNumber).join(', ')}: ${what}`);
    this.#done = new Map();
    return lines;
  }

  get #running(): HandDrivenCluster {
    if (this.#cluster === null) throw new Error('a story begins with a cluster');
    return this.#cluster;
  }

  #start([nodes = '', ...sizes]: readonly string[]): void {
    const named = new Map(sizes.map((size) => size.split('=')).map(([name = '', size]) => [name, Number(size)]));
    const setting = {
      nodes: Number(nodes),
      phase1: named.get('phase1') ?? 0,
      classic: named.get('classic') ?? 0,
      fast: named.get('fast') ?? null,
    };
    const tell = (node: number, effect: Effect): void => {
      const what = describeEffect(effect);
      if (what !== null) this.#tell(`n${node + 1}`, what);
    };
    this.#cluster = new HandDrivenCluster(setting, tell, {
      roundsBy: sizes.includes('rounds-by=request') ? 'request' : 'timeouts',
      reads: sizes.includes('reads=lease') ? 'lease' : 'log',
    });
  }

  #begin([node = '', roundKind = '']: readonly string[]): void {
    if (roundKind !== 'classic' && roundKind !== 'fast')
      throw new Error(`a round is classic or fast, not "${roundKind}"`);
    this.#running.step(this.#index(node), { kind: 'begin-round', roundKind });
  }

  #tell(who: string, what: string): void {
    this.#done.set(what, (this.#done.get(what) ?? new Set()).add(who));
  }

  #propose([node = '', assignment = '']: readonly string[]): void {
    const [key = '', value = ''] = assignment.split('=');
    const operation = { f: 'write', key, value } as const;
    // a client for each command, so that the same words mean the same command
    const client = `${node} ${assignment}`;
    this.#running.command(this.#index(node), encodeCommand({ client, sequence: 1, acknowledged: 0, operation }));
  }

  /** Without conditions as long as anything is under way, with conditions once. */
  #deliver(words: readonly string[]): void {
    const isMeant = this.#meant(words);
    let delivered = this.#running.deliver(isMeant);
    for (let total = delivered; words.length === 0 && delivered > 0; total += delivered) {
      if (total > deliveriesMax) throw new Error('the cluster does not come to rest');
      delivered = this.#running.deliver(isMeant);
    }
  }

  #tellFlight(): void {
    for (const { from, to, message } of this.#running.inFlight)
      this.#tell(`to n${to + 1}`, `${message.kind} of n${from + 1}`);
  }

  #meant(words: readonly string[]): (flying: InFlight) => boolean {
    const conditions: Record<'kind' | 'from' | 'to', Set<string>> = { kind: new Set(), from: new Set(), to: new Set() };
    let condition: keyof typeof conditions = 'kind';
    for (const word of words) {
      if (word === 'from' || word === 'to') condition = word;
      else conditions[condition].add(word);
    }
    const holds = (names: ReadonlySet<string>, name: string): boolean => names.size === 0 || names.has(name);
    return ({ from, to, message }) =>
      holds(conditions.kind, message.kind) &&
      holds(conditions.from, `n${from + 1}`) &&
      holds(conditions.to, `n${to + 1}`);
  }

  #forEach(names: readonly string[], act: (node: number) => void): void {
    for (const name of names) act(this.#index(name));
  }

  #index(name: string): number {
    const index = this.#running.names.indexOf(name);
    if (index === -1) throw new Error(`a story has no node "${name}"`);
    return index;
  }
}

const numbers = new Intl.Collator('en', { numeric: true });

function byNumber(one: string, other: string): number {
  return numbers.compare(one, other);
}
