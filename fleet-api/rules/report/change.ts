import type { Change } from '../../../contract/city-report.ts'

/** Figures by which periods are compared; null: not told. */
export interface Compared {
  sessions: number | null
  ridersMean: number | null
  connectedHours: number | null
  outputOctets: number | null
  availability: number | null
}

/** How much more it is now than then. What adds up over the days is compared only where all days are in it (`isWhole`). */
export function changeOf(now: Compared, then: Compared, isWhole: boolean): Change {
  return {
    sessions: isWhole ? share(now.sessions, then.sessions) : null,
    ridersMean: share(now.ridersMean, then.ridersMean),
    connectedHours: isWhole ? share(now.connectedHours, then.connectedHours) : null,
    outputOctets: isWhole ? share(now.outputOctets, then.outputOctets) : null,
    availability:
      now.availability === null || then.availability === null ? null : round(now.availability - then.availability),
  }
}

function share(now: number | null, then: number | null): number | null {
  return now === null || then === null || then === 0 ? null : round((now - then) / then)
}

const round = (value: number) => Math.round(value * 10_000) / 10_000
