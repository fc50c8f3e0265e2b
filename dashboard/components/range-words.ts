import { windowOf } from '../chart/range.ts'
import type { Dashboard } from '../models/dashboard.ts'
import { useDashboard } from './context.ts'

/** What is looked at, as a part of a sentence: "the last 24 hours", or from when to when. */
export function rangeWords({ view, city, format, language, clock }: Dashboard): string {
  const text = language.text.value
  const { range, span, zoom } = view.looked.value
  if (!zoom && !span) return text.rangesInText[range]
  const { from, to, step } = windowOf(view.looked.value, clock.read(), city.timeZone.value ?? 'UTC')
  const say = format.value[step === 'day' ? 'dayWithWeekday' : 'dayAndTime']
  const { day, time } = format.value
  if (step !== 'day' && day(from) === day(to)) return text.rangeBetween(say(from), time(to))
  // The last day is one of them; an hour ends when the next begins.
  return text.rangeBetween(say(from), say(step === 'day' ? to - 1 : to))
}

export function useRangeWords(): string {
  return rangeWords(useDashboard())
}
