import { expect } from 'vitest'
import type { CityReport } from '../../contract/city-report.ts'
import { tidyUp } from '../../fleet-api/upkeep.ts'
import type { TestFleet } from './fleet.ts'

/** Sets the fleet’s clock, and does what it does once a minute. */
export async function upkeep(fleet: TestFleet, now: string) {
  fleet.setNow(now)
  await tidyUp({ db: fleet.db, now: Date.parse(now), breathe: async () => undefined, stopping: () => false })
}

/** Asks for a report as an official. */
export async function ask(fleet: TestFleet, query: string): Promise<CityReport> {
  const answer = await fleet.get(`/api/reports/city?${query}`)
  expect(answer.status).toBe(200)
  return (await answer.json()) as CityReport
}

/** A boot id. */
export const boot = (n: number) => `${n}1111111-1111-4111-8111-111111111111`
