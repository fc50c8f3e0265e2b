import { describe, expect, it } from 'vitest'
import { type CityReport, FEWEST_TOLD } from '../../contract/city-report.ts'
import { packedInputs } from '../../fleet-api/queries/final-reports.ts'
import { unpackInputs } from '../../fleet-api/report/archive/kept-inputs.ts'
import { publishDue } from '../../fleet-api/report/publish.ts'
import { canonicalJson } from '../../fleet-api/rules/report/digest.ts'
import { tidyUp } from '../../fleet-api/upkeep.ts'
import { aReport, testFleet } from '../fakes/fleet.ts'
import { DATES, type Fetched, publicCity, type Secret } from '../fakes/public-city.ts'

const MORNINGS = ['2026-10-06', '2026-10-07', '2026-10-08', '2026-10-09']
/** Two cities that differ in nothing but what is of fewer than ten. */
const HERE: Secret = {
  ...{ sessions: [0, 0, 0, 0], hour: 14, octets: 5, devices: 1, fixed: 0, hoursToFix: 0, last: 2, online: 0 },
}
const THERE: Secret = {
  ...{ sessions: [2, 3, 0, 4], hour: 16, octets: 912_345, devices: 9, fixed: 9, hoursToFix: 1, last: 9, online: 7 },
}

/** Everything that there is to fetch, morning after morning, until the month is final. `fewest`: what an entry has to stand for. */
async function everything(secret: Secret, fewest: number): Promise<Fetched> {
  const city = await publicCity(secret)
  const all: Fetched = new Map()
  const morning = async (now: string, looks = 1) => {
    city.fleet.setNow(now)
    const upkeep = { db: city.fleet.db, now: Date.parse(now), breathe: async () => undefined, stopping: () => false }
    await publishDue({ ...upkeep, fewest })
    for (let look = 0; look < looks; look += 1) await tidyUp(upkeep)
    for (const [name, answer] of await city.fetchAll()) all.set(`${now.slice(0, 10)} ${name}`, answer)
  }
  for (const [index, date] of MORNINGS.entries()) {
    await city.live(index)
    await morning(`${date}T09:30:00Z`)
  }
  await morning('2026-11-08T09:30:00Z', 20)
  await city.online('2026-11-08T15:00:00Z')
  for (const [name, answer] of await city.fetchAll()) all.set(`now ${name}`, answer)
  // What an auditor gets of it, and whose digest everybody reads, but for the chain of all reports.
  const inputs = await unpackInputs(await packedInputs(city.fleet.db, '2026-10', 0))
  all.set('now inputs', { status: 200, headers: {}, text: canonicalJson({ ...inputs, chain: null }) })
  return all
}

/** The digest of the chains of all reports is another one where a report is, and so is that of the inputs, which names it. */
function comparable(all: Fetched): Map<string, string> {
  const digests = [...all.values()].flatMap(({ text }) =>
    [...text.matchAll(/"(?:inputsDigest|digest)":"([0-9a-f]{64})"/g)].flatMap(([, digest = '']) => [
      digest,
      digest.slice(0, 16),
    ]),
  )
  return new Map(
    [...all].map(([name, { status, headers, text }]) => {
      const bare = digests.reduce((said, digest) => said.replaceAll(digest, 'DIGEST'), text)
      const { etag = '', ...others } = headers
      return [name, JSON.stringify([status, bare === text ? etag : '', others, bare])]
    }),
  )
}

async function differences(fewest: number): Promise<string[]> {
  const [here, there] = [comparable(await everything(HERE, fewest)), comparable(await everything(THERE, fewest))]
  expect([...there.keys()]).toEqual([...here.keys()])
  return [...here].flatMap(([name, answer]) => {
    const other = there.get(name) ?? ''
    const at = [...answer].findIndex((letter, index) => letter !== other[index])
    return answer === other ? [] : [`${name}: ${answer.slice(at - 40, at + 20)} | ${other.slice(at, at + 20)}`]
  })
}

describe('who fetches all that is open to everybody', () => {
  it('cannot tell two cities from each other that differ in what is of fewer than ten', async () => {
    const fetched = await everything(HERE, FEWEST_TOLD)
    expect(fetched.size).toBe(6 * (11 + (DATES.length * (DATES.length + 1)) / 2) + 1)
    expect([...fetched].filter(([, { status }]) => status !== 200).map(([name]) => name)).toEqual([])
    expect(await differences(FEWEST_TOLD)).toEqual([])
  }, 240_000)

  it('would tell them from each other by nearly every form if fewer than ten were told', async () => {
    const found = new Set((await differences(1)).map((name) => name.replace(/^\S+ /, '').replace(/( of|:) .*/, '')))
    for (const form of ['/open-data/connectivity.csv?month=2026-10', '/open-data/days.csv?month=2026-10'])
      expect(found).toContain(form)
    for (const form of ['/city?lang=es', '/city/2026-10?lang=es', '/embed/sessions.svg?month=2026-10', '/shared'])
      expect(found).toContain(form)
  }, 240_000)

  it('is not told the city’s fullest minute where it is one to nine more than those of the routes that are told', async () => {
    const fleet = await testFleet()
    fleet.setNow('2026-10-04T12:00:00Z')
    const [large, small] = [await fleet.enrol('bus-1', 'T1'), await fleet.enrol('bus-2', 'T2')]
    const tell = (credential: string, seq: number, at: string, riders: number) =>
      fleet.send(credential, [
        aReport(seq, at, { riders: { connected: riders, peak: riders }, sessions: { started: riders, ended: {} } }),
      ])
    const peaks = async (now: string) => {
      const upkeep = { db: fleet.db, now: Date.parse(now), breathe: async () => undefined, stopping: () => false }
      fleet.setNow(now)
      await tidyUp(upkeep)
      const answer = await fleet.get(`/api/reports/city?from=${now.slice(0, 8)}01&to=${now.slice(0, 10)}`)
      const { city, routes } = (await answer.json()) as CityReport
      return [city.ridersPeak, ...routes.map(({ ridersPeak }) => ridersPeak)]
    }
    fleet.setNow('2026-10-05T20:00:00Z')
    await tell(large, 0, '2026-10-05T14:00:00Z', 30)
    await tell(small, 0, '2026-10-05T14:00:00Z', 4)
    expect(await peaks('2026-10-06T09:30:00Z')).toEqual([null, 30, null])
    // Where the small route has few at another time, or more than few, nothing is subtracted from the city's.
    fleet.setNow('2026-10-06T20:00:00Z')
    await tell(large, 1440, '2026-10-06T14:00:00Z', 31)
    await tell(small, 1500, '2026-10-06T15:00:00Z', 4)
    expect(await peaks('2026-10-07T09:30:00Z')).toEqual([31, 31, null])
    fleet.setNow('2026-10-07T20:00:00Z')
    await tell(large, 2880, '2026-10-07T14:00:00Z', 32)
    await tell(small, 2880, '2026-10-07T14:00:00Z', 14)
    expect(await peaks('2026-10-08T09:30:00Z')).toEqual([46, 32, 14])
  })
})
