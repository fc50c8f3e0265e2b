import type { NoticeLanguage } from '../../contract/channels.ts'
import type { Change, CityReport, ReportRow } from '../../contract/city-report.ts'
import type { Publication } from '../../contract/publication.ts'
import { daySpark } from '../document/charts/day-spark.ts'
import { type Context, contextOf, NO_LINKS, periodOf } from '../document/context.ts'
import { outagesOf } from '../document/sections/availability.ts'
import { plainNameOf } from '../document/sections/rows.ts'
import { stateOf } from '../document/sections/title.ts'
import type { Message } from './message.ts'
import { escaped } from './texts/letter.ts'

interface Line {
  label: string
  value: string
  note: string
}

/** What the e-mail says, before it is text or HTML. */
interface Letter {
  subject: string
  hello: string
  limits: string[]
  lines: Line[]
  tables: { heading: string; rows: [string, string][] }[]
  notes: string[]
  link: { text: string; url: string } | null
}

const LISTED = 5

/** A final month's report as an e-mail, all of it in the body. `publicUrl`: the address that people open; null: no link. */
export function reportMail(
  report: CityReport,
  {
    language,
    publication,
    publicUrl,
  }: { language: NoticeLanguage; publication: Publication; publicUrl: string | null },
): Message {
  const c = contextOf(report, { language, audience: 'official', links: NO_LINKS, publication })
  const url =
    publicUrl === null || report.month === null
      ? null
      : new URL(`/reports/document?month=${report.month}&lang=${language}`, publicUrl).href
  const letter = letterOf(c, url)
  return { subject: letter.subject, text: plain(letter, c), html: asHtml(letter, c) }
}

function letterOf(c: Context, url: string | null): Letter {
  const { report, words, say, place } = c
  const { city, routes } = report
  const known = routes.filter(({ routeId }) => routeId !== null)
  const most = known.filter(({ sessions }) => sessions !== null).sort((a, b) => (b.sessions ?? 0) - (a.sessions ?? 0))
  const least = known
    .filter(({ service }) => service.availability !== null)
    .sort((a, b) => (a.service.availability ?? 0) - (b.service.availability ?? 0))
  const completeness =
    city.completeness === null
      ? words.facts.completenessNone
      : words.facts.completenessIs(say.percent(city.completeness))
  const rows = (all: ReportRow[], value: (row: ReportRow) => string) =>
    all.slice(0, LISTED).map((row): [string, string] => [plainNameOf(c, row), value(row)])
  return {
    subject: words.mail.subject(place, periodOf(c)),
    hello: words.mail.hello(periodOf(c), place),
    limits: [
      `${stateOf(c)}. ${completeness} ${words.facts.definitions}: ${words.facts.definitionsAre(report.definitions)}.`,
    ],
    lines: linesOf(c),
    tables: [
      { heading: words.mail.topRoutes, rows: rows(most, ({ sessions }) => say.whole(sessions ?? 0)) },
      { heading: words.mail.lowRoutes, rows: rows(least, ({ service }) => say.percent(service.availability ?? 0)) },
      {
        heading: words.availability.cause,
        rows: outagesOf(city.service).map(({ cause, minutes }): [string, string] => [
          words.availability.causes[cause],
          say.minutes(minutes),
        ]),
      },
    ].filter((table) => table.rows.length > 0),
    notes: [words.marks.note, ...(report.inputsDigest === null ? [] : [words.mail.digest(report.inputsDigest)])],
    link: url === null ? null : { text: words.mail.link, url },
  }
}

function linesOf(c: Context): Line[] {
  const { report, words, say } = c
  const { city, assumptions } = report
  const { figures } = words
  const mark = (value: string | null, hidden: boolean) => value ?? (hidden ? words.marks.few : words.marks.missing)
  const line = (label: string, key: keyof Change, value: string | null, unit: string): Line => ({
    label,
    value: mark(value, (city.hidden as readonly string[]).includes(key)),
    note: [unit, changed(c, key)].filter((part) => part !== '').join(' · '),
  })
  const of = <T>(value: T | null, text: (value: T) => string) => (value === null ? null : text(value))
  return [
    line(figures.sessions, 'sessions', of(city.sessions, say.whole), figures.sessionsUnit),
    line(figures.ridersMean, 'ridersMean', of(city.ridersMean, say.tenths), figures.ridersMeanUnit),
    line(figures.connectedHours, 'connectedHours', of(city.connectedHours, say.whole), ''),
    line(figures.outputOctets, 'outputOctets', of(city.outputOctets, say.octets), ''),
    line(figures.availability, 'availability', of(city.service.availability, say.percent), figures.availabilityUnit),
    ...(city.dailyDevices === null
      ? []
      : [
          {
            label: figures.dailyDevices,
            value: `≈ ${say.whole(city.dailyDevices.mean)}`,
            note: `± ${say.percent(city.dailyDevices.errorShare)}`,
          },
        ]),
    ...(assumptions === null || city.savings === null
      ? []
      : [
          {
            label: words.money.savings,
            value: `≈ ${say.money(city.savings, assumptions.currency)}`,
            note: words.money.source(assumptions.source),
          },
        ]),
  ]
}

