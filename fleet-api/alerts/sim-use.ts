import type { FleetDatabase } from '../../db/fleet/open.ts'
import { simUseOf } from '../queries/sim-use.ts'
import type { Month } from '../rules/alerts/sim-quota.ts'
import type { SimUse } from '../rules/alerts/sim-use.ts'

const DAY_S = 86_400
/** Data over a month grows slowly, and adding it up costs more than anything else that a pass reads. */
const AGAIN_MS = 10 * 60_000

interface Read {
  at: number
  monthAt: number
  use: Map<string, SimUse[]>
}

const memory = new WeakMap<FleetDatabase, Read>()

/** Data over the SIMs this month, by gateway; what was read some minutes ago is good enough. */
export class SimUses {
  readonly #db: FleetDatabase
  readonly #month: Month
  readonly #now: number
  readonly #known: Read | null
  readonly #read = new Map<string, SimUse[]>()

  constructor(db: FleetDatabase, month: Month, now: number) {
    const known = memory.get(db)
    this.#db = db
    this.#month = month
    this.#now = now
    this.#known = known && known.monthAt === month.from && now - known.at < AGAIN_MS && now >= known.at ? known : null
  }

  /** Of the gateways after `after` up to `last`. */
  async of(after: string, last: string): Promise<ReadonlyMap<string, SimUse[]>> {
    if (this.#known !== null) return this.#known.use
    // Days are of UTC: those whose greater part lies in the city's month.
    const [from, to] = [nearestDay(this.#month.from), nearestDay(this.#month.to)]
    for (const row of await simUseOf(this.#db, { after, last }, { from, to })) {
      const { gatewayId, port, received, sent, firstDayAt } = row
      const sinceAt = Math.max(firstDayAt * 1000, this.#month.from)
      const use = { port, octets: received + sent, sinceAt }
      this.#read.set(gatewayId, [...(this.#read.get(gatewayId) ?? []), use])
    }
    return this.#read
  }

  /** All gateways were asked for: it is remembered. */
  done(): void {
    if (this.#known === null) memory.set(this.#db, { at: this.#now, monthAt: this.#month.from, use: this.#read })
  }
}

function nearestDay(at: number): number {
  return Math.round(at / 1000 / DAY_S) * DAY_S
}
