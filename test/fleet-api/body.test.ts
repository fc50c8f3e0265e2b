import { describe, expect, it } from 'vitest'
import { testFleet } from '../fakes/fleet.ts'

const headers = { authorization: 'Bearer abordo_api_admin', 'content-type': 'application/json' }

describe("a body on the dashboard's side", () => {
  it.each([
    ['PUT', '/api/policy'],
    ['POST', '/api/auth/sign-in/email'],
  ])('of more than 64 kB is refused: %s %s', async (method, path) => {
    const fleet = await testFleet()
    const body = JSON.stringify({ operatorName: 'x'.repeat(65_536) })
    const answer = await fleet.app.request(path, {
      method,
      headers: { ...headers, 'content-length': String(body.length) },
      body,
    })
    expect(answer.status).toBe(413)
    expect(answer.headers.get('content-type')).toBe('application/problem+json')
    expect(await answer.json()).toMatchObject({
      code: 'too-large',
      detail: 'Send at most 65,536 octets, unpacked, in one request.',
    })
  })

  it('of more than 64 kB is refused also where it does not say how long it is', async () => {
    const fleet = await testFleet()
    let sent = 0
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += 1024
        controller.enqueue(new Uint8Array(1024).fill(32))
      },
    })
    const answer = await fleet.app.request('/api/policy', {
      method: 'PUT',
      headers,
      body,
      duplex: 'half',
    } as RequestInit)
    expect(answer.status).toBe(413)
    expect(sent).toBeLessThan(70_000)
  })

  it('of less is taken', async () => {
    const fleet = await testFleet()
    const answer = await fleet.as('admin', 'PUT', '/api/policy/gateways/none', { operatorName: 'León' })
    expect(answer.status).toBe(404)
    expect(await answer.json()).toMatchObject({ detail: 'There is no gateway of this id.' })
  })
})
