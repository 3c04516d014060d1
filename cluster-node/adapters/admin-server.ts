import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { NodeStatus, StateDigest } from '../status.ts';
import { ConnectionLimit } from './connection-limit.ts';
import { parseRoundsRequest, type RoundsEvent } from './rounds-request.ts';

const strangersMax = 256;
const connectionDeadlineMs = 10_000;
const bodyBytesMax = 256;

/** What the administration port tells about a node, and asks of it. */
export type AdministeredNode = Readonly<{
  health(): object;
  status(): NodeStatus;
  digest(): StateDigest;
  /** Takes a request about rounds, or says why not; absent: there is no such request. */
  steer?: (event: RoundsEvent) => string | null;
}>;

type Answer = Readonly<{ status: number; body: object }>;

/**
 * HTTP for operators and the controller, all JSON: `GET /health`, `/status`, `/digest`, and, where the node can be
 * steered, `POST /rounds` (see `parseRoundsRequest`), which is answered once the node has been told.
 */
export function adminServer(node: AdministeredNode): Server {
  const answers = new Map<string, () => object>([
    ['/health', () => node.health()],
    ['/status', () => node.status()],
    ['/digest', () => node.digest()],
  ]);
  const answerTo = async (request: IncomingMessage): Promise<Answer> => {
    const answer = request.method === 'GET' ? answers.get(request.url ?? '') : undefined;
    if (answer !== undefined) return { status: 200, body: answer() };
    if (request.method === 'POST' && request.url === '/rounds' && node.steer !== undefined)
      return onRounds(request, node.steer);
    return { status: 404, body: { error: 'GET /health, /status or /digest' } };
  };
  const limit = new ConnectionLimit({ strangersMax, deadlineMs: connectionDeadlineMs });
  const server = createServer(
    { headersTimeout: 2_000, requestTimeout: 5_000, connectionsCheckingInterval: 500, keepAliveTimeout: 2_000 },
    (request, response) => {
      const answered = answerTo(request).then(({ status, body }) => {
        response.writeHead(status, { 'content-type': 'application/json' });
        response.end(`${JSON.stringify(body)}\n`);
        request.resume();
      });
      // whoever breaks off in the middle of a body gets no answer
      answered.catch(() => response.destroy());
    },
  );
  server.on('connection', (socket) => limit.admit(socket));
  return server;
}

async function onRounds(request: IncomingMessage, steer: (event: RoundsEvent) => string | null): Promise<Answer> {
  const body = await bodyOf(request);
  const event = body === null ? null : parseRoundsRequest(body);
  const refusal =
    event === null ? 'POST {"begin":"classic"|"fast"}, {"recover":INSTANCE} or {"by":"timeouts"}' : steer(event);
  return refusal === null ? { status: 200, body: {} } : { status: 400, body: { error: refusal } };
}

/** Null when it is longer than any request is. */
async function bodyOf(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    if (!Buffer.isBuffer(chunk)) return null;
    sizeBytes += chunk.length;
    if (sizeBytes > bodyBytesMax) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
