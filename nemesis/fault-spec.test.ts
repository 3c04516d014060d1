import { describe, expect, test } from 'vitest';
import { parseFaultSpecs } from './fault-spec.ts';

const nodes = ['n1', 'n2', 'n3', 'n4', 'n5'];

describe('the list of faults on the command line', () => {
  test('names kinds, shapes and targets', () => {
    expect(parseFaultSpecs('partition, kill@majority,pause@n2,partition:isolate@leader', nodes)).toEqual([
      { text: 'partition', kind: 'partition', variants: null, target: null },
      { text: 'kill@majority', kind: 'kill', variants: null, target: { kind: 'word', word: 'majority' } },
      { text: 'pause@n2', kind: 'pause', variants: null, target: { kind: 'node', node: 'n2' } },
      {
        text: 'partition:isolate@leader',
        kind: 'partition',
        variants: ['isolate'],
        target: { kind: 'word', word: 'leader' },
      },
    ]);
  });

  test('may be "none"', () => {
    expect(parseFaultSpecs('none', nodes)).toEqual([]);
  });

  test('takes "one-way" for both directions of it', () => {
    expect(parseFaultSpecs('partition:one-way', nodes)[0]?.variants).toEqual(['deaf', 'mute']);
  });

  test('names what clocks do, or leaves it open', () => {
    expect(parseFaultSpecs('clock,clock:rate@leader', nodes)).toEqual([
      { text: 'clock', kind: 'clock', variants: null, target: null },
      { text: 'clock:rate@leader', kind: 'clock', variants: ['rate'], target: { kind: 'word', word: 'leader' } },
    ]);
  });

  test.each([
    ['partion', 'unknown kind of fault "partion"; did you mean "partition"?'],
    ['kill,', 'unknown kind of fault ""'],
    ['kill,none', 'unknown kind of fault "none"'],
    ['partition:brigde', 'unknown partition "brigde"; did you mean "bridge"?'],
    ['partition:constructor', 'unknown partition "constructor"'],
    ['kill@leeder', 'unknown target "leeder"; did you mean "leader"?'],
    ['kill@n6', 'unknown target "n6"; did you mean "n1"?'],
    ['kill:bridge', 'only a partition, a clock and a quorum have variants'],
    ['clock:bumb', 'unknown clock fault "bumb"; did you mean "bump"?'],
    ['partition:ring@leader', 'has no target; leave out "@leader"'],
    ['quorum:tight', 'unknown quorum fault "tight"; did you mean'],
    ['quorum:crash@n2', 'a quorum fault finds its targets itself; leave out "@n2"'],
    ['kill@one@two', 'not of the form KIND[:VARIANT][@TARGET]'],
  ])('is refused in one line: %s', (text, message) => {
    expect(() => parseFaultSpecs(text, nodes)).toThrow(message);
    expect(() => parseFaultSpecs(text, nodes)).toThrow(expect.objectContaining({ code: 'USAGE' }));
    expect(() => parseFaultSpecs(text, nodes)).toThrow(/^[^\n]*$/);
  });

  test('refuses a shape that the cluster is too small for', () => {
    expect(() => parseFaultSpecs('partition:ring', ['n1', 'n2', 'n3'])).toThrow(
      'needs at least 4 nodes, and there are 3',
    );
  });
});
