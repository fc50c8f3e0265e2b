import { expect, it, onTestFinished } from 'vitest'
import { openFleetDatabase } from '../../../db/fleet/open.ts'
import { databaseTroubleOf } from '../../../db/trouble.ts'
import { byCommandLine } from '../../../fleet-api/audit.ts'
import { totals } from '../../../fleet-api/queries/reports.ts'
import { addUser } from '../../../fleet-api/users.ts'
import { until } from '../../bus/until.ts'
import { describeWith } from '../../describe-with.ts'
import { aReport, NOW, testFleet } from '../../fakes/fleet.ts'
import { type Cluster, startPostgres } from '../../postgres/cluster.ts'
import { quietPort } from '../../quiet-port.ts'

async function ownCluster(): Promise<Cluster> {
  const cluster = await startPostgres({ fsync: true })
  onTestFinished(() => cluster.stop())
  await cluster.createDatabase('fleet')
  return cluster
}

describeWith(['postgres'], 'a fleet whose PostgreSQL is killed and comes back', () => {
  it('answers 503 meanwhile, then stores again, and nothing is lost or doubled', { timeout: 90_000 }, async () => {
    const cluster = await ownCluster()
    const fleet = await testFleet({ databaseUrl: cluster.url('fleet') })
    const ids = ['bus-1', 'bus-2', 'bus-3', 'bus-4']
    const credentials = await Promise.all(ids.map((id) => fleet.enrol(id, 'T1')))
    const answers: { status: number; retryAfter: string | null }[] = []
    let acknowledged = 0

    /** As a gateway does: the same batch again until the fleet has said that it holds it. */
    async function sendMinutes(credential: string): Promise<void> {
      for (let seq = 0; seq < 300; seq += 5) {
        const batch = Array.from({ length: 5 }, (_, index) =>
          aReport(seq + index, new Date(Date.parse('2026-11-24T06:00:00Z') + (seq + index) * 60_000).toISOString()),
        )
        await until(
          'the batch is stored',
          async () => {
            const answer = await fleet.send(credential, batch)
            answers.push({ status: answer.status, retryAfter: answer.headers.get('retry-after') })
            return answer.status === 200
          },
          60_000,
        )
        acknowledged += 5
      }
    }
    const sending = Promise.all(credentials.map(sendMinutes))
    for (const share of [200, 600]) {
      await until('some are stored', () => acknowledged >= share, 30_000)
      await cluster.kill()
      const before = answers.length
      await until('some were refused', () => answers.length >= before + 8, 30_000)
      await cluster.restart()
    }
    await sending
    expect(await totals(fleet.db)).toEqual({
      reports: 1200,
      sessionsStarted: 2400,
      inputOctets: 120_000,
      outputOctets: 1_200_000,
    })
    const kinds = new Set(answers.map(({ status, retryAfter }) => `${status} ${retryAfter}`))
    expect([...kinds].sort()).toEqual(['200 null', '503 30'])
  })

  it('tells a reader the same, and a person who signs in', { timeout: 60_000 }, async () => {
    const cluster = await ownCluster()
    const fleet = await testFleet({ databaseUrl: cluster.url('fleet') })
    const ana = { email: 'ana@example.mx', password: 'twelve letters' }
    await addUser(fleet.auth, fleet.db, { ...ana, role: 'operator' }, byCommandLine(Date.parse(NOW)))
    const signedIn = await fleet.post('/api/auth/sign-in/email', ana)
    const cookie = signedIn.headers
      .getSetCookie()
      .map((one) => one.split(';')[0])
      .join('; ')
    const me = () => fleet.app.request('/api/me', { headers: { cookie } })
    expect((await me()).status).toBe(200)
    await cluster.kill()
    const answers = [await fleet.get('/api/routes'), await me(), await fleet.post('/api/auth/sign-in/email', ana)]
    expect(answers.map(({ status }) => status)).toEqual([503, 503, 503])
    await cluster.restart()
    expect((await me()).status).toBe(200)
  })
})

describeWith(['postgres'], 'a PostgreSQL', () => {
  it('that comes back is listened to again', { timeout: 60_000 }, async () => {
    const cluster = await ownCluster()
    const db = await openFleetDatabase(cluster.url('fleet'))
    onTestFinished(() => db.close())
    let heard = 0
    db.onAnnouncement(() => {
      heard += 1
    })
    await until('it listens', () => heard === 1)
    await db.announce()
    await until('it hears', () => heard === 2)
    await cluster.kill()
    await cluster.restart()
    await until('it listens again, and takes it that it has missed something', () => heard === 3, 20_000)
    await db.announce()
    await until('it hears again', () => heard === 4)
  })

  it('that does not answer is named, without its password', async () => {
    const port = await quietPort()
    const error = await openFleetDatabase(`postgres://abordo:secret@127.0.0.1:${port}/fleet`).catch((thrown) => thrown)
    expect(databaseTroubleOf(error)).toBe('unreachable')
    expect(error.message).toBe(
      `PostgreSQL cannot be reached at 127.0.0.1:${port} (ECONNREFUSED): see that it runs, and that DATABASE_URL is right`,
    )
  })
})
