/** Runs jobs of one key one after another, in the order in which they were given, those of different keys side by side. */
export function keyedLine() {
  const last = new Map<string, Promise<unknown>>()
  return function inLine<T>(key: string, job: () => Promise<T>): Promise<T> {
    const turn = (last.get(key) ?? Promise.resolve()).then(job, job)
    last.set(key, turn)
    const clear = () => {
      if (last.get(key) === turn) last.delete(key)
    }
    turn.then(clear, clear)
    return turn
  }
}

/** Gathers what comes up within one turn of the event loop and does it together. All of it succeeds or fails together. */
export function gathered<T>(job: (items: T[]) => void): (item: T) => Promise<void> {
  let waiting: { item: T; resolve: () => void; reject: (reason: unknown) => void }[] = []
  function doAll(): void {
    const batch = waiting
    waiting = []
    try {
      job(batch.map(({ item }) => item))
      for (const { resolve } of batch) resolve()
    } catch (error) {
      for (const { reject } of batch) reject(error)
    }
  }
  return (item) =>
    new Promise((resolve, reject) => {
      if (waiting.push({ item, resolve, reject }) === 1) setImmediate(doAll)
    })
}
