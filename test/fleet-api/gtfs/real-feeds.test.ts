import { expect, test } from 'vitest'
import { importFeed } from '../../../fleet-api/gtfs/import.ts'
import { routeColours } from '../../../fleet-api/gtfs/route-colour.ts'
import { currentRoutes } from '../../../fleet-api/queries/feeds.ts'
import { describeWith } from '../../describe-with.ts'
import { SHARED_GTFS } from '../../needs.ts'
import { openDatabase } from './feeds.ts'

describeWith(['shared feeds'], 'the feeds of real cities', () => {
  test("Porto Alegre's is imported, its four routes in colours that can be read", async () => {
    const db = await openDatabase()
    const summary = await importFeed({
      source: `${SHARED_GTFS}porto-alegre.zip`,
      db,
      now: Date.parse('2019-03-01T12:00:00-03:00'),
    })

    expect(summary).toMatchObject({
      counts: {
        'agency.txt': 1,
        'routes.txt': 4,
        'stops.txt': 212,
        'calendar.txt': 1118,
        'trips.txt': 387,
        'stop_times.txt': 23040,
        'shapes.txt': 1265,
      },
      skipped: {},
      agencies: [{ agencyId: 'EPTC', agencyName: 'Empresa Publica de Transportes e Circulação' }],
      timezone: 'America/Sao_Paulo',
      startDate: '20190118',
      endDate: '20190418',
      expired: false,
      warningsTotal: 4,
    })
    expect((await currentRoutes(db)).map((route) => ({ name: route.routeShortName, ...routeColours(route) }))).toEqual([
      { name: '176', color: '#ff0000', textColor: '#000000' },
      { name: 'A141', color: '#ff0000', textColor: '#000000' },
      { name: 'R10', color: '#ff0000', textColor: '#000000' },
      { name: 'T2', color: '#cfd600', textColor: '#000000' },
    ])
  })

  test("Mexico City's is imported without a warning", async () => {
    const db = await openDatabase()
    const summary = await importFeed({
      source: `${SHARED_GTFS}mexico-city.zip`,
      db,
      now: Date.parse('2020-01-01T00:00:00-06:00'),
    })

    expect(summary).toMatchObject({
      counts: {
        'agency.txt': 8,
        'routes.txt': 145,
        'stops.txt': 6021,
        'calendar.txt': 99,
        'trips.txt': 1741,
        'stop_times.txt': 70714,
        'frequencies.txt': 1741,
        'shapes.txt': 29148,
      },
      skipped: {},
      timezone: 'America/Mexico_City',
      startDate: '20180101',
      endDate: '20191231',
      expired: true,
      warningsTotal: 0,
    })
    expect(summary.agencies).toHaveLength(8)
    expect(await currentRoutes(db)).toHaveLength(145)
  })
})
