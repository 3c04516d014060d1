export { StoryError } from './story-error.ts';
export { scenarioOfStory, tellStory } from './tell-story.ts';
