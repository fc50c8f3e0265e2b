import { seededRandom } from '../../cli/random.ts'

export type Fault =
  | { kind: 'uplink'; seconds: number }
  | { kind: 'kill-fleet'; seconds: number; skewMs: number }
  | { kind: 'kill-portal'; seconds: number }
  | { kind: 'policy' }
  | { kind: 'reread' }
export type PlannedFault = Fault & {
  /** Seconds from the beginning. */
  at: number
}

/** Shares of a run. Both programs are killed again and again at first; then each lives on for so long that what grows can be seen. */
const PORTAL_KILLS = [0.03, 0.08, 0.15, 0.24, 0.3, 0.97]
const FLEET_KILLS = [0.05, 0.1, 0.18, 0.26, 0.32, 0.965]
/** The link is gone for so long that the outbox has no room. */
const LONG_OUTAGE = { at: 0.1, share: 0.18 }

/** What goes wrong in a run of so many seconds, from the seed alone, in order. */
export function soakPlan(seed: string, seconds: number): PlannedFault[] {
  const random = seededRandom(`soak ${seed}`)
  const from = (least: number, most: number) => least + random() * (most - least)
  const faults: PlannedFault[] = []
  for (const share of PORTAL_KILLS)
    faults.push({ at: (share + from(0, 0.004)) * seconds, kind: 'kill-portal', seconds: from(0, 4) })
  for (const share of FLEET_KILLS) {
    const skewMs = Math.round(from(-90, 90) * 1000)
    faults.push({ at: (share + from(0, 0.004)) * seconds, kind: 'kill-fleet', seconds: from(2, 20), skewMs })
  }
  const { at, share } = LONG_OUTAGE
  faults.push({ at: at * seconds, kind: 'uplink', seconds: share * seconds })
  for (let second = from(20, 60); second < 0.95 * seconds; second += from(60, 150)) {
    const length = from(3, 30)
    const isWithinLong = second + length > at * seconds - 5 && second < (at + share) * seconds + 5
    if (!isWithinLong) faults.push({ at: second, kind: 'uplink', seconds: length })
  }
  for (let second = from(20, 40); second < 0.96 * seconds; second += from(30, 90))
    faults.push({ at: second, kind: 'policy' })
  for (let second = from(60, 90); second < 0.96 * seconds; second += from(120, 240))
    faults.push({ at: second, kind: 'reread' })
  return faults.sort((a, b) => a.at - b.at)
}
