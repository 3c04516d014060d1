import { expect, test } from 'vitest';
import { parseRoundsRequest } from './rounds-request.ts';

test('a round of either kind, or none any more, can be asked for', () => {
  expect(parseRoundsRequest('{"begin":"classic"}')).toEqual({ kind: 'begin-round', roundKind: 'classic' });
  expect(parseRoundsRequest('{"begin":"fast"}')).toEqual({ kind: 'begin-round', roundKind: 'fast' });
  expect(parseRoundsRequest('{"by":"timeouts"}')).toEqual({ kind: 'rounds-by-timeouts' });
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
  '{"begin":"fast","by":"timeouts"}',
])('%j asks for nothing', (body) => {
  expect(parseRoundsRequest(body)).toBeNull();
});
