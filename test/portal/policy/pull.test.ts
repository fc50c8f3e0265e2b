import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DEFAULT_POLICY } from '../../../contract/policy.ts'
import { pullPolicy } from '../../../portal/policy/pull.ts'
import { type AnsweringFleet, answeringFleet } from '../../fakes/answering-fleet.ts'

describe('a policy that is pulled', () => {
  let fleet: AnsweringFleet
  const pull = (running = 1) => pullPolicy(fleet.address, running)
  const says = (policy: object) => {
    fleet.says(200, JSON.stringify(policy))
  }

  beforeAll(async () => {
    fleet = await answeringFleet()
  })
  afterAll(() => fleet.close())

  it('is none where the fleet says that the running one is right', async () => {
    fleet.says(304, '')
    expect(await pull(7)).toBeNull()
    expect(fleet.asked.at(-1)?.headers['if-none-match']).toBe('"7"')
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
    fleet.says(200, '<html>Sign in to this WiFi</html>')
    await expect(pull()).rejects.toThrow(/not valid JSON/)
  })
})
