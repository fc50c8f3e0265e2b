import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DEFAULT_POLICY } from '../../../contract/policy.ts'
import { pullPolicy } from '../../../portal/policy/pull.ts'

describe('a policy that is pulled', () => {
  let server: Server
  let answer: { status: number; body: string } = { status: 200, body: '' }
  const asked: (string | undefined)[] = []
  const pull = (running = 1) =>
    pullPolicy({ fleetUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, credential: 'x' }, running)
  const says = (policy: object) => {
    answer = { status: 200, body: JSON.stringify(policy) }
  }

  beforeAll(async () => {
    server = createServer((incoming, outgoing) => {
      asked.push(incoming.headers['if-none-match'])
      outgoing.writeHead(answer.status).end(answer.body)
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  })
  afterAll(() => server.close())

  it('is none where the fleet says that the running one is right', async () => {
    answer = { status: 304, body: '' }
    expect(await pull(7)).toBeNull()
    expect(asked.at(-1)).toBe('"7"')
  })

  it('may have fields of a newer minor protocol, which are left out', async () => {
    says({ ...DEFAULT_POLICY, version: 2, protocol: '1.9', seatWarmth: 3, branding: { color: '#00694b', font: 'x' } })
    expect(await pull()).toEqual({ ...DEFAULT_POLICY, version: 2, branding: { color: '#00694b', logo: null } })
  })

  it('is refused with a clear line where it is of a newer major protocol', async () => {
    says({ ...DEFAULT_POLICY, version: 2, protocol: '2.0' })
    await expect(pull()).rejects.toThrow(
      'protocol: speaks a protocol that this gateway (1.6) cannot read: update the gateway',
    )
  })

  it.each([
    ['has a value that cannot be', { ...DEFAULT_POLICY, version: 2, sessionSeconds: 5 }, /^sessionSeconds: /],
    ['lacks what it needs', { version: 2 }, /^operatorName: /],
    ['is no object', ['policy'], /^policy: /],
  ])('is refused with the first thing that is wrong where it %s', async (_, policy, words) => {
    says(policy)
    await expect(pull()).rejects.toThrow(words)
  })

  it('is refused where the answer is another portal’s page', async () => {
    answer = { status: 200, body: '<html>Sign in to this WiFi</html>' }
    await expect(pull()).rejects.toThrow(/not valid JSON/)
  })
})
