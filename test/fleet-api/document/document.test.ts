import { describe, expect, it } from 'vitest'
import type { CityReport } from '../../../contract/city-report.ts'
import type { Publication } from '../../../contract/publication.ts'
import { type DocumentOptions, NO_LINKS } from '../../../fleet-api/document/context.ts'
import { reportDocument } from '../../../fleet-api/document/document.ts'
import { sessionsPicture } from '../../../fleet-api/document/embed.ts'
import { figuresIn } from '../../../fleet-api/document/figures.ts'
import { reportMail } from '../../../fleet-api/notify/report-mail.ts'
import { emptyReport, leonReport, provisionalReport, richReport } from '../../fakes/city-report.ts'

const PUBLICATION: Publication = {
  open: true,
  money: true,
  cityName: 'León, Guanajuato',
  contact: null,
  licence: 'CC-BY-4.0',
}
const OPTIONS: DocumentOptions = { language: 'es', audience: 'official', links: NO_LINKS, publication: PUBLICATION }
/** Text that a reader sees, tags taken out. */
const textOf = (html: string) =>
  html
    .replace(/<style>.*?<\/style>/gs, '')
    .replace(/<[^>]+>/g, ' ')
    .replace(/&lt;/g, '<')
    .replace(/\s+/g, ' ')
const read = (report: CityReport, more: Partial<DocumentOptions> = {}) =>
  textOf(reportDocument(report, { ...OPTIONS, ...more }))
const HOSTILE = '"><script>alert(1)</script>\' </style>{}\\'

