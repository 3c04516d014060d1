import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { Readable } from 'node:stream';
import type Docker from 'dockerode';
import { pack } from 'tar-stream';
import { fileAsRun } from '#foundation';
import { HarnessError } from '../../harness-error.ts';
import type { Installation } from '../../ports/index.ts';
import { type Engine, refusalStatus, unlessRefused } from './engine.ts';

/** Where the image has Node and the sources. */
export const installedInImage: Installation = { node: '/usr/local/bin/node', sources: '/opt/ballotproof' };

/** The agent of a holder, in the image. */
export const holderAgent: string = `/opt/ballotproof/${fileAsRun('holder/agent.ts')}`;

/** The base that `npm run docker:setup` makes, and the one that is pulled where there is none. */
export const baseImages = { own: 'ballotproof-base:bookworm', public: 'debian:bookworm-slim' } as const;

const repository = 'ballotproof-node';
const imageLabel = 'ballotproof.image';
const printedLinesMax = 5;
const projectRoot = join(import.meta.dirname, '../../..');
const holderFolder = join(import.meta.dirname, 'holder');
const dockerfile = join(import.meta.dirname, 'image/Dockerfile');

/** A file of the image's context; `read` gives its bytes. */
type ContextFile = Readonly<{ name: string; content: Buffer }>;

/**
 * The image that nodes and holders run, built unless the engine has it: its tag is the hash of all that goes into it.
 * `announce` is called when it has to be built, which takes some seconds. @throws HarnessError IMAGE_NOT_BUILT
 */
export async function ensureNodeImage(engine: Engine, announce: () => void = () => {}): Promise<string> {
  const { tag, ...build } = await describeImage(engine);
  if ((await imageId(engine.docker, tag)) !== null) return tag;
  announce();
  await buildImage(engine.docker, { tag, ...build });
  await removeOldImages(engine.docker);
  return tag;
}

/** The image of these sources, and whether the engine has it. */
export async function nodeImageState(
  engine: Engine,
): Promise<Readonly<{ tag: string; base: string; isBuilt: boolean }>> {
  const { tag, base } = await describeImage(engine);
  return { tag, base, isBuilt: (await imageId(engine.docker, tag)) !== null };
}

type ImageBuild = Readonly<{
  tag: string;
  base: string;
  nodeBinary: string;
  files: readonly ContextFile[];
  user: Readonly<{ id: number; group: number }>;
}>;

async function describeImage({ docker, architecture }: Engine): Promise<ImageBuild> {
  const ownBase = await imageId(docker, baseImages.own);
  const base = ownBase === null ? baseImages.public : baseImages.own;
  const files = await contextFiles();
  const { binary: nodeBinary, version } = await nodeFor(architecture);
  const user = { id: process.getuid?.() ?? 1000, group: process.getgid?.() ?? 1000 };
  const hash = createHash('sha256');
  const baseId = ownBase ?? (await imageId(docker, baseImages.public)) ?? 'not yet pulled';
  hash.update(JSON.stringify({ base, baseId, version, architecture, user }));
  for (const { name, content } of files) hash.update(`\n${name} ${content.length}\n`).update(content);
  return { tag: `${repository}:${hash.digest('hex').slice(0, 16)}`, base, nodeBinary, files, user };
}

async function buildImage(docker: Docker, { tag, base, nodeBinary, files, user }: ImageBuild): Promise<void> {
  const context = pack();
  const mtime = new Date(0);
  for (const { name, content } of files) context.entry({ name, mtime }, content);
  context.entry({ name: 'node', mode: 0o755, mtime }, await readFile(nodeBinary));
  context.finalize();
  const progress = await docker.buildImage(Readable.from(context), {
    t: tag,
    buildargs: { BASE: base, USER_ID: String(user.id), GROUP_ID: String(user.group) },
    labels: { [imageLabel]: 'node' },
    ...(base === baseImages.own && { networkmode: 'none' }), // it has everything
    rm: true,
    forcerm: true,
  });
  const complaint = await buildComplaint(docker, progress);
  if (complaint === null) return;
  const remedy = base === baseImages.own ? '' : ' "npm run docker:setup" makes a base that needs no registry.';
  throw new HarnessError(
    'IMAGE_NOT_BUILT',
    `the image of the nodes could not be built on ${base}: ${complaint}.${remedy}`,
  );
}