function changed({ report, words, say }: Context, key: keyof Change): string {
  const value = report.city.previousMonth?.[key] ?? null
  if (value === null) return ''
  const text = key === 'availability' ? `${say.points(value)} ${words.figures.points}` : say.change(value)
  return `${text} ${words.figures.previousMonth}`
}

function plain({ subject, hello, limits, lines, tables, notes, link }: Letter, { words }: Context): string {
  const blocks = [
    subject,
    hello,
    ...limits,
    lines.map(({ label, value, note }) => `${label}: ${value}${note === '' ? '' : ` (${note})`}`).join('\n'),
    ...tables.map(
      ({ heading, rows }) => `${heading}:\n${rows.map(([name, value]) => `- ${name}: ${value}`).join('\n')}`,
    ),
    ...(link === null ? [] : [`${link.text}: ${link.url}`]),
    ...notes,
    `-- \n${words.mail.foot}`,
  ]
  return `${blocks.join('\n\n')}\n`
}

const FONT = 'font-family:system-ui,-apple-system,Segoe UI,Roboto,Helvetica,Arial,sans-serif'
const CELL = 'padding:8px 0;border-top:1px solid #8886;vertical-align:top'

/** Tables and styles within, as mail programs take them. No colour of text or ground: where a program makes it dark, it can be read. */
function asHtml({ subject, hello, limits, lines, tables, notes, link }: Letter, c: Context): string {
  const { words, language } = c
  const line = ({ label, value, note }: Line) =>
    `<tr><td style="${CELL}"><strong>${escaped(label)}</strong>${note === '' ? '' : `<br><span style="font-size:13px">${escaped(note)}</span>`}</td><td align="right" style="${CELL};padding-left:16px;font-size:20px;font-weight:700;white-space:nowrap">${escaped(value)}</td></tr>`
  const pair = ([name, value]: [string, string]) =>
    `<tr><td style="${CELL}">${escaped(name)}</td><td align="right" style="${CELL};padding-left:16px;white-space:nowrap"><strong>${escaped(value)}</strong></td></tr>`
  const table = (rows: string[]) =>
    `<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="border-collapse:collapse;font-size:16px">${rows.join('')}</table>`
  return [
    `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark"><title>${escaped(subject)}</title></head>`,
    `<body style="margin:0;padding:16px;${FONT};font-size:16px;line-height:1.5"><div style="max-width:600px;margin:0 auto">`,
    `<h1 style="font-size:22px;line-height:1.25;margin:0 0 12px;padding:0 0 12px;border-bottom:4px solid #ffc72c">${escaped(subject)}</h1>`,
    `<p style="margin:0 0 12px">${escaped(hello)}</p>`,
    ...limits.map((text) => `<p style="margin:0 0 16px;font-size:14px">${escaped(text)}</p>`),
    table(lines.map(line)),
    `<h2 style="font-size:17px;margin:28px 0 8px">${escaped(words.days.title)}</h2>${daySpark(c)}`,
    ...tables.map(
      ({ heading, rows }) =>
        `<h2 style="font-size:17px;margin:28px 0 8px">${escaped(heading)}</h2>${table(rows.map(pair))}`,
    ),
    link === null
      ? ''
      : `<p style="margin:28px 0"><a href="${escaped(link.url)}" style="display:inline-block;padding:14px 22px;border-radius:8px;background:#0b57d0;color:#ffffff;text-decoration:none;font-weight:600">${escaped(link.text)}</a></p>`,
    ...notes.map((text) => `<p style="margin:16px 0 0;font-size:13px;word-break:break-word">${escaped(text)}</p>`),
    `<p style="margin:24px 0 0;padding:12px 0 0;border-top:1px solid #8888;font-size:13px">${escaped(words.mail.foot)}</p>`,
    '</div></body></html>',
  ].join('')
}
