import type { StatusReport } from '../ports/index.ts';
import { askAdmin, askAdminJson } from './admin-client.ts';

const healthTimeoutMs = 500;

/** Whether the node with this administration port answers `/health` with 200 within half a second. */
export async function askHealth(port: number): Promise<boolean> {
  return (await askAdmin(port, '/health', healthTimeoutMs))?.status === 200;
}

/** What the node with this administration port tells of itself; null when it does not within `timeoutMs`. */
export async function askStatus(port: number, timeoutMs: number): Promise<StatusReport | null> {
  const answer = await askAdminJson(port, '/status', timeoutMs);
  if (!isStatusReport(answer)) return null;
  const receivedMessages = receivedIn(answer);
  return receivedMessages === null ? answer : { ...answer, receivedMessages };
}

function receivedIn(answer: object): number | null {
  const traffic = 'traffic' in answer && isObject(answer.traffic) ? answer.traffic : {};
  const received = traffic['receivedMessages'];
  return typeof received === 'number' ? received : null;
}

/** The digest of the state machine of the node with this administration port; null: no answer within `timeoutMs`. */
export async function askDigest(
  port: number,
  timeoutMs: number,
): Promise<Readonly<{ applied: number; digest: string }> | null> {
  const answer = await askAdminJson(port, '/digest', timeoutMs);
  return isDigest(answer) ? { applied: answer.applied, digest: answer.digest } : null;
}

function isStatusReport(value: unknown): value is StatusReport {
  return (
    isObject(value) &&
    typeof value['node'] === 'string' &&
    typeof value['incarnation'] === 'number' &&
    typeof value['leads'] === 'boolean' &&
    (value['leader'] === null || typeof value['leader'] === 'string') &&
    isObject(value['round']) &&
    typeof value['round']['number'] === 'number' &&
    (value['round']['kind'] === 'classic' || value['round']['kind'] === 'fast') &&
    typeof value['chosenThrough'] === 'number' &&
    typeof value['applied'] === 'number' &&
    Array.isArray(value['alarms'])
  );
}

function isDigest(value: unknown): value is Readonly<{ applied: number; digest: string }> {
  return isObject(value) && typeof value['applied'] === 'number' && typeof value['digest'] === 'string';
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