/** Follows a build to its end; null when it succeeded, else its error with the last of what it printed. */
async function buildComplaint(docker: Docker, progress: NodeJS.ReadableStream): Promise<string | null> {
  const printed: string[] = [];
  const errors: string[] = [];
  await new Promise<void>((resolve, reject) => {
    docker.modem.followProgress(
      progress,
      (failure: Error | null) => (failure === null ? resolve() : reject(failure)),
      (event: Readonly<{ stream?: string; error?: string }>) => {
        if (event.stream !== undefined) printed.push(event.stream);
        if (event.error !== undefined) errors.push(event.error);
      },
    );
  });
  if (errors.length === 0) return null;
  const tail = printed.join('').trim().split('\n').slice(-printedLinesMax).join(' | ');
  return `${errors.join(' ')} (${tail})`;
}

/** Those of earlier sources that no container uses; a day old, because a run may be about to start on a younger one. */
async function removeOldImages(docker: Docker): Promise<void> {
  const filters = { label: [`${imageLabel}=node`], dangling: ['false'], until: ['24h'] };
  await unlessRefused([409], () => docker.pruneImages({ filters }));
}

/** The Dockerfile, the holder's agent, and what a node consists of: all of it small, and part of the tag. */
async function contextFiles(): Promise<readonly ContextFile[]> {
  const folders = {
    foundation: 'foundation',
    'cluster-node': 'cluster-node',
    holder: relative(projectRoot, holderFolder),
  };
  const sources = await Promise.all(
    Object.entries(folders).map(([name, folder]) => sourcesIn(join(projectRoot, folder), name)),
  );
  return [
    { name: 'Dockerfile', content: await readFile(dockerfile) },
    { name: 'ballotproof/package.json', content: Buffer.from(JSON.stringify(await packageOfNode())) },
    ...sources.flat(),
  ];
}

/** The part of package.json by which the sources of a node find each other. */
async function packageOfNode(): Promise<object> {
  const { type, imports } = JSON.parse(await readFile(join(projectRoot, 'package.json'), 'utf8')) as {
    type: string;
    imports: Record<string, string>;
  };
  return { type, imports: { '#foundation': imports['#foundation'], '#quorums': imports['#quorums'] } };
}

async function sourcesIn(folder: string, name: string): Promise<readonly ContextFile[]> {
  const paths = (await readdir(folder, { recursive: true })).toSorted().filter(isSource);
  return Promise.all(
    paths.map(async (path) => ({
      name: `ballotproof/${name}/${path}`,
      content: await readFile(join(folder, path)),
    })),
  );
}

function isSource(path: string): boolean {
  return path.endsWith(fileAsRun('.ts')) && !path.endsWith('.test.ts') && !path.split('/').includes('testing');
}

/** The Node of the packages, for the engine's architecture; it may be another than the controller's. */
async function nodeFor(architecture: string): Promise<Readonly<{ binary: string; version: string }>> {
  const name = `node-linux-${architecture}`;
  const manifest = packagePath(`${name}/package.json`);
  if (manifest === null) {
    throw new HarnessError(
      'IMAGE_NOT_BUILT',
      `the image needs Node for linux ${architecture}: run "npm install --no-save --force ${name}@${process.versions.node}".`,
    );
  }
  const { version } = JSON.parse(await readFile(manifest, 'utf8')) as { version: string };
  return { binary: join(dirname(manifest), 'bin/node'), version };
}

function packagePath(specifier: string): string | null {
  try {
    return createRequire(import.meta.url).resolve(specifier);
  } catch {
    return null;
  }
}

/** Null when the engine has no such image. */
async function imageId(docker: Docker, name: string): Promise<string | null> {
  try {
    return (await docker.getImage(name).inspect()).Id;
  } catch (error) {
    if (refusalStatus(error) === 404) return null;
    throw error;
  }
}
