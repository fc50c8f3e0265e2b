import { describe, expect, it } from 'vitest'
import { mapSettingsSchema } from '../../contract/map-settings.ts'
import { fleetSetting } from '../../fleet-api/fleet-settings.ts'
import { type TestFleet, testFleet } from '../fakes/fleet.ts'

const put = (fleet: TestFleet, name: string, value: object) => fleet.as('admin', 'PUT', `/api/settings/${name}`, value)
const settings = async (fleet: TestFleet) => (await fleet.get('/api/settings')).json()
const lastEntry = async (fleet: TestFleet) =>
  ((await (await fleet.as('admin', 'GET', '/api/audit?limit=1')).json()) as { entries: object[] }).entries[0]

const DEFAULTS = {
  retention: { minutesDays: 30, hoursDays: 1098 },
  keptSince: { minutes: '2026-10-25', hours: '2023-11-22' },
  assumptions: { savingsPerConnection: 17.5, currency: 'MXN', costPerMonth: null, source: 'WIWI, León' },
  map: { kind: 'none' },
  agreement: { availability: null, credits: [] },
  publication: { open: true, money: false, cityName: null, contact: null, licence: 'CC-BY-4.0' },
}
const RASTER = {
  kind: 'raster',
  url: 'https://tiles.example.mx/{z}/{x}/{y}.png',
  attribution: '© OpenStreetMap contributors',
}

describe('the settings of the fleet', () => {
  it('are the defaults until somebody sets them', async () => {
    expect(await settings(await testFleet())).toEqual(DEFAULTS)
  })

  it('say from which day on data is kept when the retention changes, and are what the deletion goes by', async () => {
    const fleet = await testFleet()
    const answer = await put(fleet, 'retention', { minutesDays: 90, hoursDays: 366 })
    expect(await answer.json()).toEqual({
      ...DEFAULTS,
      retention: { minutesDays: 90, hoursDays: 366 },
      keptSince: { minutes: '2026-08-26', hours: '2025-11-23' },
    })
    expect(await fleetSetting(fleet.db, 'retention')).toEqual({ minutesDays: 90, hoursDays: 366 })
  })

  it('hold the assumptions that money is reckoned by, with their source', async () => {
    const fleet = await testFleet()
    const assumptions = { savingsPerConnection: 12, currency: 'USD', costPerMonth: 81_000.5, source: 'Contrato 7/2026' }
    expect(await (await put(fleet, 'assumptions', assumptions)).json()).toEqual({ ...DEFAULTS, assumptions })
    expect(await settings(fleet)).toEqual({ ...DEFAULTS, assumptions })
  })

  it('say what the map is drawn on, and nothing again', async () => {
    const fleet = await testFleet()
    expect(await (await put(fleet, 'map', RASTER)).json()).toEqual({ ...DEFAULTS, map: RASTER })
    const pmtiles = { kind: 'pmtiles', url: '/maps/leon.pmtiles', attribution: 'OSM' }
    expect(await (await put(fleet, 'map', pmtiles)).json()).toEqual({ ...DEFAULTS, map: pmtiles })
    expect(await (await put(fleet, 'map', { kind: 'none' })).json()).toEqual(DEFAULTS)
  })

  it('hold what the operator has promised the city, and what is due where it was not kept', async () => {
    const fleet = await testFleet()
    const agreement = {
      availability: 0.98,
      credits: [
        { below: 0.98, credit: 0.05 },
        { below: 0.9, credit: 0.2 },
      ],
    }
    expect(await (await put(fleet, 'agreement', agreement)).json()).toEqual({ ...DEFAULTS, agreement })
  })

  it('say what of the report anybody may read', async () => {
    const fleet = await testFleet()
    const publication = {
      open: false,
      money: true,
      cityName: 'León',
      contact: 'datos@leon.example',
      licence: 'CC0-1.0',
    }
    expect(await (await put(fleet, 'publication', publication)).json()).toEqual({ ...DEFAULTS, publication })
  })

  it.each([
    ['agreement', { availability: 1.2, credits: [] }],
    ['agreement', { availability: 0.9 }],
    [
      'agreement',
      {
        availability: 0.9,
        credits: [
          { below: 0.9, credit: 0.2 },
          { below: 0.98, credit: 0.05 },
        ],
      },
    ],
    ['publication', { open: true }],
    ['retention', { minutesDays: 6, hoursDays: 366 }],
    ['retention', { minutesDays: 30, hoursDays: 91 }],
    ['retention', { minutesDays: 30 }],
    ['retention', { minutesDays: 30, hoursDays: 366, days: 1 }],
    ['retention', { minutesDays: 30.5, hoursDays: 366 }],
    ['assumptions', { savingsPerConnection: 12, currency: 'USD', costPerMonth: null }],
    ['assumptions', { ...DEFAULTS.assumptions, currency: 'pesos' }],
    ['assumptions', { ...DEFAULTS.assumptions, savingsPerConnection: -1 }],
    ['assumptions', { ...DEFAULTS.assumptions, source: ' ' }],
    ['map', { kind: 'satellite' }],
    ['map', { ...RASTER, url: 'https://tiles.example.mx/leon.png' }],
    ['map', { ...RASTER, url: 'javascript:alert(1)//{z}{x}{y}' }],
    ['map', { ...RASTER, url: '//tiles.example.mx/{z}/{x}/{y}.png' }],
    ['map', { kind: 'raster', url: RASTER.url }],
    ['map', { kind: 'none', url: RASTER.url }],
  ])('are not set to what cannot be: %s %j', async (name, value) => {
    const fleet = await testFleet()
    expect((await put(fleet, name, value)).status).toBe(400)
    expect(await settings(fleet)).toEqual(DEFAULTS)
  })

  it('take addresses of maps as they are', () => {
    expect(mapSettingsSchema.parse({ ...RASTER, url: ' http://a.example/{z}/{x}/{y}@2x.png?key=K ' })).toEqual({
      ...RASTER,
      url: 'http://a.example/{z}/{x}/{y}@2x.png?key=K',
    })
  })

  it.each([
    ['operator', 403],
    ['official', 403],
    ['admin', 200],
  ] as const)('are read by an %s, who is answered with %i when changing them', async (role, status) => {
    const fleet = await testFleet()
    expect((await fleet.as(role, 'GET', '/api/settings')).status).toBe(200)
    const { retention, assumptions } = DEFAULTS
    for (const [name, value] of Object.entries({ retention, assumptions, map: RASTER }))
      expect((await fleet.as(role, 'PUT', `/api/settings/${name}`, value)).status).toBe(status)
  })

  it('leave what they were and what they are in the audit log, and nothing where nothing changes', async () => {
    const fleet = await testFleet()
    await put(fleet, 'retention', { minutesDays: 30, hoursDays: 366 })
    const entry = {
      action: 'setting change',
      target: { kind: 'setting', id: 'retention' },
      details: { hoursDays: [1098, 366] },
    }
    expect(await lastEntry(fleet)).toMatchObject(entry)
    await put(fleet, 'assumptions', DEFAULTS.assumptions)
    expect(await lastEntry(fleet)).toMatchObject(entry)
    await put(fleet, 'map', RASTER)
    expect(await lastEntry(fleet)).toMatchObject({
      target: { kind: 'setting', id: 'map' },
      details: { kind: ['none', 'raster'], url: [null, RASTER.url] },
    })
  })
})
