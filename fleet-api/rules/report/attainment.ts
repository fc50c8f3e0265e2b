import type { Agreement } from '../../../contract/agreement.ts'
import type { ReportRow } from '../../../contract/city-report.ts'

/**
 * What the contract says of an availability: whether it was attained, and the credit by the last step of its table that applies. Null: nothing
 * is promised. `cost`: of the month, of which the credit is a share; null: it is not told, or this is no row of which it is due.
 */
export function attainmentOf(
  availability: number | null,
  { availability: promised, credits }: Agreement,
  cost: number | null,
): ReportRow['agreement'] {
  if (promised === null) return null
  if (availability === null) return { promised, attained: null, creditShare: 0, credit: null }
  const creditShare = credits.findLast(({ below }) => availability < below)?.credit ?? 0
  const credit = cost === null ? null : Math.round(cost * creditShare * 100) / 100
  return { promised, attained: availability >= promised, creditShare, credit }
}
