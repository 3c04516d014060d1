import { describe, expect, test } from 'vitest';
import { StoryError, tellStory } from './index.ts';

const opening = '> a cluster of 3 with quorums 2/2';
const ending = '> how does it end?';
const told = (...commands: readonly string[]): string =>
  tellStory(['A title', '', opening, ...commands, ending].join('\n'));

describe('a story', () => {
  test('keeps its prose and its commands, and has below each command what that made the nodes do', () => {
    expect(told('', 'Prose,', '', '> n1 begins a classic round', '    told long ago', 'and more prose.')).toBe(
      [
        'A title',
        '',
        opening,
        '',
        'Prose,',
        '',
        '> n1 begins a classic round',
        '    n1           on disk: its round 1 of n1',
        '    n1           begins round 1 of n1',
        '    n1 → n2, n3  1a round 1 of n1, from instance 1',
        '    n1, n2, n3   on disk: promise of round 1 of n1',
        '    n2, n3 → n1  1b round 1 of n1; no votes',
        '    n1           leads in round 1 of n1',
        'and more prose.',
        ending,
        '    n1, n2, n3  executed nothing',
        '    nobody objects',
        '',
      ].join('\n'),
    );
  });

  test('told again is the same', () => {
    const once = told('> n1 begins a classic round', '> c1 asks n2 to write x = 1', '> what does each node hold?');
    expect(tellStory(once)).toBe(once);
  });

  test('says which messages were lost, and to whom that was down', () => {
    const text = told('> crash n3', '> lose 1a from n1 to n2', '> n1 begins a classic round');
    expect(text).toContain('n1 ↛ n2  1a round 1 of n1, from instance 1 (lost)');
    expect(text).toContain('n1 ↛ n3  1a round 1 of n1, from instance 1 (down)');
  });

  test('has a rule for messages hold until it is lifted, and the latest count most', () => {
    const text = told(
      '> lose messages from n1',
      '> let 1a from n1 to n2 pass',
      '> n1 begins a classic round',
      '> lose no more messages from n1',
      '> c1 asks n1 to write x = 1',
    );
    expect(text).toContain('n1 → n2  1a round 1 of n1');
    expect(text).toContain('n1 ↛ n3  1a round 1 of n1');
    expect(text).toContain('n1 → n2, n3  2a round 1 of n1');
  });

  test('delivers a held message when it is released, and a repeated one twice', () => {
    const text = told(
      '> hold 1a to n2',
      '> repeat 1b from n3 to n1',
      '> n1 begins a classic round',
      '> what does each node hold?',
      '> release 1a to n2',
    );
    const [before = '', after = ''] = text.split('> what does each node hold?');
    expect(before).not.toContain('→ n2');
    expect(before.match(/n3 → n1 +1b/g)).toHaveLength(2);
    expect(after).toContain('n1 → n2  1a round 1 of n1');
  });

  test('names the client and the number of a command only where another reads alike', () => {
    const text = told(
      '> n1 begins a classic round',
      '> c1 asks n1 to read x',
      '> c2 asks n1 to read x',
      '> c1 asks n1 to read y',
    );
    expect(text).toContain('c2 → n1      asks for read x (c2.1)\n');
    expect(text).toContain('c1 → n1      asks for read y\n');
  });

  test('lets nodes elect a leader by themselves only where it says so', () => {
    const told = (options: string): string => tellStory(`A title\n\n${opening}${options}\n> wait 1000 ms\n${ending}`);
    expect(told('')).not.toContain(' leads in round 1 of ');
    expect(told(', rounds by timeouts')).toContain(' leads in round 1 of ');
  });

  test('ends where somebody objects', () => {
    const text = tellStory(told('> n1 begins a classic round', '> c1 asks n1 to write x = 1'), 'early-answer');
    expect(text).toMatch(/VIOLATION +agreement: n1 takes x=1 for chosen in instance 1, but nothing is chosen there/);
    expect(text).toMatch(/> how does it end\?\n {4}the run has ended\n$/);
  });
});

describe('a story is refused', () => {
  test.each([
    ['that has no cluster', 'A title\n\n> how does it end?', 'begins with "a cluster of 3 with quorums 2/2/3"'],
    ['that does not ask how it ends', `A title\n\n${opening}`, 'ends with "how does it end?"'],
    ['that goes on after its end', `A title\n\n${opening}\n${ending}\n> crash n1`, 'ends with "how does it end?"'],
  ])('%s', (_why, story, reason) => {
    expect(() => tellStory(story)).toThrow(StoryError);
    expect(() => tellStory(story)).toThrow(reason);
  });

  test.each([
    ['reboot n1', 'does not understand "reboot n1"'],
    ['crash n4', 'no node "n4"'],
    ['lose 2a from n1 to n4', 'no node "n4"'],
    ['lose 3a', 'no messages "3a"'],
    ['restart n1', 'nothing to end: crash n1'],
    ['crash n1\n> restart n1\n> restart n1', 'nothing to end: crash n1'],
    ['release 2a', 'nothing to end: hold 2a'],
    ['c1 asks n1 again', 'c1 has asked for nothing yet'],
    ['c1 asks n1 to read x\n> c1 asks n2 again\n> c1 asks n2 again', 'c1 asks again only once'],
  ])('that says "%s"', (command, reason) => {
    expect(() => told(`> ${command}`)).toThrow(reason);
  });

  test('whose cluster is like none', () => {
    expect(() => tellStory(`A title\n\n${opening}, upside down\n${ending}`)).toThrow('a cluster is not "upside down"');
    expect(() => tellStory(`A title\n\n> a cluster of 3 with quorums 4/2\n${ending}`)).toThrow('from 1 to 3');
  });
});
