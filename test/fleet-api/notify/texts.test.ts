import { describe, expect, it } from 'vitest'
import { ALERT_CAUSES, ALERT_KINDS, type AlertFacts } from '../../../contract/alerts.ts'
import { NOTICE_LANGUAGES, type NoticeLanguage } from '../../../contract/channels.ts'
import { alertText, type TextedAlert, WORDS } from '../../../fleet-api/notify/texts/alert-text.ts'
import { MOST_WRITTEN_OUT, type NoticeOf, noticeOf } from '../../../fleet-api/notify/texts/notice.ts'
import type { AlertAndNames } from '../../../fleet-api/queries/told-alerts.ts'

const SINCE = Date.parse('2026-11-24T14:12:00Z')
const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS

const texted = (more: Partial<TextedAlert> = {}): TextedAlert => ({
  kind: 'uplink-down',
  scope: 'gateway',
  subjectId: 'bus-1043',
  label: null,
  site: 'vehicle',
  part: '',
  route: 'T2',
  routeLongName: 'Oriente – Poniente',
  cause: 'no-data',
  facts: {},
  sinceAt: SINCE,
  closedAt: null,
  ...more,
})
const said = (more: Partial<TextedAlert> = {}, language: NoticeLanguage = 'es', now = SINCE + 25 * MINUTE_MS) =>
  alertText(texted(more), { language, timezone: 'America/Mexico_City', now })
const line = (more: Partial<TextedAlert> = {}, language: NoticeLanguage = 'es') => said(more, language).line

const stored = (alertId: number, more: Partial<AlertAndNames['alert']> = {}): AlertAndNames => ({
  alert: {
    alertId,
    kind: 'uplink-down',
    scope: 'gateway',
    subjectId: `bus-${alertId}`,
    part: '',
    routeId: 'T2',
    state: 'open',
    cause: 'no-data',
    facts: {},
    sinceAt: SINCE,
    seenAt: SINCE,
    openedAt: SINCE,
    closedAt: null,
    acknowledgedAt: null,
    acknowledgedBy: null,
    note: null,
    snoozedUntil: null,
    partOf: null,
    ...more,
  },
  label: null,
  site: 'vehicle',
  gatewaySnoozedUntil: null,
  routeShortName: 'T2',
  routeLongName: null,
})
const notice = (more: Partial<NoticeOf> = {}) =>
  noticeOf({
    deliveryId: 1,
    madeAt: SINCE,
    what: 'opened',
    alerts: [stored(7)],
    language: 'es',
    channel: 'Taller norte',
    timezone: 'America/Mexico_City',
    publicUrl: 'https://fleet.example.mx',
    now: SINCE + 25 * MINUTE_MS,
    ...more,
  })

/** The certificate and versions are the fleet's, and have texts of their own: certificate-alert.test.ts, release-alert.test.ts. */
const OF_A_GATEWAY = ALERT_KINDS.filter((kind) => kind !== 'certificate' && kind !== 'release-stopped')

