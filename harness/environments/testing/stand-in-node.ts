import { appendFileSync, mkdirSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

/**
 * Stands in for a node of the system under test: tells its ports, answers `/health`, `/status` and `/digest`, dials
 * every peer over a connection of its own and says its name there fifty times a second. `/status` tells how often each
 * peer was heard, and with which number of start, and what its clocks are and how far the monotonic one ever went back.
 * `GET /exit` ends it with status 3.
 */
const { values } = parseArgs({
  options: {
    node: { type: 'string', default: '' },
    data: { type: 'string', default: '' },
    listen: { type: 'string', default: '{}' },
    peers: { type: 'string', default: '{}' },
    behaviour: { type: 'string', default: '' },
  },
});
const { node, data, behaviour } = values;
const peers = JSON.parse(values.peers) as Record<string, { host: string; port: number }>;
const heard: Record<string, number> = {};
let wentBackMs = 0;
let lastMs = performance.now();
setInterval(() => {
  const nowMs = performance.now();
  wentBackMs = Math.max(wentBackMs, lastMs - nowMs);
  lastMs = nowMs;
}, 2).unref();

if (behaviour === 'broken') {
  console.error('it is broken');
  process.exit(4);
}

mkdirSync(data, { recursive: true });
appendFileSync(join(data, 'journal'), 'start\n');
process.on('SIGTERM', () => {
  if (behaviour === 'stubborn') return;
  console.log('good-bye');
  process.exit(0);
});

const peerServer = createServer((socket) => {
  socket.on('error', () => {});
  socket.on('data', (chunk) => {
    for (const name of chunk.toString().split('\n')) if (name !== '') heard[name] = (heard[name] ?? 0) + 1;
  });
});
const clientServer = createServer((socket) => socket.on('error', () => {}));
const adminServer = createHttpServer((request, response) => {
  if (request.url === '/exit') process.exit(3);
  if (request.url === '/health' && behaviour === 'sick') response.statusCode = 503;
  response.end(JSON.stringify(answerTo(request.url ?? '')));
});

const wanted = JSON.parse(values.listen) as { host: string; peerPort: number; clientPort: number; adminPort: number };
const [peerPort, clientPort, adminPort] = await Promise.all([
  listen(peerServer, wanted.peerPort),
  listen(clientServer, wanted.clientPort),
  listen(adminServer, wanted.adminPort),
]);
console.log(JSON.stringify({ event: 'listening', peerPort, clientPort, adminPort }));
console.log('a line after that');
for (const { host, port } of Object.values(peers)) keepTalking(host, port);

function answerTo(path: string): unknown {
  if (path === '/digest') return { node, applied: 7, digest: 'abc' };
  const round = { number: 5, kind: 'fast' };
  return {
    node,
    incarnation: 1,
    leads: node === 'n1',
    leader: 'n1',
    round,
    chosenThrough: 7,
    applied: 7,
    alarms: [],
    heard,
    wallMs: Date.now(),
    monotonicNs: Number(process.hrtime.bigint()),
    pid: process.pid,
    wentBackMs,
  };
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve) => {
    server.listen(port, wanted.host, () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : 0);
    });
  });
}

function keepTalking(host: string, port: number): void {
  const socket: Socket = connect(port, host);
  const timer = setInterval(() => socket.write(`${node}\n`), 20);
  socket.on('error', () => {});
  socket.on('close', () => {
    clearInterval(timer);
    setTimeout(() => keepTalking(host, port), 100);
  });
}
