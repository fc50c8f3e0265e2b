type Stop = () => void

/** The one source of time: made in main, so that a model never depends on the machine's clock. */
export interface Timers {
  now(): number
  every(ms: number, run: () => void): Stop
  after(ms: number, run: () => void): Stop
}
