import { describe, expect, it } from 'vitest'
import { aReport, testFleet } from '../fakes/fleet.ts'

const json = async (answer: Promise<Response>) => (await answer).json()
const minutes = (first: string, count: number, connected: (minute: number) => number) =>
  Array.from({ length: count }, (_, index) =>
    aReport(index, new Date(Date.parse(first) + index * 60_000).toISOString(), {
      riders: { connected: connected(index), peak: connected(index) },
    }),
  )

describe('GET /api/routes/riders', () => {
  it('adds the gateways of a route up, minute by minute', async () => {
    const fleet = await testFleet()
    await fleet.send(
      await fleet.enrol('bus-1', 'T2'),
      minutes('2026-11-24T14:00:00Z', 2, () => 3),
    )
    await fleet.send(
      await fleet.enrol('bus-2', 'T2'),
      minutes('2026-11-24T14:00:00Z', 2, (minute) => minute * 10),
    )
    expect(
      await json(fleet.get('/api/routes/riders?from=2026-11-24T14:00:00Z&to=2026-11-24T14:02:00Z&step=minute')),
    ).toEqual({
      step: 'minute',
      from: '2026-11-24T08:00:00-06:00',
      to: '2026-11-24T08:02:00-06:00',
      timezone: 'America/Mexico_City',
      definitions: '2',
      series: [
        {
          routeId: 'T2',
          points: [
            { at: '2026-11-24T08:00:00-06:00', mean: 3, peak: 3, completeness: 1 },
            { at: '2026-11-24T08:01:00-06:00', mean: 13, peak: 13, completeness: 1 },
          ],
        },
      ],
    })
  })

  it('gives mean and peak by the hour, and says how complete the hour is', async () => {
    const fleet = await testFleet()
    const reports = minutes('2026-11-24T13:00:00Z', 60, (minute) => minute)
    await fleet.send(
      await fleet.enrol('bus-1', 'T1'),
      reports.filter((_, minute) => minute % 4 !== 2),
    )
    const { series } = await json(
      fleet.get('/api/routes/riders?from=2026-11-24T13:00:00Z&to=2026-11-24T14:00:00Z&step=hour'),
    )
    expect(series).toEqual([
      { routeId: 'T1', points: [{ at: '2026-11-24T07:00:00-06:00', mean: 29.33, peak: 59, completeness: 0.75 }] },
    ])
  })

  it("cuts days at the city's midnight", async () => {
    const fleet = await testFleet()
    const bus = await fleet.enrol('bus-1', 'T1')
    await fleet.send(
      bus,
      minutes('2026-11-24T05:59:00Z', 2, (minute) => 4 + minute),
    )
    const { series } = await json(
      fleet.get('/api/routes/riders?from=2026-11-23T00:00:00-06:00&to=2026-11-25T00:00:00-06:00&step=day'),
    )
    expect(series[0].points).toMatchObject([
      { at: '2026-11-23T00:00:00-06:00', mean: 4, peak: 4 },
      { at: '2026-11-24T00:00:00-06:00', mean: 5, peak: 5 },
    ])
  })

  it('shows minutes without a report as gaps, not as zero', async () => {
    const fleet = await testFleet()
    const reports = minutes('2026-11-24T14:00:00Z', 3, () => 7)
    await fleet.send(
      await fleet.enrol('bus-1', 'T1'),
      reports.filter(({ seq }) => seq !== 1),
    )
    const { series } = await json(
      fleet.get('/api/routes/riders?from=2026-11-24T14:00:00Z&to=2026-11-24T14:03:00Z&step=minute'),
    )
    expect(series[0].points[1]).toEqual({ at: '2026-11-24T08:01:00-06:00', mean: null, peak: null, completeness: 0 })
  })

  it('puts late reports into the minute in which they happened', async () => {
    const fleet = await testFleet()
    const bus = await fleet.enrol('bus-1', 'T1')
    const [early, ...later] = minutes('2026-11-24T14:00:00Z', 5, () => 2)
    await fleet.send(bus, later)
    fleet.setNow('2026-11-27T09:00:00Z')
    await fleet.send(bus, [early])
    const { series } = await json(
      fleet.get('/api/routes/riders?from=2026-11-24T14:00:00Z&to=2026-11-24T14:05:00Z&step=minute'),
    )
    expect(series[0].points).toHaveLength(5)
    expect(series[0].points[0]).toEqual({ at: '2026-11-24T08:00:00-06:00', mean: 2, peak: 2, completeness: 1 })
  })

  it('shows riders of a gateway without a route as unknown', async () => {
    const fleet = await testFleet()
    await fleet.send(
      await fleet.enrol('bus-1', null),
      minutes('2026-11-24T14:00:00Z', 1, () => 7),
    )
    const { series } = await json(
      fleet.get('/api/routes/riders?from=2026-11-24T14:00:00Z&to=2026-11-24T14:01:00Z&step=minute'),
    )
    expect(series).toMatchObject([{ routeId: null, points: [{ mean: 7 }] }])
  })

  it('answers for one route when asked for one', async () => {
    const fleet = await testFleet()
    await fleet.send(
      await fleet.enrol('bus-1', 'T1'),
      minutes('2026-11-24T14:00:00Z', 1, () => 1),
    )
    await fleet.send(
      await fleet.enrol('bus-2', 'T2'),
      minutes('2026-11-24T14:00:00Z', 1, () => 2),
    )
    const { series } = await json(
      fleet.get('/api/routes/riders?from=2026-11-24T14:00:00Z&to=2026-11-24T14:01:00Z&step=minute&route=T2'),
    )
    expect(series).toMatchObject([{ routeId: 'T2', points: [{ mean: 2 }] }])
  })

  it('counts the last of several reports of one gateway within a minute', async () => {
    const fleet = await testFleet()
    const bus = await fleet.enrol('bus-1', 'T1')
    const at = (second: number) => new Date(Date.parse('2026-11-24T14:00:00Z') + second * 1000).toISOString()
    const piece = (seq: number, from: number, to: number, connected: number) =>
      aReport(seq, at(from), { startedAt: at(from), endedAt: at(to), riders: { connected, peak: connected } })
    await fleet.send(bus, [piece(0, 0, 20, 9), piece(2, 40, 60, 4), piece(1, 20, 40, 6)])
    const { series } = await json(
      fleet.get('/api/routes/riders?from=2026-11-24T14:00:00Z&to=2026-11-24T14:01:00Z&step=minute'),
    )
    expect(series[0].points).toEqual([{ at: '2026-11-24T08:00:00-06:00', mean: 4, peak: 4, completeness: 1 }])
  })

  it.each([
    ['no range', 'step=hour', 400, 'from'],
    ['an unknown step', 'from=2026-11-24T14:00:00Z&to=2026-11-24T15:00:00Z&step=week', 400, 'step'],
    ['a time that is none', 'from=yesterday&to=2026-11-24T15:00:00Z&step=hour', 400, 'from'],
    ['a range that ends before it begins', 'from=2026-11-24T14:00:00Z&to=2026-11-24T13:00:00Z&step=hour', 400, 'to'],
    ['a year by the minute', 'from=2025-11-24T14:00:00Z&to=2026-11-24T14:00:00Z&step=minute', 422, 'at most 2 days'],
  ])('refuses %s, and says what', async (_what, query, status, words) => {
    const fleet = await testFleet()
    const answer = await fleet.get(`/api/routes/riders?${query}`)
    expect(answer.status).toBe(status)
    expect(((await answer.json()) as { detail: string }).detail).toContain(words)
  })
})

