import { describe, expect, it } from 'vitest'
import { DEFAULT_POLICY, type Policy } from '../../../contract/policy.ts'
import type { PolicyProblem } from '../../../portal/policy/adopt.ts'
import { createPolicyFollower } from '../../../portal/policy/follow.ts'
import { fakeFollowing } from '../../fakes/following.ts'

/** A follower whose fleet answers as it is told, and whose waits pass when they are told to. */
function follower() {
  let running = 1
  const { deps, go, waits, clock } = fakeFollowing()
  const asked: number[] = []
  const fleet = {
    pull: async (): Promise<Policy | null> => ({ ...DEFAULT_POLICY, version: 2 }),
    adopt: async (policy: Policy): Promise<PolicyProblem | null> => {
      running = policy.version
      return null
    },
  }
  const made = createPolicyFollower({
    running: () => running,
    pull: (version) => {
      asked.push(version)
      return fleet.pull()
    },
    adopt: (policy) => fleet.adopt(policy),
    ...deps,
  })
  return {
    ...made,
    fleet,
    asked,
    waits,
    running: () => running,
    clock,
    go: () => go(made),
  }
}

describe('following the fleet’s policy', () => {
  it('asks for nothing while the right one runs', () => {
    const { want, waits } = follower()
    want(1)
    expect(waits).toEqual([])
  })

  it('fetches another one after a wait of chance, so that not every bus comes in the same second', async () => {
    const { want, waits, asked, go, running } = follower()
    want(2)
    want(2)
    expect(waits).toEqual([7500])
    await go()
    expect(asked).toEqual([1])
    expect(running()).toBe(2)
  })

  it('goes back to an older one too, where the fleet says so', async () => {
    const { want, fleet, go, running } = follower()
    fleet.pull = async () => ({ ...DEFAULT_POLICY, version: 0 })
    want(0)
    await go()
    expect(running()).toBe(0)
  })

  it('says which one is not in force and why, and tries it again a quarter of an hour later', async () => {
    const { want, fleet, go, problem, waits, clock, running } = follower()
    fleet.adopt = async ({ version }) => ({ version, reason: 'nft: no such set' })
    want(2)
    await go()
    expect(problem()).toEqual({ version: 2, reason: 'nft: no such set' })
    want(2)
    expect(waits).toHaveLength(1)
    clock.uptime = 15 * 60_000
    fleet.adopt = async () => null
    want(2)
    await go()
    expect(problem()).toBeNull()
    expect(running()).toBe(1)
  })

  it('tries another version at once', async () => {
    const { want, fleet, go, waits } = follower()
    fleet.adopt = async ({ version }) => ({ version, reason: 'no' })
    want(2)
    await go()
    want(3)
    expect(waits).toHaveLength(2)
  })

  it('reports a policy that cannot be read, in one line and without addresses', async () => {
    const { want, fleet, go, problem } = follower()
    fleet.pull = async () => {
      throw new Error('protocol: speaks a protocol that this gateway (1.2) cannot read\n10.1.2.3 and more')
    }
    want(2)
    await go()
    expect(problem()).toEqual({ version: 2, reason: 'protocol: speaks a protocol that this gateway (1.2) cannot read' })
  })
})
