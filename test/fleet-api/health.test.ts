import { describe, expect, it } from 'vitest'
import { execute } from '../fakes/database.ts'
import { testFleet } from '../fakes/fleet.ts'

describe('/healthz', () => {
  it('answers as long as the process does, whatever the database does', async () => {
    const fleet = await testFleet({ stopping: () => true })
    await fleet.db.close()
    const answer = await fleet.app.request('/healthz')
    expect(answer.status).toBe(200)
    expect(await answer.json()).toEqual({ ok: true })
  })
})

describe('/readyz', () => {
  it('answers that the fleet can work', async () => {
    const fleet = await testFleet()
    const answer = await fleet.app.request('/readyz')
    expect(answer.status).toBe(200)
    expect(answer.headers.get('cache-control')).toBe('no-store')
    expect(await answer.json()).toEqual({ ok: true })
  })

  it('tells nothing but that it is not available, and when to come again, once the fleet stops', async () => {
    const fleet = await testFleet({ stopping: () => true })
    const answer = await fleet.app.request('/readyz', { headers: { 'x-request-id': 'probe' } })
    expect(answer.status).toBe(503)
    expect(answer.headers.get('retry-after')).toBe('5')
    expect(answer.headers.get('content-type')).toBe('application/problem+json')
    expect(await answer.json()).toEqual({
      type: 'urn:abordo:error:unavailable',
      title: 'Not available just now; try again',
      status: 503,
      code: 'unavailable',
      detail: 'Not available just now; try again',
      requestId: 'probe',
    })
  })

  it('answers 503 where the database does not answer', async () => {
    const fleet = await testFleet()
    await fleet.db.close()
    expect((await fleet.app.request('/readyz')).status).toBe(503)
  })

  it.each(['alter table gateway drop column label', 'drop table rider_problem'])(
    'answers 503 where the database is not migrated: %s',
    async (missing) => {
      const fleet = await testFleet()
      await execute(fleet.databaseUrl, missing)
      expect((await fleet.app.request('/readyz')).status).toBe(503)
    },
  )

  it('answers 503 where the database takes too long, and leaves no timer behind', async () => {
    const timers = new Set<() => void>()
    const fleet = await testFleet({
      every: (_, job) => {
        timers.add(job)
        job()
        return () => timers.delete(job)
      },
    })
    expect((await fleet.app.request('/readyz')).status).toBe(503)
    expect(timers.size).toBe(0)
  })
})
