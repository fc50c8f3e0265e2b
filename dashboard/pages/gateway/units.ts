/** Amounts as a reader of one language writes them. */
export interface Units {
  /** `1.2 GB`; decimal, as mobile operators count. */
  octets(value: number): string
  /** `2 h 5 min` */
  duration(ms: number): string
  /** `350 ms`, `1.4 s`: how long something takes. */
  short(ms: number): string
  degrees(celsius: number): string
  kilometres(metres: number): string
}

const SIZES = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const

export function createUnits(locale: string): Units {
  const unit = (name: string, digits: number, unitDisplay: 'short' | 'long' = 'short') =>
    new Intl.NumberFormat(locale, {
      style: 'unit',
      unit: name,
      unitDisplay,
      maximumFractionDigits: digits,
    })
  const [days, hours, minutes, seconds] = ['day', 'hour', 'minute', 'second'].map((name) => unit(name, 0))
  const exact = unit('second', 1)
  const ms = unit('millisecond', 0)
  const celsius = unit('celsius', 0)
  const km = new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 })
  // In short, both languages say "0 byte".
  const sizes = SIZES.map((name, power) => unit(name, power < 2 ? 0 : 1, power === 0 ? 'long' : 'short'))
  return {
    octets: (value) => {
      const power = Math.min(SIZES.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, value)) / 3)))
      return sizes[power]?.format(value / 1000 ** power) ?? String(value)
    },
    duration: (length) => {
      const total = Math.round(length / 1000)
      if (total < 60) return seconds?.format(total) ?? ''
      const whole = Math.round(total / 60)
      const parts = [
        { of: days, value: Math.floor(whole / 1440) },
        { of: hours, value: Math.floor((whole % 1440) / 60) },
        { of: minutes, value: whole % 60 },
      ].filter(({ value }) => value > 0)
      return parts
        .slice(0, 2)
        .map(({ of, value }) => of?.format(value))
        .join(' ')
    },
    short: (length) => (length < 1000 ? ms.format(length) : exact.format(length / 1000)),
    degrees: (value) => celsius.format(value),
    kilometres: (metres) => km.format(metres / 1000),
  }
}
