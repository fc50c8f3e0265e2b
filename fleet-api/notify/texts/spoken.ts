/** Numbers and times as they are said in a language, in the city's time zone. */
export interface Spoken {
  number(value: number): string
  percent(share: number): string
  /** In GB of 10^9, as mobile operators sell them. */
  octets(octets: number): string
  /** `08:12` */
  clock(at: number): string
  /** `lun 23 nov` */
  day(at: number): string
  /** Of a date such as `2026-11-28`, or of a moment in ISO 8601: `sáb 28 nov`; what is neither is said as it is. */
  date(text: string): string
  /** `1 h 20 min` */
  duration(ms: number): string
  /** Whether both are in one day of the city. */
  sameDay(a: number, b: number): boolean
}

const MINUTE_MS = 60_000

/** `timezone`: IANA. Times are ms since 1970. */
export function spokenIn(locale: string, timezone: string, lessThanAMinute: string): Spoken {
  const whole = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 })
  const tenths = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 })
  const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 })
  const dayCount = new Intl.NumberFormat(locale, { style: 'unit', unit: 'day', unitDisplay: 'long' })
  const dayIn = (zone: string) => {
    const format = new Intl.DateTimeFormat(locale, { timeZone: zone, weekday: 'short', day: 'numeric', month: 'short' })
    return (at: number) => {
      const parts = new Map(format.formatToParts(at).map(({ type, value }) => [type, value.replace('.', '')]))
      return `${parts.get('weekday')} ${parts.get('day')} ${parts.get('month')}`
    }
  }
  const [day, dayOfDate] = [dayIn(timezone), dayIn('UTC')]
  const clock = new Intl.DateTimeFormat(locale, {
    timeZone: timezone,
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  })
  const full = new Intl.DateTimeFormat('en-CA', { timeZone: timezone, dateStyle: 'short' })
  return {
    number: (value) => whole.format(value),
    percent: (share) => percent.format(share),
    octets: (octets) => `${tenths.format(octets / 1e9)} GB`,
    clock: (at) => clock.format(at),
    day,
    date(text) {
      const at = /^\d{4}-\d\d-\d\d(T|$)/.test(text) ? Date.parse(text) : Number.NaN
      if (Number.isNaN(at)) return text
      return text.length === 10 ? dayOfDate(at) : day(at)
    },
    duration(ms) {
      const minutes = Math.floor(Math.max(0, ms) / MINUTE_MS)
      if (minutes === 0) return lessThanAMinute
      const parts: [number, string][] = [
        [Math.floor(minutes / 1440), 'd'],
        [Math.floor(minutes / 60) % 24, 'h'],
        [minutes < 1440 ? minutes % 60 : 0, 'min'],
      ]
      return parts
        .filter(([value]) => value > 0)
        .map(([value, unit]) => (unit === 'd' ? dayCount.format(value) : `${whole.format(value)} ${unit}`))
        .join(' ')
    },
    sameDay: (a, b) => full.format(a) === full.format(b),
  }
}
