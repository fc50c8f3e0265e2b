import type { gatewayRun } from '../../db/fleet/schema.ts'
import type { Owed } from './cells.ts'

/** A stretch of a boot's minutes on one route; for each of them the gateway owes a report. The stretches of a boot do not overlap. */
export type Run = typeof gatewayRun.$inferSelect

/** One boot of a gateway. */
export interface Boot {
  gatewayId: string
  bootId: string
}

export const bootKey = ({ gatewayId, bootId }: Boot) => `${gatewayId} ${bootId}`

/** A minute of a boot, and the route that it was spent on. */
export interface RunMinute extends Boot {
  minuteAt: number
  routeId: string
}

/** What has become of the stretches: those to write, those that are no more, by their key, and the minutes due with the change. */
export interface RunChanges {
  written: Run[]
  gone: Run[]
  owed: Owed[]
}

/**
 * Puts minutes into the stretches of their boots. A minute without a report belongs to the stretch that runs on through it: it is owed
 * on the route that the gateway was last known to be on. `known`: the stretches of each boot around these minutes, by bootKey.
 */
export function withMinutes(rows: RunMinute[], known: ReadonlyMap<string, Run[]>): RunChanges {
  const boots = new Map<string, Stretches>()
  for (const row of rows) {
    const key = bootKey(row)
    const stretches = boots.get(key) ?? new Stretches(row, known.get(key) ?? [])
    boots.set(key, stretches)
    stretches.put(row.minuteAt, row.routeId)
  }
  const all = [...boots.values()].map((stretches) => stretches.changes())
  return {
    written: all.flatMap(({ written }) => written),
    gone: all.flatMap(({ gone }) => gone),
    owed: all.flatMap(({ owed }) => owed),
  }
}

/** The stretches of one boot, in order. */
class Stretches {
  readonly #boot: Boot
  readonly #before: Run[]
  #runs: Run[]
  readonly #owed: Owed[] = []

  constructor({ gatewayId, bootId }: Boot, known: Run[]) {
    this.#boot = { gatewayId, bootId }
    this.#before = known
    this.#runs = known.map((run) => ({ ...run })).sort((a, b) => a.firstMinuteAt - b.firstMinuteAt)
  }

  put(minuteAt: number, routeId: string): void {
    const [first] = this.#runs
    const last = this.#runs.at(-1)
    if (!first || !last) this.#add(0, minuteAt, minuteAt, routeId)
    else if (minuteAt > last.lastMinuteAt) {
      // What was silent in between is owed where it was last.
      if (minuteAt - 60 > last.lastMinuteAt) this.#extend(last, minuteAt - 60)
      if (last.routeId === routeId) this.#extend(last, minuteAt)
      else this.#add(this.#runs.length, minuteAt, minuteAt, routeId)
    } else if (minuteAt < first.firstMinuteAt) {
      if (first.routeId === routeId) {
        this.#owe(routeId, minuteAt, first.firstMinuteAt - 60, 1)
        first.firstMinuteAt = minuteAt
      } else this.#add(0, minuteAt, first.firstMinuteAt - 60, routeId)
    } else this.#change(minuteAt, routeId)
  }

  /** A minute that is owed already, on whatever route. */
  #change(minuteAt: number, routeId: string): void {
    const index = this.#runs.findIndex((run) => run.firstMinuteAt <= minuteAt && minuteAt <= run.lastMinuteAt)
    const run = this.#runs[index]
    if (!run) {
      // Between two stretches: only where those of an older fleet were taken over.
      const at = this.#runs.findIndex((other) => other.firstMinuteAt > minuteAt)
      this.#add(at, minuteAt, minuteAt, routeId)
      return
    }
    if (run.routeId === routeId) return
    this.#owe(run.routeId, minuteAt, minuteAt, -1)
    this.#owe(routeId, minuteAt, minuteAt, 1)
    const parts = [
      { ...run, lastMinuteAt: minuteAt - 60 },
      { ...run, firstMinuteAt: minuteAt, lastMinuteAt: minuteAt, routeId },
      { ...run, firstMinuteAt: minuteAt + 60 },
    ]
    this.#runs.splice(index, 1, ...parts.filter((part) => part.firstMinuteAt <= part.lastMinuteAt))
  }

  #add(index: number, from: number, to: number, routeId: string): void {
    this.#runs.splice(index, 0, { ...this.#boot, firstMinuteAt: from, lastMinuteAt: to, routeId })
    this.#owe(routeId, from, to, 1)
  }

  #extend(run: Run, to: number): void {
    this.#owe(run.routeId, run.lastMinuteAt + 60, to, 1)
    run.lastMinuteAt = to
  }

  #owe(routeId: string, from: number, to: number, sign: 1 | -1): void {
    this.#owed.push({ gatewayId: this.#boot.gatewayId, routeId, from, to, sign })
  }

  changes(): RunChanges {
    const runs = joined(this.#runs)
    const starts = new Set(runs.map(({ firstMinuteAt }) => firstMinuteAt))
    const before = new Map(this.#before.map((run) => [run.firstMinuteAt, run]))
    return {
      written: runs.filter((run) => {
        const old = before.get(run.firstMinuteAt)
        return old?.lastMinuteAt !== run.lastMinuteAt || old.routeId !== run.routeId
      }),
      gone: this.#before.filter(({ firstMinuteAt }) => !starts.has(firstMinuteAt)),
      owed: this.#owed,
    }
  }
}

/** Neighbours on the same route are one stretch. */
function joined(runs: Run[]): Run[] {
  const made: Run[] = []
  for (const run of runs) {
    const before = made.at(-1)
    if (before?.routeId === run.routeId && before.lastMinuteAt + 60 === run.firstMinuteAt)
      before.lastMinuteAt = run.lastMinuteAt
    else made.push(run)
  }
  return made
}
