import { expect, test } from 'vitest';
import { parseRoundsRequest } from './rounds-request.ts';

test('a round of either kind, or none any more, can be asked for', () => {
  expect(parseRoundsRequest('{"begin":"classic"}')).toEqual({ kind: 'begin-round', roundKind: 'classic' });
  expect(parseRoundsRequest('{"begin":"fast"}')).toEqual({ kind: 'begin-round', roundKind: 'fast' });
  expect(parseRoundsRequest('{"by":"timeouts"}')).toEqual({ kind: 'rounds-by-timeouts' });
});

test('the recovery of an instance can be asked for', () => {
  expect(parseRoundsRequest('{"recover":3}')).toEqual({ kind: 'recover', instance: 3 });
});

test.each([
  '',
  '{',
  'null',
  '[]',
  '"fast"',
  '{}',
  '{"begin":"slow"}',
  '{"by":"request"}',
  '{"recover":0}',
  '{"recover":1.5}',
  '{"recover":"3"}',
  '{"begin":"fast","by":"timeouts"}',
])('%j asks for nothing', (body) => {
  expect(parseRoundsRequest(body)).toBeNull();
});
