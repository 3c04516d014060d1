import { request } from 'node:http';

export type AdminAnswer = Readonly<{ status: number; body: string }>;

/**
 * Asks a node's administration port. Null when no whole answer comes within `timeoutMs`: the node is down, stopped, or
 * not yet up. Each question has a connection of its own, so that one to a node that died is not used again.
 */
export function askAdmin(port: number, path: string, timeoutMs: number): Promise<AdminAnswer | null> {
  return exchange({ port, path, method: 'GET' }, '', timeoutMs);
}

/** The JSON that `path` answers with status 200; null when it does not, or answers something else. */
export async function askAdminJson(port: number, path: string, timeoutMs: number): Promise<unknown> {
  const answer = await askAdmin(port, path, timeoutMs);
  if (answer?.status !== 200) return null;
  try {
    return JSON.parse(answer.body);
  } catch {
    return null;
  }
}

/** Posts `body` as JSON; the status of the answer, or null when none comes within `timeoutMs`. */
export async function postAdminJson(
  port: number,
  path: string,
  body: object,
  timeoutMs: number,
): Promise<number | null> {
  const answer = await exchange({ port, path, method: 'POST' }, JSON.stringify(body), timeoutMs);
  return answer?.status ?? null;
}

type Question = Readonly<{ port: number; path: string; method: 'GET' | 'POST' }>;

function exchange(question: Question, body: string, timeoutMs: number): Promise<AdminAnswer | null> {
  const { promise, resolve } = Promise.withResolvers<AdminAnswer | null>();
  const asked = request({ host: '127.0.0.1', agent: false, ...question }, (response) => {
    const chunks: Buffer[] = [];
    response.on('data', (chunk: Buffer) => chunks.push(chunk));
    response.on('end', () => resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString() }));
    response.on('error', () => resolve(null));
  });
  asked.on('error', () => resolve(null));
  asked.end(body);
  const timer = setTimeout(() => asked.destroy(new Error('no answer in time')), timeoutMs);
  return promise.finally(() => clearTimeout(timer));
}
