export { DockerEnvironment, type DockerEnvironmentOptions } from './docker-environment.ts';
export { type Engine, findEngine, isEngine, type NoEngine } from './engine.ts';
export { baseImages, ensureNodeImage, nodeImageState } from './node-image.ts';
export { type RemovedCluster, removeDockerLeftOvers } from './remove-docker-left-overs.ts';
