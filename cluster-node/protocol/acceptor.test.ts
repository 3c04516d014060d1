import { describe, expect, test } from 'vitest';
import { Acceptor } from './acceptor.ts';
import type { Effect, Effects } from './effects.ts';
import type { ChosenEntry, Message } from './messages.ts';
import { type Round, roundOf } from './round.ts';
import { paxosRules } from './rules.ts';
import { asValue, type Value } from './value.ts';

const lower = roundOf(1, 0, 0);
const round = roundOf(2, 1, 0);
const fast = roundOf(2, 1, 1);
const recovery = roundOf(2, 1, 2);
const higher = roundOf(3, 0, 0);
const x = asValue('x');
const y = asValue('y');

/** An acceptor that is told things, and what it wants done each time. */
class Told {
  readonly acceptor = new Acceptor(paxosRules);

  phase1a(asked: Round, from = 1, chosen: readonly ChosenEntry[] = []): Effects {
    return this.#effects((effects) =>
      this.acceptor.onPhase1a(0, { kind: 'phase1a', round: asked, from }, () => chosen, effects),
    );
  }

  phase1aInstance(asked: Round, instance: number): Effects {
    return this.#effects((effects) =>
      this.acceptor.onPhase1aInstance(0, { kind: 'phase1a-instance', round: asked, instance }, effects),
    );
  }

  phase2a(asked: Round, instance: number, value: Value): Effects {
    return this.#effects((effects) =>
      this.acceptor.onPhase2a(0, { kind: 'phase2a', round: asked, instance, value }, effects),
    );
  }

  any(asked: Round, from: number, next = from): Effects {
    return this.#effects((effects) => this.acceptor.onAny(0, { kind: 'any', round: asked, from, next }, effects));
  }

  /** A proposal of node 2. */
  propose(value: Value, next = 1, chosen: readonly number[] = []): Effects {
    return this.#effects((effects) =>
      this.acceptor.onPropose(2, value, next, (instance) => chosen.includes(instance), effects),
    );
  }

  #effects(tell: (effects: Effects) => void): Effects {
    const effects: Effects = [];
    tell(effects);
    return effects;
  }
}

function send(message: Message, to = 0): Effect {
  return { kind: 'send', to, message };
}

function report(reported: Round, votes: readonly [number, Round, Value][] = [], from = 1): Effect {
  return send({ kind: 'phase1b', round: reported, from, part: 0, parts: 1, votes, chosen: [] });
}

function nack(refused: Round, promised: Round): Effect {
  return send({ kind: 'nack', round: refused, promised });
}

/** A vote as it must be told: on disk first. */
function vote(instance: number, voted: Round, value: Value, tell: readonly number[] = [0]): Effects {
  return [
    { kind: 'persist', record: { kind: 'vote', instance, round: voted, value } },
    ...tell.map((to) => send({ kind: 'phase2b', instance, round: voted, value }, to)),
  ];
}

describe('a promise', () => {
  test('is on disk before it is told', () => {
    const told = new Told();
    expect(told.phase1a(round)).toEqual([{ kind: 'persist', record: { kind: 'promise', round } }, report(round)]);
    expect(told.acceptor.promised).toBe(round);
  });

  test('is never lowered: whoever asks for less is told what is promised', () => {
    const told = new Told();
    told.phase1a(round);
    expect(told.phase1a(lower)).toEqual([nack(lower, round)]);
    expect(told.acceptor.promised).toBe(round);
  });

  test('is told again when asked again, without writing it again', () => {
    const told = new Told();
    told.phase1a(round);
    expect(told.phase1a(round)).toEqual([report(round)]);
  });

  test('is refused below a vote, although nothing was promised', () => {
    const told = new Told();
    told.phase2a(round, 7, x);
    expect(told.phase1a(lower)).toEqual([nack(lower, round)]);
  });

  test('reports every vote from the first instance asked for, decided instances included', () => {
    const told = new Told();
    for (const instance of [1, 2, 4]) told.phase2a(lower, instance, x);
    told.acceptor.onChosen(2, x);
    told.acceptor.onApplied(x);
    const votes: [number, Round, Value][] = [
      [2, lower, x],
      [4, lower, x],
    ];
    expect(told.phase1a(round, 2).at(-1)).toEqual(report(round, votes, 2));
  });

  test('reports many votes in parts that together say everything', () => {
    const told = new Told();
    const instances = Array.from({ length: 600 }, (_, index) => index + 1);
    for (const instance of instances) told.phase2a(lower, instance, x);
    const chosen: ChosenEntry[] = [[1, x]];
    const parts = sent(told.phase1a(round, 1, chosen)).filter((message) => message.kind === 'phase1b');
    expect(parts.map(({ part, parts: of }) => [part, of])).toEqual([
      [0, 3],
      [1, 3],
      [2, 3],
    ]);
    expect(parts.flatMap(({ votes }) => votes.map(([instance]) => instance))).toEqual(instances);
    expect(parts.flatMap((part) => part.chosen)).toEqual(chosen);
  });
});

