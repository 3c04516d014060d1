/** A story says something that cannot be understood, or done where it is said. */
export class StoryError extends Error {
  override readonly name = 'StoryError';
}
