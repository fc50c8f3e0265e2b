/** Numbers and times as a reader of one language, looking at one city, writes them. */
export interface Format {
  whole(value: number): string
  /** With one decimal: means of riders over an hour or a day. */
  mean(value: number): string
  /** Cut, not rounded: 99.97 % is not 100 %. */
  percent(share: number): string
  /** By how much something is more or less, with its sign: +12%. */
  change(share: number): string
  time(ms: number): string
  timeWithSeconds(ms: number): string
  day(ms: number): string
  dayWithWeekday(ms: number): string
  dayAndTime(ms: number): string
  ago(ms: number): string
}

/** All times are cut in the city's zone with the 24-hour clock that timetables use. */
export function createFormat(locale: string, timeZone: string): Format {
  const whole = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 })
  const mean = new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 })
  const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 })
  const signed = new Intl.NumberFormat(locale, {
    style: 'percent',
    maximumFractionDigits: 0,
    signDisplay: 'exceptZero',
  })
  const relative = new Intl.RelativeTimeFormat(locale, { style: 'narrow', numeric: 'always' })
  const clock = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone } as const
  const time = new Intl.DateTimeFormat(locale, clock)
  const seconds = new Intl.DateTimeFormat(locale, { ...clock, second: '2-digit' })
  const day = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', timeZone })
  const weekday = new Intl.DateTimeFormat(locale, { weekday: 'short', day: 'numeric', month: 'short', timeZone })
  return {
    whole: (value) => whole.format(value),
    mean: (value) => mean.format(value),
    percent: (share) => percent.format(Math.floor(share * 1000 + 1e-6) / 1000),
    change: (share) => signed.format(share).replace('-', '−'),
    time: (ms) => time.format(ms),
    timeWithSeconds: (ms) => seconds.format(ms),
    day: (ms) => day.format(ms),
    dayWithWeekday: (ms) => weekday.format(ms),
    dayAndTime: (ms) => `${day.format(ms)}, ${time.format(ms)}`,
    ago: (ms) => {
      const [value, unit] = agoParts(ms)
      return relative.format(-value, unit)
    },
  }
}

/** The largest unit that says an age in whole numbers; an age below zero (a clock ahead of ours) is zero. */
export function agoParts(ms: number): [number, 'second' | 'minute' | 'hour' | 'day'] {
  const seconds = Math.max(0, Math.floor(ms / 1000))
  if (seconds < 60) return [seconds, 'second']
  if (seconds < 3600) return [Math.floor(seconds / 60), 'minute']
  if (seconds < 86_400) return [Math.floor(seconds / 3600), 'hour']
  return [Math.floor(seconds / 86_400), 'day']
}
