const STEP_MS = 20

/**
 * Waits until `condition` gives something other than false, null or undefined, and returns it.
 * The one place where the harness polls; `what` completes the sentence "gave up waiting until …".
 */
export async function until<T>(
  what: string,
  condition: () => T | Promise<T>,
  deadlineMs = 5_000,
): Promise<Exclude<T, false | null | undefined>> {
  const end = performance.now() + deadlineMs
  let value = await condition()
  while (value === false || value === null || value === undefined) {
    if (performance.now() > end) throw new Error(`gave up waiting until ${what} (${deadlineMs} ms)`)
    await new Promise((resolve) => setTimeout(resolve, STEP_MS))
    value = await condition()
  }
  return value as Exclude<T, false | null | undefined>
}

/** Bounds a promise in time; `what` completes the sentence "gave up waiting for …". */
export async function within<T>(what: string, deadlineMs: number, promise: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`gave up waiting for ${what} (${deadlineMs} ms)`)), deadlineMs)
  })
  try {
    return await Promise.race([promise, late])
  } finally {
    clearTimeout(timer)
  }
}
