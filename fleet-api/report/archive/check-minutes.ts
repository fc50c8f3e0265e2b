import type { FleetDatabase } from '../../../db/fleet/open.ts'
import { chainHeads } from '../../queries/final-reports.ts'
import type { ChainVerdict, Stretch } from '../../rules/chain.ts'
import { verifyChain } from '../chain.ts'
import { type Finding, told } from './source.ts'

/** Whether the minutes that are still kept are the reports that were accepted, of each gateway, each of them and no other. */
export async function checkMinutes(
  db: FleetDatabase,
  { now, onProgress }: { now: number; onProgress?: (done: number, total: number) => void },
): Promise<Finding> {
  const gateways = await chainHeads(db)
  const wrong: string[] = []
  let reports = 0
  let unchained = 0
  for (const [index, { gatewayId }] of gateways.entries()) {
    const verdict = await verifyChain(db, gatewayId, now)
    reports += verdict.reports
    unchained += verdict.unchained
    wrong.push(...inWords(verdict).map((words) => `${gatewayId}: ${words}`))
    onProgress?.(index + 1, gateways.length)
  }
  const before =
    unchained === 0 ? [] : [`${told(unchained)} of these are from before chains were kept: nothing proves them`]
  return {
    check: 'the minutes that are kept are the reports that were accepted',
    wrong,
    notes: [`${told(reports)} reports of ${told(gateways.length)} gateways were looked at`, ...before],
  }
}

function inWords({ changed, missing, foreign }: ChainVerdict): string[] {
  return [
    ...changed.map((stretch) => `${placesOf(stretch)} of its chain, not all as they were accepted`),
    ...missing.map((stretch) => `${placesOf(stretch)} of its chain, missing`),
    ...foreign.map(({ bootId, seq }) => `report ${seq} of boot ${bootId} was never accepted`),
  ]
}

function placesOf({ first, last }: Stretch): string {
  return first === last ? `report ${told(first)}` : `reports ${told(first)} to ${told(last)}`
}
