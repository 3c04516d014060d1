export { StoryError } from './story-error.ts';
export { tellStory } from './tell-story.ts';
