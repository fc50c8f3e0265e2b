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
