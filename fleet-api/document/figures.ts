import type { NoticeLanguage } from '../../contract/channels.ts'

/** Figures, dates and spans as they are said in a language. */
export interface Figures {
  whole(value: number): string
  tenths(value: number): string
  /** `digits`: after the point. */
  percent(share: number, digits?: number): string
  /** In MB, GB or TB of 10^6, 10^9 and 10^12, as mobile operators sell them. */
  octets(octets: number): string
  money(amount: number, currency: string): string
  /** `12 min 30 s` */
  seconds(seconds: number): string
  /** `4.2 s` */
  milliseconds(ms: number): string
  /** Of minutes: `1,204 h`, or `38 min` where it is less than two hours. */
  minutes(minutes: number): string
  /** `octubre de 2026`; a month is YYYY-MM. */
  month(month: string): string
  /** Of a date YYYY-MM-DD: `8 de noviembre de 2026`. */
  date(date: string): string
  /** `jue 8 oct` */
  shortDate(date: string): string
  /** The day of the month: `8`. */
  dayOfMonth(date: string): string
  /** `oct` */
  shortMonth(date: string): string
  /** 0 to 6 from Monday. */
  weekdayOf(date: string): number
  /** Of a moment, in the city's time zone: `8 de noviembre de 2026, 03:10`. */
  moment(at: string): string
  /** Its day alone. */
  dayOf(at: string): string
  /** `03:10` */
  clock(at: string): string
  /** `+4.2%`, `−3.0%` */
  change(share: number): string
  /** Of points of 1: `+0.4`. */
  points(points: number): string
}

const LOCALES: Record<NoticeLanguage, string> = { es: 'es-MX', en: 'en-US' }
const UNITS: [number, string][] = [
  [1e12, 'TB'],
  [1e9, 'GB'],
  [1e6, 'MB'],
]
/** A line of text ends before a unit otherwise. */
const NO_BREAK = ' '

const made = new Map<string, Figures>()

/** `timezone`: IANA. What was made once is remembered: formats of Intl take long to make. */
export function figuresIn(language: NoticeLanguage, timezone: string): Figures {
  const key = `${language} ${timezone}`
  const found = made.get(key)
  if (found) return found
  const figures = make(LOCALES[language], timezone)
  made.set(key, figures)
  return figures
}

function make(locale: string, timezone: string): Figures {
  const number = (digits: number) =>
    new Intl.NumberFormat(locale, { minimumFractionDigits: digits, maximumFractionDigits: digits })
  const [whole, tenths, hundredths] = [number(0), number(1), number(2)]
  const signed = new Intl.NumberFormat(locale, {
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
    signDisplay: 'exceptZero',
  })
  const dated = (options: Intl.DateTimeFormatOptions) => {
    const format = new Intl.DateTimeFormat(locale, { timeZone: 'UTC', ...options })
    return (date: string) => format.format(Date.parse(date)).replace(/\./g, '')
  }
  const clock = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const
  const day = { day: 'numeric', month: 'long', year: 'numeric' } as const
  const inCity = (options: Intl.DateTimeFormatOptions) => {
    const format = new Intl.DateTimeFormat(locale, { timeZone: timezone, ...options })
    return (moment: string) => format.format(Date.parse(moment))
  }
  const short = dated({ weekday: 'short', day: 'numeric', month: 'short' })
  const month = dated({ month: 'long', year: 'numeric' })
  const minus = (text: string) => text.replace('-', '−')
  const scaled = (value: number, unit: string) =>
    `${(value < 10 ? hundredths : value < 1000 ? tenths : whole).format(value)}${NO_BREAK}${unit}`
  return {
    whole: (value) => minus(whole.format(value)),
    tenths: (value) => minus(tenths.format(value)),
    percent: (share, digits = 1) => `${number(digits).format(floored(share * 100, digits))}%`,
    octets(octets) {
      const [size, unit] = UNITS.find(([least]) => octets >= least) ?? [1e6, 'MB']
      return scaled(octets / size, unit)
    },
    money: (amount, currency) =>
      new Intl.NumberFormat(locale, {
        style: 'currency',
        currency,
        currencyDisplay: 'code',
        maximumFractionDigits: Math.abs(amount) < 1000 ? 2 : 0,
      }).format(amount),
    seconds(seconds) {
      const [min, s] = [Math.floor(Math.round(seconds) / 60), Math.round(seconds) % 60]
      const parts = [min > 0 ? `${whole.format(min)}${NO_BREAK}min` : '', s > 0 && min < 60 ? `${s}${NO_BREAK}s` : '']
      return parts.filter((part) => part !== '').join(' ') || `0${NO_BREAK}s`
    },
    milliseconds: (ms) => `${tenths.format(ms / 1000)}${NO_BREAK}s`,
    minutes: (minutes) =>
      minutes < 120 ? `${whole.format(minutes)}${NO_BREAK}min` : `${whole.format(minutes / 60)}${NO_BREAK}h`,
    month: (text) => month(`${text}-01`),
    date: dated({ day: 'numeric', month: 'long', year: 'numeric' }),
    shortDate: (date) => short(date).replace(/,| de\b/g, ''),
    dayOfMonth: (date) => String(Number(date.slice(8, 10))),
    shortMonth: dated({ month: 'short' }),
    weekdayOf: (date) => (new Date(date).getUTCDay() + 6) % 7,
    moment: inCity({ ...day, ...clock }),
    dayOf: inCity(day),
    clock: inCity(clock),
    change: (share) => minus(`${signed.format(share * 100)}%`),
    points: (points) => minus(signed.format(points * 100)),
  }
}

/** What is not whole is not said to be: 99.98% is not 100.0%. */
function floored(value: number, digits: number): number {
  const scale = 10 ** digits
  const rounded = Math.round(value * scale) / scale
  return rounded >= 100 && value < 100 ? 100 - 1 / scale : rounded
}