describe("the report's document", () => {
  it('says its limits before any figure: state, until when, revision and reason, completeness, definitions', () => {
    const text = read(richReport())
    const [head = ''] = text.split('El mes en cinco cifras Las personas')
    expect(head).toContain('Definitivo · revisión 1')
    expect(head).toContain(
      'Corrección del 12 de noviembre de 2026 (revisión 1): llegaron tarde 312 conexiones de la ruta 2',
    )
    expect(head).toContain('Llegó el 96.4% de los reportes esperados.')
    expect(head).toContain('Versión 2')
    expect(read(provisionalReport())).toContain('las cifras pueden cambiar hasta el 8 de noviembre de 2026')
  })

  it('tells the month in whole sentences and five figures, with their change', () => {
    const text = read(richReport())
    expect(text).toContain('Las personas se conectaron 317,561 veces al WiFi de autobuses, paradas y estaciones.')
    expect(text).toContain('Conexiones 317,561 veces que alguien se conectó ▲ +13.9% mes anterior')
    expect(read(richReport(), { language: 'en' })).toContain('People went online 317,561 times')
  })

  it('marks what is hidden, and what is not known, each in its own way', () => {
    const text = read(richReport())
    expect(text).toMatch(/11 \S+ \S+ – \S+ <10 oculto <10 oculto oculto <10 – – 61.0%/)
    expect(text).toMatch(/12 León II – Santa Rita – – – – – – – – –/)
    expect(text).toContain('5,063 †')
  })

  it('says once that there is nothing to compare with, and has no column for it; a range is not compared at all', () => {
    const bare = richReport()
    const row = { previousMonth: null, lastYear: null }
    const alone: CityReport = {
      ...bare,
      city: { ...bare.city, ...row },
      routes: bare.routes.map((route) => ({ ...route, ...row })),
    }
    const text = read(alone)
    expect(text.match(/Del mes anterior no hay datos con que comparar/g)).toHaveLength(1)
    expect(text).not.toContain('sin comparación')
    expect(read(richReport())).toContain('Cambio, mes ant.')
    expect(text).not.toContain('Cambio, mes ant.')
    expect(read({ ...alone, month: null })).not.toContain('con que comparar')
  })

  it('speaks of stops and stations only where there are any', () => {
    const report = richReport()
    const buses = { ...report, sites: report.sites.filter(({ site }) => site === 'vehicle') }
    expect(read(buses)).toContain('317,561 veces al WiFi de los autobuses.')
  })

  it('parts the days of a long range by month', () => {
    const report = richReport()
    const [day] = report.days
    const dates = Array.from({ length: 90 }, (_, at) => new Date(Date.UTC(2026, 0, 1 + at)).toISOString().slice(0, 10))
    const days = dates.flatMap((date) => (day ? [{ ...day, date }] : []))
    const markup = reportDocument({ ...report, month: null, days }, OPTIONS)
    expect([...markup.matchAll(/<div class="of-month"><h3>(.*?)</g)].map(([, name]) => name)).toEqual([
      'enero de 2026',
      'febrero de 2026',
      'marzo de 2026',
    ])
    expect(reportDocument(report, OPTIONS)).not.toContain('class="of-month"')
  })

  it('does not say of a month that has not begun that its data is late, nor of a range that it will have a digest', () => {
    const future = { ...emptyReport(), from: '2027-01-01T06:00:00Z', madeAt: '2026-11-26T12:00:00Z' }
    expect(read(future)).toContain('Todavía no empieza.')
    expect(read(future)).not.toContain('llegan datos atrasados')
    const range = read({ ...provisionalReport(), month: null })
    expect(range).toContain('está en el reporte de ese mes')
    expect(range).not.toContain('Se calcula cuando el mes es definitivo.')
  })

  it('keeps hours and weekdays until the month is final', () => {
    expect(read(provisionalReport())).toContain('Se publica cuando el mes es definitivo')
    expect(read({ ...provisionalReport(), month: null })).toContain('Se publica solo para meses completos.')
    expect(read(richReport())).not.toContain('Se publica cuando el mes es definitivo')
  })

  it('shows money with its formula and source, and none of it where it is not told', () => {
    const text = read(richReport())
    expect(text).toContain('317,561 conexiones × MXN 17.50 = MXN 5,557,318')
    expect(text).toContain('Fuente del supuesto: WIWI, León.')
    expect(text).toContain('No cumplido')
    const told = read({ ...richReport(), assumptions: null, agreement: null })
    expect(told).not.toMatch(/MXN|cumplido|Fuente del supuesto/)
  })

  it('of an empty month says so, what to do, and what each figure will mean', () => {
    const text = read(emptyReport())
    expect(text).toContain('No hay datos de este periodo.')
    expect(text).toContain('pregunta a quien lo opera')
    expect(text).toContain('Qué significa cada cifra')
    expect(text).not.toContain('El mes en cinco cifras')
    expect(read({ ...emptyReport(), madeAt: '2026-09-01T00:00:00Z' })).toContain('Este periodo todavía no empieza.')
  })

  it('says nothing that is no number, of any report and in any language', () => {
    for (const report of [richReport(), provisionalReport(), leonReport(), emptyReport()])
      for (const language of ['es', 'en'] as const)
        expect(read(report, { language })).not.toMatch(/undefined|NaN|null|Infinity|\[object/)
  })

  it('takes a name for text, whatever is in it: page, style, picture and e-mail', () => {
    const report = richReport()
    const [route] = report.routes
    Object.assign(route ?? {}, { shortName: HOSTILE, longName: HOSTILE, color: 'red;}' })
    Object.assign(report.assumptions ?? {}, { source: HOSTILE })
    Object.assign(report.revisions[1] ?? {}, { reason: HOSTILE })
    const publication = { ...PUBLICATION, cityName: HOSTILE, contact: HOSTILE, licence: HOSTILE }
    const shared = { label: HOSTILE, until: '2026-12-01' }
    const made = [
      reportDocument(report, { ...OPTIONS, audience: 'public', publication, sharedFor: shared }),
      sessionsPicture(report, { ...OPTIONS, publication }, HOSTILE),
      reportMail(report, { language: 'es', publication, publicUrl: null }).html,
    ]
    for (const html of made) {
      expect(html).not.toContain('<script')
      expect(html).not.toContain('>alert(1)')
    }
    expect(made[0]?.match(/<\/style>/g)).toHaveLength(1)
    expect(made[0]).toContain('&quot;&gt;&lt;script&gt;')
  })

  it('runs no script and asks nobody else for anything', () => {
    const html = reportDocument(leonReport(), OPTIONS)
    expect(html).not.toMatch(/<script|<img|src=|@import|url\((?!#)/)
    expect(html.match(/https?:\/\/(?!www\.w3\.org\/2000\/svg)/g)).toBeNull()
  })

  it('has no two parts of one id', () => {
    const ids = [...reportDocument(richReport(), OPTIONS).matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id)
    expect(ids.filter((id, at) => ids.indexOf(id) !== at)).toEqual([])
  })
})

describe('figures in words', () => {
  const es = figuresIn('es', 'America/Mexico_City')

  it('never round up to a whole that is not', () => {
    expect(es.percent(0.99996)).toBe('99.9%')
    expect(es.percent(1)).toBe('100.0%')
  })

  it.each([
    [() => es.octets(698_634_200_000), '698.6 GB'],
    [() => es.octets(9.844e12), '9.84 TB'],
    [() => es.octets(1200), '0.00 MB'],
    [() => es.seconds(764), '12 min 44 s'],
    [() => es.seconds(7200), '120 min'],
    [() => es.change(-0.0312), '−3.1%'],
    [() => es.points(0.004), '+0.4'],
    [() => es.shortDate('2026-10-01'), 'jue 1 oct'],
    [() => es.month('2026-10'), 'octubre de 2026'],
    [() => es.dayOf('2026-11-08T05:59:00Z'), '7 de noviembre de 2026'],
  ])('are said as they are said in Mexico (%#)', (say, text) => {
    expect(say().replace(/\u00a0/g, ' ')).toBe(text)
  })
})
