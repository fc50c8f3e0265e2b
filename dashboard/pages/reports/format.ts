import { useMemo } from 'preact/hooks'
import { useDashboard, useText } from '../../components/context.ts'
import { createUnits } from '../gateway/units.ts'

/** Months, dates, money and amounts as a reader of one language writes them. Dates are the city's, so they know no time zone. */
export function createReportFormat(locale: string) {
  const plain = { timeZone: 'UTC' } as const
  const month = new Intl.DateTimeFormat(locale, { month: 'long', year: 'numeric', ...plain })
  const day = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', ...plain })
  const weekday = new Intl.DateTimeFormat(locale, { weekday: 'long', day: 'numeric', month: 'long', ...plain })
  const points = new Intl.NumberFormat(locale, { maximumFractionDigits: 1, signDisplay: 'exceptZero' })
  const tenths = new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 })
  const signed = new Intl.NumberFormat(locale, {
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
    signDisplay: 'exceptZero',
  })
  const noon = (date: string) => Date.parse(`${date}T12:00:00Z`)
  return {
    month: (text: string) => month.format(noon(`${text}-15`)),
    day: (date: string) => day.format(noon(date)),
    weekday: (date: string) => weekday.format(noon(date)),
    money: (value: number, currency: string) =>
      new Intl.NumberFormat(locale, {
        style: 'currency',
        currency,
        maximumFractionDigits: Math.abs(value) < 1000 ? 2 : 0,
      }).format(value),
    /** As the document says it: to the nearest tenth, but what is not whole is not said to be. */
    percent: (share: number) => `${tenths.format(share < 1 ? Math.min(99.9, share * 100) : share * 100)}%`,
    /** By how much something is more or less: `+2.7%`. */
    change: (share: number) => `${signed.format(share * 100).replace('-', '−')}%`,
    /** By how many points of a hundred a share is more or less. */
    points: (share: number) => points.format(share * 100).replace('-', '−'),
    ...createUnits(locale),
  }
}
export type ReportFormat = ReturnType<typeof createReportFormat>

export function useReportFormat(): ReportFormat {
  const { locale } = useText()
  return useMemo(() => createReportFormat(locale), [locale])
}

/** A date of the city as a moment's day: what the fleet says with an offset begins with it. */
export const dateOf = (iso: string) => iso.slice(0, 10)

/** Today by the city's calendar. */
export function useToday(): string {
  const { city, clock } = useDashboard()
  const zone = city.timeZone.value ?? 'UTC'
  return new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeZone: zone }).format(clock.read())
}