describe('an alert in words', () => {
  const everything = NOTICE_LANGUAGES.flatMap((language) =>
    OF_A_GATEWAY.flatMap((kind) => [null, ...ALERT_CAUSES].map((cause) => ({ language, kind, cause }))),
  )
  it.each(everything)('is whole in $language for $kind with the cause $cause', ({ language, kind, cause }) => {
    const text = said({ kind, cause }, language)
    const parts = [text.line, text.what, text.where, text.since, text.cause, text.first]
    expect(parts.filter((part) => !/\p{L}{2}/u.test(part) || /undefined|null|NaN|\[object/.test(part))).toEqual([])
    expect(text.line).toMatch(/^bus-1043\b.* · (ruta|route) T2$/)
    expect(text.line.length).toBeLessThan(90)
    expect(text.first).toMatch(/^[¿\p{Lu}].*\.$/u)
    expect(text.cause).toMatch(/\.$/)
  })

  it('names each kind, cause and first step in words of its own', () => {
    for (const words of Object.values(WORDS)) {
      for (const table of [words.several, words.cause, words.firstForCause])
        expect(new Set(Object.values(table)).size).toBe(Object.keys(table).length)
    }
  })

  it.each([
    ['es', 'bus-1043 sin internet desde las 08:12 · ruta T2'],
    ['en', 'bus-1043 without internet since 08:12 · route T2'],
  ] as const)('is in %s a line that can be read on a phone at midnight', (language, expected) => {
    expect(line({}, language)).toBe(expected)
  })

  it.each([
    ['es', { kind: 'sim-quota', facts: { share: 0.97 } }, 'bus-1043: la SIM va al 97% de sus datos del mes · ruta T2'],
    ['en', { kind: 'sim-quota', facts: { share: 1 } }, 'bus-1043: SIM has used up its month’s data · route T2'],
    [
      'es',
      { kind: 'hot', facts: { temperatureC: 91.5 } },
      'bus-1043 demasiado caliente (92 °C) desde las 08:12 · ruta T2',
    ],
    [
      'es',
      { kind: 'sim-quota', facts: { share: 0.95, usedOctets: 19.4e9, simOctets: 20e9 } },
      'bus-1043: la SIM va al 97% de sus datos del mes · ruta T2',
    ],
    [
      'es',
      {
        kind: 'sim-quota',
        facts: { share: null, usedOctets: 9e9, simOctets: 20e9, runsOutOn: '2026-11-29T02:00:00Z' },
      },
      'bus-1043: la SIM se acaba el sáb 28 nov · ruta T2',
    ],
    ['en', { kind: 'disk', facts: { storage: 'memory' } }, 'bus-1043 without a disk that works since 08:12 · route T2'],
    ['es', { kind: 'missing', route: null }, 'bus-1043 sin reportes desde las 08:12'],
    ['es', { label: '1043' }, 'Autobús 1043 sin internet desde las 08:12 · ruta T2'],
    ['en', { label: '1043' }, 'Bus 1043 without internet since 08:12 · route T2'],
    ['es', { label: 'San Jerónimo', site: 'station' }, 'San Jerónimo sin internet desde las 08:12 · ruta T2'],
    [
      'es',
      { kind: 'operator-down', scope: 'operator', subjectId: 'Telcel', route: null, facts: { gateways: 1230 } },
      'Telcel: 1,230 equipos sin internet desde las 08:12',
    ],
    ['es', { sinceAt: SINCE - 7 * HOUR_MS }, 'bus-1043 sin internet desde la 01:12 · ruta T2'],
    ['es', { sinceAt: SINCE - 24 * HOUR_MS }, 'bus-1043 sin internet desde el lun 23 nov, 08:12 · ruta T2'],
    ['en', { sinceAt: SINCE - 24 * HOUR_MS }, 'bus-1043 without internet since Mon 23 Nov, 08:12 · route T2'],
    ['es', { closedAt: SINCE + 80 * MINUTE_MS }, 'Resuelto: bus-1043 sin internet, duró 1 h 20 min · ruta T2'],
    ['en', { closedAt: SINCE + 30_000 }, 'Solved: bus-1043 without internet, lasted less than 1 min · route T2'],
    ['es', { closedAt: SINCE + 50 * HOUR_MS }, 'Resuelto: bus-1043 sin internet, duró 2 días 2 h · ruta T2'],
    ['es', { subjectId: 'bus-1\r\nBcc: x\u202e' }, 'bus-1 Bcc: x sin internet desde las 08:12 · ruta T2'],
  ] as [NoticeLanguage, Partial<TextedAlert>, string][])('says in %s of %j: %s', (language, more, expected) => {
    expect(line(more, language)).toBe(expected)
  })

  it('says where, by what people call it and by its id', () => {
    expect(said({ label: '1043', part: 'wwan1' }).where).toBe(
      'Autobús 1043 (bus-1043), módem wwan1, ruta T2 Oriente – Poniente',
    )
  })

  it('says since when in the city’s time, and how long ago that is', () => {
    expect(said().since).toBe('08:12, hace 25 min')
    expect(said({ sinceAt: SINCE - 24 * HOUR_MS }, 'en').since).toBe('Mon 23 Nov, 08:12, 1 day ago')
  })

  it('says how long it lasted', () => {
    expect(said({ closedAt: SINCE + 80 * MINUTE_MS }).lasted).toBe('De 08:12 a 09:32: 1 h 20 min')
    expect(said({ closedAt: SINCE + 20 * HOUR_MS }, 'en').lasted).toBe(
      'From Tue 24 Nov, 08:12 to Wed 25 Nov, 04:12: 20 h',
    )
  })

  it.each([
    [
      { usedOctets: 19.4e9, simOctets: 20e9, runsOutOn: '2026-11-28' },
      ['Usó 19.4 GB de 20 GB este mes.', 'A este paso se acaba el sáb 28 nov.'],
    ],
    [{ used: 58, size: 60 }, ['58 de 60 direcciones en uso.']],
    [{ freeOctets: 1e8, totalOctets: 8e9 }, ['Quedan 0.1 GB de 8 GB.']],
    [{ reports: 3 }, ['3 avisos de pasajeros.']],
    [
      { upShare: 0.4, fleetMs: 1800, operatorName: 'Telcel', signal: 35 },
      ['Con internet el 40% del tiempo.', '1,800 ms de ida y vuelta.', 'Operador móvil: Telcel.', 'Señal: 35%.'],
    ],
    [{ operatorName: 'Telcel', gateways: 30, of: 90, routes: 12 }, ['30 de sus 90 equipos; rutas afectadas: 12.']],
    [{ waiting: 900 }, ['Reportes que esperan en el equipo: 900.']],
    [{ reports: null, used: 'x', something: 5 }, []],
  ] as [AlertFacts, string[]][])('says of what was measured, %j, what it knows: %j', (facts, expected) => {
    expect(said({ facts }).measured).toEqual(expected)
  })
})

describe('a message', () => {
  it('has what one needs, in plain text', () => {
    expect(notice().message.text).toBe(
      [
        'bus-7 sin internet desde las 08:12 · ruta T2',
        '',
        'Dónde: bus-7, ruta T2',
        'Desde: 08:12, hace 25 min',
        'Causa probable: El módem tiene red, pero no pasan datos.',
        'Qué hacer primero: Pregunta al operador móvil si la SIM está activa y con saldo; luego revisa el APN.',
        '',
        'Ver la alerta: https://fleet.example.mx/alerts/7',
        '',
        '-- ',
        'Abordo te avisa por el canal «Taller norte». Un administrador lo cambia en Ajustes.',
        '',
      ].join('\n'),
    )
  })

  it('has no link where nobody has said under what address the fleet is reached', () => {
    expect(notice({ publicUrl: null }).message.text).not.toContain('http')
    expect(notice({ publicUrl: null }).message.html).not.toContain('href')
  })

  it('of an end says how long it lasted, and not what to do', () => {
    const { text, subject } = notice({
      what: 'closed',
      alerts: [stored(7, { state: 'closed', closedAt: SINCE + HOUR_MS })],
      language: 'en',
    }).message
    expect(subject).toBe('Solved: bus-7 without internet, lasted 1 h · route T2')
    expect(text).toContain('How long: From 08:12 to 09:12: 1 h')
    expect(text).not.toContain('What to do first')
  })

  it('of a digest counts what is open by kind, and lists what is open and what has ended', () => {
    const alerts = [
      stored(1),
      stored(2),
      stored(3, { kind: 'hot', cause: null }),
      stored(4, { state: 'closed', closedAt: SINCE + HOUR_MS }),
    ]
    const { message } = notice({ what: 'digest', alerts })
    expect(message.subject).toBe('3 alertas: 2 sin internet, 1 con demasiado calor · 1 resuelta')
    expect(message.text).toContain('- bus-2 sin internet desde las 08:12 · ruta T2')
    expect(message.text).toContain('Resueltas:\n- bus-4 sin internet, duró 1 h · ruta T2')
    expect(message.html).toContain('href="https://fleet.example.mx/alerts/3"')
  })

  it('of a digest of one is that of the one', () => {
    expect(notice({ what: 'digest' }).message).toEqual(notice().message)
  })

  it('of a great many names fifty, and says how many more there are', () => {
    const alerts = Array.from({ length: 1700 }, (_, index) => stored(index))
    const { message } = notice({ what: 'digest', alerts, language: 'en' })
    expect(message.subject).toBe('1,700 alerts: 1,700 without internet')
    expect(message.text.match(/^- /gm)).toHaveLength(MOST_WRITTEN_OUT)
    expect(message.text).toContain('And 1,650 more.')
  })

  it.each([
    ['es', 'Prueba de Abordo: los avisos llegan aquí'],
    ['en', 'Test from Abordo: alerts arrive here'],
  ] as const)('that is a test says so in %s', (language, subject) => {
    expect(notice({ what: 'test', alerts: [], language }).message.subject).toBe(subject)
  })

  it('is HTML that nobody else can write into', () => {
    const label = '<script>alert("x")</script>'
    const { html } = notice({ alerts: [{ ...stored(7), label }], channel: '"><img src=x>' }).message
    expect(html).not.toContain('<script')
    expect(html).not.toContain('<img')
    expect(html).toContain('&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;')
  })
})
