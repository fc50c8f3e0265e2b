/** The words that a length of time is made of. */
export interface TimeWords {
  lessThanAMinute: string
  minute: string
  minutes: string
  hours: string
}

/** A length of time in words, in whole minutes rounded as told: minutes below two hours, else hours and minutes. */
export function formatSeconds(seconds: number, words: TimeWords, round: 'up' | 'down' | 'nearest' = 'nearest'): string {
  const rounded = { up: Math.ceil, down: Math.floor, nearest: Math.round }[round](seconds / 60)
  if (rounded < 1) return words.lessThanAMinute
  if (rounded === 1) return `1 ${words.minute}`
  if (rounded < 120) return `${rounded} ${words.minutes}`
  const minutes = rounded % 60
  return `${Math.floor(rounded / 60)} ${words.hours}${minutes === 0 ? '' : ` ${minutes} min`}`
}

const formats = new Map<string, Intl.NumberFormat>()

/** Octets in the decimal units of a data plan. */
export function formatOctets(octets: number, locale: string): string {
  const [amount, unit] = octets < 999_500_000 ? [octets / 1_000_000, 'MB'] : [octets / 1_000_000_000, 'GB']
  const digits = amount < 10 ? 1 : 0
  const key = `${locale} ${digits}`
  const format = formats.get(key) ?? new Intl.NumberFormat(locale, { maximumFractionDigits: digits })
  formats.set(key, format)
  return `${format.format(amount)} ${unit}`
}

const dates = new Map<string, Intl.DateTimeFormat>()

/** A date such as `2026-11-24` as day and month: `24 de noviembre`. */
export function dayAndMonth(date: string, locale: string): string {
  const format =
    dates.get(locale) ?? new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'long', timeZone: 'UTC' })
  dates.set(locale, format)
  return format.format(Date.parse(date))
}