describe('the state now', () => {
  it('counts riders of live gateways by route, with colours that can be read', async () => {
    const fleet = await testFleet()
    await fleet.send(
      await fleet.enrol('bus-1', 'T2'),
      minutes('2026-11-24T14:28:00Z', 1, () => 12),
    )
    await fleet.enrol('bus-2', 'T2')
    expect(await json(fleet.get('/api/routes'))).toEqual({
      asOf: '2026-11-24T14:30:00.000Z',
      timezone: 'America/Mexico_City',
      routes: [
        {
          routeId: 'T1',
          shortName: '1',
          longName: 'Norte – Sur',
          color: '#0055a4',
          textColor: '#ffffff',
          ridersConnected: 0,
          gateways: { total: 0, live: 0 },
        },
        {
          routeId: 'T2',
          shortName: '2',
          longName: 'Oriente – Poniente',
          color: '#cfd600',
          textColor: '#000000',
          ridersConnected: 12,
          gateways: { total: 2, live: 1 },
        },
      ],
      unknown: { ridersConnected: 0, gateways: { total: 0, live: 0 } },
    })
  })

  it.each([
    ['live', '2026-11-24T14:30:00Z', 12],
    ['late', '2026-11-24T14:35:00Z', null],
    ['missing', '2026-11-24T14:50:00Z', null],
  ])('calls a gateway %s by its silence, and shows no old number as if it were new', async (state, now, riders) => {
    const fleet = await testFleet()
    await fleet.send(
      await fleet.enrol('bus-1', 'T2'),
      minutes('2026-11-24T14:28:00Z', 1, () => 12),
    )
    fleet.setNow(now)
    expect(await json(fleet.get('/api/gateways/bus-1'))).toMatchObject({
      state,
      ridersConnected: riders,
      routeId: 'T2',
      site: 'vehicle',
    })
  })

  it('calls a gateway back-filling while it sends only old reports, and never seen before its first', async () => {
    const fleet = await testFleet()
    await fleet.send(
      await fleet.enrol('bus-1', 'T2'),
      minutes('2026-11-24T10:00:00Z', 1, () => 12),
    )
    await fleet.enrol('bus-2', 'T2')
    const { gateways } = await json(fleet.get('/api/gateways'))
    expect(gateways.map(({ id, state }: { id: string; state: string }) => [id, state])).toEqual([
      ['bus-1', 'back-filling'],
      ['bus-2', 'never-seen'],
    ])
  })

  it('tells who listens, when reports arrive', async () => {
    const fleet = await testFleet()
    const bus = await fleet.enrol('bus-1', 'T1')
    const reader = (await fleet.get('/api/live')).body?.pipeThrough(new TextDecoderStream()).getReader()
    let heard = ''
    const hear = async (words: string) => {
      while (!heard.includes(words)) heard += (await reader?.read())?.value ?? ''
    }
    await hear('event: riders\ndata: ')
    await fleet.send(
      bus,
      minutes('2026-11-24T14:29:00Z', 1, () => 33),
    )
    await hear('"ridersConnected":33')
    await reader?.cancel()
    expect(heard).toContain('"routeId":"T1"')
  })
})
