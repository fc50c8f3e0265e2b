import { describe, expect, it } from 'vitest'
import { aReport, TOKEN, testFleet } from '../fakes/fleet.ts'

describe('an answer that has not changed', () => {
  const ask = (fleet: Awaited<ReturnType<typeof testFleet>>, path: string, ifNoneMatch: string) =>
    fleet.app.request(path, { headers: { authorization: `Bearer ${TOKEN}`, 'if-none-match': ifNoneMatch } })

  it.each(['/api/me', '/api/policy', '/api/policy/layers', '/api/openapi.json'])(
    'is not sent again: %s',
    async (path) => {
      const fleet = await testFleet()
      const first = await fleet.get(path)
      expect(first.headers.get('cache-control')).toBe('private, no-cache')
      const tag = first.headers.get('etag') ?? ''
      expect(tag).toMatch(/^W\/"[A-Za-z0-9_-]{22}"$/)
      const again = await ask(fleet, path, tag)
      expect(again.status).toBe(304)
      expect(again.headers.get('etag')).toBe(tag)
      expect(again.headers.get('content-type')).toBeNull()
      expect(await again.text()).toBe('')
    },
  )

  it.each(['/api/gateways', '/api/routes'])('is the same though it was made at another time: %s', async (path) => {
    const fleet = await testFleet()
    await fleet.enrol('bus-1', 'T1')
    const tag = (await fleet.get(path)).headers.get('etag') ?? ''
    fleet.setNow('2026-11-24T14:31:00Z')
    expect((await ask(fleet, path, `"other", ${tag}`)).status).toBe(304)
  })

  it('is sent again once it has', async () => {
    const fleet = await testFleet()
    const bus = await fleet.enrol('bus-1', 'T1')
    const tag = (await fleet.get('/api/gateways')).headers.get('etag') ?? ''
    await fleet.send(bus, [aReport(0, '2026-11-24T14:29:00Z')])
    const changed = await ask(fleet, '/api/gateways', tag)
    expect(changed.status).toBe(200)
    expect(changed.headers.get('etag')).not.toBe(tag)
    expect(await changed.json()).toMatchObject({ gateways: [{ id: 'bus-1', state: 'live' }] })
  })

  it('has no tag where it is an error, a stream, or not to be kept', async () => {
    const fleet = await testFleet()
    await fleet.enrol('bus-1', 'T1')
    const stream = await fleet.get('/api/live')
    const answers = [await fleet.get('/api/none'), stream, await fleet.as('admin', 'POST', '/api/gateways/bus-1/code')]
    expect(answers.map(({ headers }) => headers.get('etag'))).toEqual([null, null, null])
    expect(answers.map(({ headers }) => headers.get('cache-control'))).toEqual([null, 'no-store', 'no-store'])
    await stream.body?.cancel()
  })
})
