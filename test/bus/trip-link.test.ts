import Database from 'better-sqlite3'
import { beforeAll, expect, it } from 'vitest'
import { describeWith } from '../describe-with.ts'
import { LAN } from './addresses.ts'
import { acceptForm } from './agent/form.ts'
import { Ride } from './ride.ts'
import { until } from './until.ts'
import { useBus } from './use.ts'

const PORTAL = `http://${LAN.gateway}`
const FORM = { 'content-type': 'application/x-www-form-urlencoded' }

describeWith(['bus'], 'a rider who hands on where the bus is', () => {
  const theBus = useBus({ phones: 1 })
  let ride: Ride

  beforeAll(async () => {
    ride = new Ride(theBus())
    await ride.enrol('bus-1', 'T1')
    putOnTheWay(`${theBus().folder}/fleet.db`)
    await ride.startPortal()
  }, 60_000)

  it('finds the link on the status page, and who gets it sees the bus from anywhere, for that trip', async () => {
    const phone = theBus().phone(1)
    const { action, body } = acceptForm((await phone.request(`${PORTAL}/`)).body)
    await phone.request({ url: new URL(action, PORTAL).href, method: 'POST', headers: FORM, body })
    const link = await until(
      'the link has come with the guide',
      async () => /href="(http:[^"]*\/viaje\/[^"]+)"/.exec((await phone.request(`${PORTAL}/`)).body)?.[1],
      20_000,
    )
    const seen = await theBus().inet.request(link)
    expect(seen.status).toBe(200)
    expect(seen.body).toContain('<h1>Voy en la ruta T1</h1>')
    expect(seen.body).toContain('class="bus"')
    // The rider's own phone opens it too: it is online.
    expect((await phone.request(link)).status).toBe(200)
  })
})

/** Where the bus's receiver would have said that it is: half way along the first shape of route T1. */
function putOnTheWay(file: string): void {
  const fleet = new Database(file)
  const found = fleet
    .prepare(
      `select s.shape_key shapeKey, s.points points, s.length_m lengthM, p.direction_id directionId
        from feed_pattern p join feed_shape s using (feed_id, shape_id) where p.route_id = 'T1' order by p.pattern_id limit 1`,
    )
    .get() as { shapeKey: string; points: string; lengthM: number; directionId: number }
  const points = JSON.parse(found.points) as [number, number][]
  const [lat, lon] = points[Math.floor(points.length / 2)] ?? [0, 0]
  const { shapeKey, directionId, lengthM } = found
  const way = { bearing: null, speed: null, directionId, shapeKey, alongM: Math.round(lengthM / 2), tripId: null }
  const place = JSON.stringify({ at: Date.now(), lat, lon, ...way })
  fleet.prepare('update gateway set last_place = ?').run(place)
  fleet.close()
}
