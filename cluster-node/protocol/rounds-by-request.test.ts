import { beforeEach, describe, expect, test } from 'vitest';
import { HandDrivenCluster } from '../testing/hand-driven-cluster.ts';
import type { RoundsBy } from './configuration.ts';
import type { Effect } from './effects.ts';
import { roundOf } from './round.ts';
import { asValue } from './value.ts';

const setting = { nodes: 4, phase1: 3, classic: 2, fast: 3 };
const [n1, n2, n3, n4] = [0, 1, 2, 3];
const longerThanAnyTimeoutMs = 10_000;

let effects: { node: number; effect: Effect }[];
let cluster: HandDrivenCluster;

beforeEach(() => {
  effects = [];
});

function start(roundsBy: RoundsBy): void {
  cluster = new HandDrivenCluster(setting, (node, effect) => effects.push({ node, effect }), { roundsBy });
}

function deliverAll(): void {
  while (cluster.deliver(() => true) > 0);
}

/** What happened to rounds since this was last asked, as `n1 began`. */
function roundEvents(): string[] {
  const told = effects.flatMap(({ node, effect }) =>
    effect.kind === 'trace' && effect.event.kind === 'round' ? [`n${node + 1} ${effect.event.what}`] : [],
  );
  effects = [];
  return told;
}

function timersSet(): string[] {
  return effects.flatMap(({ node, effect }) => (effect.kind === 'timer' ? [`n${node + 1} ${effect.timer}`] : []));
}

/** A leader that was in office for long hears of a higher round. */
function refuseAnEstablishedLeader(): void {
  cluster.wait(longerThanAnyTimeoutMs);
  const promised = roundOf(9, n3, 0);
  cluster.step(n1, { kind: 'message', from: n2, message: { kind: 'nack', round: roundOf(1, n1, 0), promised } });
}

describe('a node whose rounds begin by request', () => {
  beforeEach(() => start('request'));

  test('sets no timer, whatever it is told', () => {
    cluster.step(n1, { kind: 'begin-round', roundKind: 'fast' });
    deliverAll();
    cluster.command(n2, asValue('x'));
    cluster.command(n3, asValue('y'));
    deliverAll();
    cluster.step(n4, { kind: 'begin-round', roundKind: 'classic' });
    deliverAll();
    refuseAnEstablishedLeader();
    cluster.restart(n2);
    expect(effects.some(({ effect }) => effect.kind === 'trace' && effect.event.kind === 'decided')).toBe(true);
    expect(timersSet()).toEqual([]);
  });

  test('begins no round when it is refused one', () => {
    cluster.step(n1, { kind: 'begin-round', roundKind: 'fast' });
    deliverAll();
    expect(roundEvents()).toEqual(['n1 began', 'n1 led', 'n1 opened-fast']);
    refuseAnEstablishedLeader();
    expect(roundEvents()).toEqual(['n1 deposed']);
  });

  test('answers the 1a of anybody, though it follows a leader', () => {
    cluster.step(n1, { kind: 'begin-round', roundKind: 'fast' });
    deliverAll();
    cluster.step(n3, { kind: 'begin-round', roundKind: 'classic' });
    deliverAll();
    expect(roundEvents()).toContain('n3 led');
  });

  test('opens a fast round on the answers of phase 1 alone, again and again', () => {
    for (let turn = 0; turn < 3; turn += 1) {
      cluster.step(n1, { kind: 'begin-round', roundKind: 'fast' });
      cluster.drop(({ to, from }) => to === n4 || from === n4);
      cluster.deliver(({ message }) => message.kind === 'phase1a');
      cluster.deliver(({ message }) => message.kind === 'phase1b');
      expect(roundEvents()).toEqual(['n1 began', 'n1 led', 'n1 opened-fast']);
    }
  });

  test('leaves a classic round classic, until rounds are left to timeouts', () => {
    cluster.step(n1, { kind: 'begin-round', roundKind: 'classic' });
    deliverAll();
    cluster.command(n1, asValue('x'));
    deliverAll();
    expect(roundEvents()).toEqual(['n1 began', 'n1 led']);
    cluster.step(n1, { kind: 'rounds-by-timeouts' });
    cluster.step(n1, { kind: 'timer', timer: 'tick' });
    expect(roundEvents()).toEqual(['n1 opened-fast']);
  });

  test('recovers an instance of its fast round when it is asked to, and once', () => {
    cluster.step(n1, { kind: 'begin-round', roundKind: 'fast' });
    deliverAll();
    cluster.step(n1, { kind: 'recover', instance: 2 });
    cluster.step(n1, { kind: 'recover', instance: 2 });
    deliverAll();
    cluster.step(n1, { kind: 'recover', instance: 2 });
    const recovered = effects.flatMap(({ node, effect }) =>
      effect.kind === 'trace' && effect.event.kind === 'recovery' ? [[node, effect.event.instance]] : [],
    );
    expect(recovered).toEqual([[n1, 2]]);
    expect(cluster.deliver(() => true)).toBe(0);
  });

  test('recovers nothing while it has no fast round', () => {
    cluster.step(n1, { kind: 'recover', instance: 1 });
    cluster.step(n1, { kind: 'begin-round', roundKind: 'classic' });
    cluster.step(n1, { kind: 'recover', instance: 1 });
    deliverAll();
    cluster.step(n1, { kind: 'recover', instance: 1 });
    expect(effects.filter(({ effect }) => effect.kind === 'trace' && effect.event.kind === 'recovery')).toEqual([]);
  });

  test('sets its timers when it is told to leave rounds to timeouts, once', () => {
    cluster.step(n1, { kind: 'rounds-by-timeouts' });
    expect(timersSet()).toEqual(['n1 election', 'n1 tick']);
    cluster.step(n1, { kind: 'rounds-by-timeouts' });
    expect(timersSet()).toEqual(['n1 election', 'n1 tick']);
  });
});

describe('a node whose rounds begin by timeouts', () => {
  beforeEach(() => {
    start('timeouts');
    cluster.step(n1, { kind: 'timer', timer: 'election' });
    deliverAll();
  });

  test('begins a round when it is refused one, and ignores candidates while its leader lives', () => {
    expect(roundEvents()).toEqual(['n1 began', 'n1 led', 'n1 opened-fast']);
    cluster.step(n3, { kind: 'timer', timer: 'election' });
    deliverAll();
    expect(roundEvents()).not.toContain('n3 led');
    refuseAnEstablishedLeader();
    expect(roundEvents()).toContain('n1 began');
  });

  test('begins one as well when it is asked to', () => {
    roundEvents();
    cluster.step(n1, { kind: 'begin-round', roundKind: 'classic' });
    deliverAll();
    cluster.step(n1, { kind: 'timer', timer: 'tick' });
    deliverAll();
    expect(roundEvents()).toEqual(['n1 began', 'n1 led']);
  });
});
