/**
 * Runs all of `parts` at the same time and waits for each of them. When one fails, the signal of the others aborts, so that
 * they can end in good order, and the first failure is thrown once all have ended.
 */
export async function together(
  signal: AbortSignal,
  parts: readonly ((signal: AbortSignal) => Promise<void>)[],
): Promise<void> {
  const failed = new AbortController();
  const either = AbortSignal.any([signal, failed.signal]);
  let failure: Readonly<{ error: unknown }> | null = null;
  await Promise.all(
    parts.map(async (part) => {
      try {
        await part(either);
      } catch (error) {
        failure ??= { error };
        failed.abort();
      }
    }),
  );
  throwFirst(failure);
}

function throwFirst(failure: Readonly<{ error: unknown }> | null): void {
  if (failure !== null) throw failure.error;
}
