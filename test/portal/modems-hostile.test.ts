import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { modemSchema } from '../../contract/telemetry.ts'
import { MMCLI_CASES, mmcliBench, printedBy } from '../fakes/mmcli.ts'

type Json = string | number | boolean | null | Json[] | { [key: string]: Json }

/** Every text in a JSON value, with the keys that lead to it. */
function textsIn(value: Json, keys: string[] = []): { keys: string[]; text: string }[] {
  if (typeof value === 'string') return [{ keys, text: value }]
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) => textsIn(inner, [...keys, key]))
}

/** The same value with another text in one place. */
function planted(value: Json, [key, ...more]: string[], text: string): Json {
  if (key === undefined || typeof value !== 'object' || value === null) return text
  if (Array.isArray(value)) return value.map((inner, at) => (String(at) === key ? planted(inner, more, text) : inner))
  return { ...value, [key]: planted(value[key] ?? null, more, text) }
}

const parsed = (name: string): Json[] =>
  [...printedBy(name).values()].filter((text) => /^\{.*\}\s*$/s.test(text)).map((text) => JSON.parse(text))

const IDENTITIES =
  /imei|equipment-identifier|device-identifier|own-numbers|iccid|imsi|address|dns|gateway|user|password|apn/

describe('what mmcli prints of a modem', () => {
  it('lets no identity out: no IMEI, ICCID, IMSI, telephone number, address, user or password', async () => {
    const secrets = MMCLI_CASES.flatMap(parsed)
      .flatMap((json) => textsIn(json))
      .filter(({ keys, text }) => text !== '--' && keys.some((key) => IDENTITIES.test(key)))
      .map(({ text }) => text)
    expect([...new Set(secrets)].sort()).toEqual([
      '+525500009001',
      '10.171.33.10',
      '10.171.33.9',
      '189.203.0.1',
      '2806:2f0:9000:1::1',
      '2806:2f0:9000:1::7',
      '2806:2f0::53',
      '334020990000123',
      '3f8c0de1c5d64b2b9ad0c5a6f7f0d9e4a1b2c300',
      '3f8c0de1c5d64b2b9ad0c5a6f7f0d9e4a1b2c301',
      '8952020099000012345',
      '990000862471854',
      '990000862471862',
      '990000862471870',
      '990000862471896',
      'gprs-secret',
      'hunter2-bus',
      'internet.itelcel.com',
      'telcel',
      'webgprs',
    ])
    const readings = await Promise.all(MMCLI_CASES.map((name) => mmcliBench(name).read()))
    const out = JSON.stringify(readings)
    expect(out).toContain('"port":"wwan0"')
    expect(secrets.filter((secret) => out.includes(secret))).toEqual([])
  })

  it('is never asked of the SIM itself', async () => {
    const benches = MMCLI_CASES.map(mmcliBench)
    await Promise.all(benches.map(({ read }) => read()))
    const asked = benches.flatMap((bench) => bench.asked)
    expect(new Set(asked.map((args) => args.split(' ')[0]))).toEqual(new Set(['-L', '-m', '-b']))
  })

  it.each([
    ['an IMEI', '990000862471854', '990000862471854'],
    ['a telephone number in groups', '+52 55 0000 9001', '+52 55 0000 9001'],
    ['the MAC address that an interface is named by', '024c6f6f7065', 'wwx024c6f6f7065 (net)'],
  ])('lets %s out from no place where a modem might put it', async (_what, secret, text) => {
    const places = ['modem-0', 'signal-0'].flatMap((stem) => {
      const json: Json = JSON.parse(printedBy('lte-connected').get(stem) ?? '')
      return textsIn(json).map(({ keys }) => ({ stem, printed: JSON.stringify(planted(json, keys, text)) }))
    })
    expect(places.length).toBeGreaterThan(80)
    const leaks: string[] = []
    for (const place of places) {
      const { read, printed } = mmcliBench('lte-connected')
      printed.set(place.stem, place.printed)
      const out = (await read()).map(({ modem }) => JSON.stringify(modem))
      leaks.push(...out.filter((modem) => modem.includes(secret)))
    }
    expect(leaks).toEqual([])
  })

  it('is passed over where it is malformed, and harms no other modem', async () => {
    expect(await mmcliBench('malformed').read()).toEqual([
      {
        modem: {
          port: 'modem1',
          state: 'unknown',
          failure: null,
          registration: null,
          technologies: [],
          operatorName: null,
          operatorCode: null,
          signal: { qualityPercent: null, rssiDbm: null, rsrpDbm: null, rsrqDb: null, snrDb: null },
        },
        counter: null,
      },
      {
        modem: {
          port: 'modem2',
          state: 'unknown',
          failure: null,
          registration: null,
          technologies: ['lte', '5gnr'],
          operatorName: null,
          operatorCode: null,
          signal: { qualityPercent: null, rssiDbm: null, rsrpDbm: null, rsrqDb: null, snrDb: null },
        },
        counter: null,
      },
    ])
  })

  it.each([
    ['Telefónica', 'Telefónica'],
    ['  AT&T \u0007\n Mx ', 'AT&T Mx'],
    ['--', null],
    ['\u202e\u0000', null],
    ['012345678901234567890123456789012345678😀', null],
    ['Red Compartida de la Nación Entera de M😀xico', 'Red Compartida de la Nación Entera de M'],
    [`${'é'.repeat(39)}😀`, 'é'.repeat(39)],
  ])('names the network as text of one line: %j', async (name, expected) => {
    const { read, printed } = mmcliBench('lte-connected')
    const modem = planted(JSON.parse(printed.get('modem-0') ?? ''), ['modem', '3gpp', 'operator-name'], name)
    printed.set('modem-0', JSON.stringify(modem))
    expect((await read())[0]?.modem.operatorName).toBe(expected)
  })

  it('may be anything at all: what comes out is what the contract takes', async () => {
    const path = (kind: string) => fc.nat(2).map((n) => `/org/freedesktop/ModemManager1/${kind}/${n}`)
    const text = fc.oneof(
      fc.constantFrom('--', '', 'connected', 'lte', '5gnr', 'wwan0 (net)', 'cdc-wdm0 (qmi)', '72', '-89.00', '334020'),
      fc.string({ unit: 'binary' }),
      fc.double().map(String),
      fc.bigInt().map(String),
      fc.jsonValue(),
    )
    const list = (of: fc.Arbitrary<unknown>) => fc.oneof(fc.array(fc.oneof(of, text), { maxLength: 12 }), text)
    const some = (keys: string[], of: fc.Arbitrary<unknown> = text) =>
      fc.oneof({ weight: 9, arbitrary: fc.record(Object.fromEntries(keys.map((key) => [key, of]))) }, text)
    const generic = fc
      .tuple(
        some(['state', 'state-failed-reason', 'primary-port']),
        fc.record({
          'access-technologies': list(text),
          bearers: list(path('Bearer')),
          ports: list(text),
          'signal-quality': some(['value', 'recent']),
        }),
      )
      .map(([a, b]) => ({ ...(a as object), ...b }))
    const network = some(['operator-code', 'operator-name', 'registration-state'])
    const radio = some(['rssi', 'rsrp', 'rsrq', 'snr', 'sinr'])
    const stats = some(['bytes-rx', 'bytes-tx', 'total-bytes-rx', 'total-bytes-tx'])
    const printed = fc.record({
      list: fc.record({ 'modem-list': list(path('Modem')) }),
      modem: fc.record({ modem: fc.record({ generic, '3gpp': network }) }),
      signal: fc.record({ modem: fc.record({ signal: some(['lte', '5g', 'umts', 'refresh'], radio) }) }),
      bearer: fc.record({ bearer: fc.record({ stats, status: some(['connected']) }) }),
    })
    const counts: number[] = []
    await fc.assert(
      fc.asyncProperty(printed, fc.option(fc.string()), async (said, raw) => {
        const bench = mmcliBench('no-modem')
        bench.printed.set('list', JSON.stringify(said.list))
        for (const n of [0, 1, 2]) {
          bench.printed.set(`modem-${n}`, JSON.stringify(said.modem))
          bench.printed.set(`signal-${n}`, raw ?? JSON.stringify(said.signal))
          bench.printed.set(`bearer-${n}`, JSON.stringify(said.bearer))
        }
        const readings = await bench.read()
        counts.push(readings.length)
        for (const { modem, counter } of readings) {
          expect(
            modemSchema.parse({ ...modem, octets: counter && { received: counter.received, sent: counter.sent } }),
          ).toMatchObject(modem)
        }
      }),
    )
    expect(Math.max(...counts)).toBeGreaterThan(1)
  })

  it('may be no JSON at all', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.oneof(fc.string(), fc.json()), { minLength: 4, maxLength: 4 }), async (texts) => {
        const bench = mmcliBench('lte-connected')
        const stems = ['list', 'modem-0', 'signal-0', 'bearer-3']
        for (const [at, stem] of stems.entries()) {
          bench.printed.set(stem, texts[at] ?? '')
          expect(Array.isArray(await bench.read())).toBe(true)
        }
      }),
    )
  })
})