describe('a promise for one instance', () => {
  test('is on disk before it is told, with the vote, and leaves other instances alone', () => {
    const told = new Told();
    told.any(fast, 1);
    told.propose(x);
    expect(told.phase1aInstance(recovery, 1)).toEqual([
      { kind: 'persist', record: { kind: 'promise-instance', instance: 1, round: recovery } },
      send({ kind: 'phase1b-instance', round: recovery, instance: 1, vote: { round: fast, value: x } }),
    ]);
    expect(told.acceptor.promised).toBe(0);
    expect(told.propose(y)).toEqual(vote(2, fast, y, [1, 2]));
  });

  test('closes the fast round in its instance, so that a late proposal goes to the next one', () => {
    const told = new Told();
    told.any(fast, 1);
    told.phase1aInstance(recovery, 1);
    expect(told.propose(x)).toEqual(vote(2, fast, x, [1, 2]));
  });

  test('refuses a lower 2a there', () => {
    const told = new Told();
    told.phase1aInstance(recovery, 1);
    expect(told.phase2a(round, 1, x)).toEqual([nack(round, recovery)]);
    expect(told.phase2a(round, 2, x)).toEqual(vote(2, round, x));
  });

  test('is refused below a higher one, and repeated for the same round', () => {
    const told = new Told();
    told.phase1a(higher);
    expect(told.phase1aInstance(recovery, 1)).toEqual([nack(recovery, higher)]);
    const again = new Told();
    again.phase1aInstance(recovery, 1);
    expect(again.phase1aInstance(recovery, 1)).toEqual([
      send({ kind: 'phase1b-instance', round: recovery, instance: 1, vote: null }),
    ]);
  });

  test('comes too late after the vote of that round, which is told again', () => {
    const told = new Told();
    told.phase2a(recovery, 1, x);
    expect(told.phase1aInstance(recovery, 1)).toEqual([
      send({ kind: 'phase2b', instance: 1, round: recovery, value: x }),
    ]);
  });

  test('keeps the acceptor from promising all instances to anybody lower', () => {
    const told = new Told();
    told.phase1aInstance(recovery, 1);
    expect(told.phase1a(round)).toEqual([nack(round, recovery)]);
  });
});

describe('a vote', () => {
  test('is on disk, round and value together, before it is told', () => {
    expect(new Told().phase2a(round, 3, x)).toEqual(vote(3, round, x));
  });

  test('needs no promise of its round', () => {
    const told = new Told();
    told.phase1a(lower);
    expect(told.phase2a(round, 1, x)).toEqual(vote(1, round, x));
  });

  test('is refused below the promise', () => {
    const told = new Told();
    told.phase1a(round);
    expect(told.phase2a(lower, 1, x)).toEqual([nack(lower, round)]);
    expect(told.acceptor.voteIn(1)).toBeNull();
  });

  test('is refused below a vote', () => {
    const told = new Told();
    told.phase2a(round, 1, x);
    expect(told.phase2a(lower, 1, y)).toEqual([nack(lower, round)]);
    expect(told.acceptor.voteIn(1)).toEqual({ round, value: x });
  });

  test('is cast once in a round: a second value gets the first vote again', () => {
    const told = new Told();
    told.phase2a(round, 1, x);
    expect(told.phase2a(round, 1, y)).toEqual([send({ kind: 'phase2b', instance: 1, round, value: x })]);
    expect(told.acceptor.voteIn(1)).toEqual({ round, value: x });
  });

  test('gives way to the vote of a higher round', () => {
    const told = new Told();
    told.phase2a(round, 1, x);
    expect(told.phase2a(higher, 1, y)).toEqual(vote(1, higher, y));
    expect(told.phase1a(roundOf(4, 0, 0)).at(-1)).toEqual(report(roundOf(4, 0, 0), [[1, higher, y]]));
  });
});

