/** Does the parts of an accounting interval one after the other, each by itself: one that fails does not cost the others their minute. */
export async function inTurn(parts: (() => unknown)[], log: (message: string, error?: unknown) => void): Promise<void> {
  for (const part of parts) {
    try {
      await part()
    } catch (error) {
      log('a part of the accounting interval could not be closed; it goes on', error)
    }
  }
}
