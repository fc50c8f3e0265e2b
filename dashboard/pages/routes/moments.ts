import type { Span } from '../../chart/range.ts'
import { instantOf } from '../../chart/zone.ts'
import { spanOf } from '../../view-state.ts'

export type Wrong = 'missing' | 'order' | 'tooLong'

/** What was written into two fields for date and time, by the clocks of a zone; or what is wrong with it. */
export function spanOfFields(from: string, to: string, timeZone: string): Span | Wrong {
  const [start, end] = [momentOf(from, timeZone), momentOf(to, timeZone)]
  if (start === null || end === null) return 'missing'
  if (end - start < 120_000) return 'order'
  return spanOf(start, end) ?? 'tooLong'
}

function momentOf(text: string, timeZone: string): number | null {
  const [, year, month, day, hour, minute] = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)/.exec(text)?.map(Number) ?? []
  if (!year || !month || !day || hour === undefined || minute === undefined) return null
  return instantOf({ year, month, day, hour, minute }, timeZone)
}