describe('a fast round', () => {
  test('takes proposals in the order in which they come, and tells coordinator and proposer', () => {
    const told = new Told();
    told.any(fast, 5);
    expect(told.propose(x)).toEqual(vote(5, fast, x, [1, 2]));
    expect(told.propose(y)).toEqual(vote(6, fast, y, [1, 2]));
  });

  test('has no votes for proposals before ANY', () => {
    expect(new Told().propose(x)).toEqual([]);
  });

  test('is not opened below the promise', () => {
    const told = new Told();
    told.phase1a(higher);
    expect(told.any(fast, 1)).toEqual([nack(fast, higher)]);
    expect(told.propose(x)).toEqual([]);
  });

  test('is closed by a higher promise', () => {
    const told = new Told();
    told.any(fast, 1);
    told.phase1a(higher);
    expect(told.acceptor.openRound).toBeNull();
    expect(told.propose(x)).toEqual([]);
  });

  test('is not opened again lower down by an ANY that is late', () => {
    const told = new Told();
    told.any(roundOf(3, 0, 1), 9);
    told.any(fast, 1);
    expect(told.propose(x)).toEqual(vote(9, roundOf(3, 0, 1), x, [0, 2]));
  });

  test('passes over instances that are chosen, voted in or promised away', () => {
    const told = new Told();
    told.any(fast, 1);
    told.phase2a(recovery, 2, y);
    told.phase1aInstance(recovery, 3);
    expect(told.propose(x, 1, [1])).toEqual(vote(4, fast, x, [1, 2]));
  });

  test('tells the vote for a value again instead of voting for it twice', () => {
    const told = new Told();
    told.any(fast, 1);
    told.propose(x);
    expect(told.propose(x)).toEqual(vote(1, fast, x, [1, 2]).slice(1));
  });

  test('has a new vote for a value that lost its instance to another one, and none while it won', () => {
    const told = new Told();
    told.any(fast, 1);
    told.propose(x);
    told.acceptor.onChosen(1, x);
    expect(told.propose(x)).toEqual(vote(1, fast, x, [1, 2]).slice(1));
    told.propose(y);
    told.acceptor.onChosen(2, x);
    expect(told.propose(y)).toEqual(vote(3, fast, y, [1, 2]));
  });

  test('goes on where others are, so that one missed command does not make all later ones collide', () => {
    const told = new Told();
    told.any(fast, 1, 4);
    expect(told.propose(x)).toEqual(vote(4, fast, x, [1, 2]));
    expect(told.propose(y, 8)).toEqual(vote(8, fast, y, [1, 2]));
    told.acceptor.realign(3);
    expect(told.acceptor.cursor).toBe(9);
  });
});

test('what is forgotten leaves nothing behind, neither votes nor the values of an open round', () => {
  const told = new Told();
  told.any(fast, 1);
  for (const value of [x, y]) told.propose(value);
  told.acceptor.forgetThrough(1);
  const { instances, open } = told.acceptor.describe();
  expect(instances).toEqual([[2, { promised: fast, vote: { round: fast, value: y } }]]);
  expect(open?.places).toEqual([[['y', 2]], [[2, ['y']]]]);
});

test('what was on disk binds after a restart, and a fast round stays closed until ANY comes again', () => {
  const told = new Told();
  told.acceptor.restorePromise(lower);
  told.acceptor.restoreVote(1, { round, value: x });
  told.acceptor.restoreInstancePromise(2, recovery);
  expect(told.propose(y)).toEqual([]);
  expect(told.phase2a(lower, 1, y)).toEqual([nack(lower, round)]);
  expect(told.phase2a(round, 2, y)).toEqual([nack(round, recovery)]);
  expect(told.phase2a(lower, 3, y)).toEqual(vote(3, lower, y));
  expect(told.phase1a(higher).at(-1)).toEqual(
    report(higher, [
      [1, round, x],
      [3, lower, y],
    ]),
  );
});

function sent(effects: Effects): Message[] {
  return effects.flatMap((effect) => (effect.kind === 'send' ? [effect.message] : []));
}
