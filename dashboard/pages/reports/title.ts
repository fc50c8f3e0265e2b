import { useReportFormat } from './format.ts'
import type { Period } from './period.ts'

/** What a report is called: by its month, or by its first and last date. */
export function useTitle(period: Period): string {
  const format = useReportFormat()
  if ('month' in period) return capital(format.month(period.month))
  return period.from === period.to ? format.day(period.from) : `${format.day(period.from)} – ${format.day(period.to)}`
}

/** Spanish writes months small, but not where a line begins. */
const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)
