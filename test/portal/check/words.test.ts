import { describe, expect, it } from 'vitest'
import { CLOCK_SOURCES } from '../../../contract/report.ts'
import type { Finding } from '../../../portal/check/finding.ts'
import { findings } from '../../../portal/check/findings.ts'
import { en } from '../../../portal/check/words/en.ts'
import { es } from '../../../portal/check/words/es.ts'
import { LOOKS, WELL } from './gateway-looks.ts'

/** Commands, files, settings and names, which are the same in every language, and words that both languages have. */
const OF_BOTH = new Set(
  `abordo closed db enrol enrolment fleet forward gateway json key portal restart setup start url code id root
   any apt cert dev dmesg gpsd gpspipe hostapd install ip iw journalctl kernel link list lnup lsusb mmcli modemmanager net rfkill route
   service size smartctl ss systemctl systemd vacuum apn dns http https ipv itxpt mb ms ntp pin sighup sim tls wifi wlan wwan
   owe telcel example damaged seq gnss cable interfaces no radio radios enable`.split(/\s+/),
)
const wordsOf = (text: string) => new Set(text.toLowerCase().match(/\p{L}{2,}/gu) ?? [])
/** English words that stand in the Spanish too. */
const english = (here: string, there: string) =>
  [...wordsOf(there)].filter((word) => wordsOf(here).has(word) && !OF_BOTH.has(word))
const numbers = (text: string) => (text.match(/\d+/g) ?? []).sort()
const quoted = (text: string) => [...text.matchAll(/["«]([^"»]+)["»]/g)].map(([, command]) => command).sort()

/** Every text of a dictionary by its name; functions are given names and amounts that can be found again. */
function texts(words: unknown, name = ''): [name: string, text: string][] {
  if (typeof words === 'string') return [[name, words]]
  if (typeof words === 'function') return texts(words('7001', '7002', '7003'), name)
  return Object.entries(words as object).flatMap(([key, part]) => texts(part, `${name}.${key}`))
}
/** What takes no name or amount, but one of a closed set, or what was noted. */
const APART = ['.reason', '.clock.portalKnows', '.clock.known']
const inSpanish = new Map(texts(es))
const ALL = texts(en).filter(([name]) => !APART.includes(name))

describe('the words of abordo check', () => {
  it.each(ALL)('%s are Spanish in Spanish, with every number, name and command: %s', (name, text) => {
    const spanish = inSpanish.get(name) ?? ''
    expect(english(spanish, text)).toEqual([])
    expect([numbers(spanish), quoted(spanish)]).toEqual([numbers(text), quoted(text)])
  })

  it('are the same in both languages only where both say so', () => {
    expect(ALL.filter(([name, text]) => inSpanish.get(name) === text).map(([name]) => name)).toEqual([
      '.wifi.about',
      '.portal.about',
    ])
  })

  it.each(CLOCK_SOURCES)('name %s as the source of the time', (source) => {
    expect(english(es.clock.known(source, 5), en.clock.known(source, 5))).toEqual([])
    expect(es.clock.portalKnows(source)).not.toBe(en.clock.portalKnows(source))
  })

  it('agree with one and with many', () => {
    expect([es.portal.good('abordo 1.4.0', 1), es.portal.good('abordo 1.4.0', 2)]).toEqual([
      'abordo 1.4.0 está corriendo, 1 pasajero conectado',
      'abordo 1.4.0 está corriendo, 2 pasajeros conectados',
    ])
    expect([es.closing.some(1, 14), es.closing.some(2, 14)]).toEqual([
      '1 de 14 necesita atención.',
      '2 de 14 necesitan atención.',
    ])
    expect([en.closing.some(1, 14), en.closing.some(2, 14)]).toEqual(['1 of 14 needs a hand.', '2 of 14 need a hand.'])
  })
})

describe('abordo check in Spanish', () => {
  it('says the same of a gateway as in English, in other words', () => {
    const pairs = LOOKS.flatMap((look) => {
      const [spanish, inEnglish] = [findings({ ...WELL, ...look }, es), findings({ ...WELL, ...look }, en)]
      expect(spanish.map(({ todo }) => todo === null)).toEqual(inEnglish.map(({ todo }) => todo === null))
      return inEnglish.map((found, at) => ({ here: spanish[at], there: found }))
    })
    const said = (found?: Finding) => `${found?.said} → ${found?.todo ?? ''}`
    expect(pairs.filter(({ here, there }) => here?.said === there.said)).toEqual([])
    expect(pairs.flatMap(({ here, there }) => english(said(here), said(there)))).toEqual([])
    for (const { here, there } of pairs) expect(numbers(said(here))).toEqual(numbers(said(there)))
  })

  it('finds nothing to do on a gateway that is well, and says what it saw', () => {
    expect(findings(WELL, es).map(({ about, said, todo }) => [about, said, todo])).toEqual([
      ['interfaz de pasajeros', 'wlan0 existe y tiene dirección', null],
      ['salida a internet', 'wwan0 tiene enlace y ruta', null],
      ['reenvío', 'el kernel reenvía paquetes', null],
      ['portal', 'abordo 0.1.0 está corriendo, 12 pasajeros conectados', null],
      ['alta', 'este equipo está dado de alta', null],
      ['central', 'https://fleet.example contesta y conoce este equipo', null],
      ['reloj', 'la hora se sabe por el satélite (GNSS), con error de hasta 1005 ms', null],
      ['política', 'está en vigor la 3', null],
      ['disco', '5000 MB libres de 8000 MB', null],
      ['reportes', '1 falta por enviar a la central, 0.1 MB', null],
    ])
  })

  it.each([
    ['searching', null, 'wwan0 no está conectado: busca red'],
    ['failed', 'sim-error', 'wwan0 falló: no puede leer la SIM'],
    // ModemManager's next version may have others.
    ['constructor', null, 'wwan0 no está conectado: constructor'],
    ['failed', 'constructor', 'wwan0 falló: constructor'],
  ])('says what a modem means by %s and %s', (state, failure, said) => {
    const modem = { port: 'wwan0', state, failure, operatorName: null, signal: { qualityPercent: null } }
    const look = { ...WELL, modems: { manager: 'there' as const, uplink: 'wwan0', modems: [modem] } }
    expect(findings(look, es).filter(({ about }) => about === 'módem')).toMatchObject([{ said }])
  })
})
