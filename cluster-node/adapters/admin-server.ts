import { createServer, type Server } from 'node:http';
import type { NodeStatus, StateDigest } from '../status.ts';
import { ConnectionLimit } from './connection-limit.ts';

const strangersMax = 256;
const connectionDeadlineMs = 10_000;

/** HTTP for operators and the controller: `/health`, `/status`, `/digest`, all JSON. */
export function adminServer(node: { health(): object; status(): NodeStatus; digest(): StateDigest }): Server {
  const answers = new Map<string, () => object>([
    ['/health', () => node.health()],
    ['/status', () => node.status()],
    ['/digest', () => node.digest()],
  ]);
  const limit = new ConnectionLimit({ strangersMax, deadlineMs: connectionDeadlineMs });
  const server = createServer(
    { headersTimeout: 2_000, requestTimeout: 5_000, connectionsCheckingInterval: 500, keepAliveTimeout: 2_000 },
    (request, response) => {
      const answer = request.method === 'GET' ? answers.get(request.url ?? '') : undefined;
      const body = JSON.stringify(answer?.() ?? { error: 'GET /health, /status or /digest' });
      response.writeHead(answer === undefined ? 404 : 200, { 'content-type': 'application/json' });
      response.end(`${body}\n`);
      request.resume();
    },
  );
  server.on('connection', (socket) => limit.admit(socket));
  return server;
}
