import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Guide } from '../../../contract/guide.ts'
import { createGuideFollower } from '../../../portal/guide/follow.ts'
import { createGuideStore } from '../../../portal/guide/store.ts'
import { fakeFollowing } from '../../fakes/following.ts'
import { aGuide, aShape, at } from './guides.ts'

const guide = (version: string): Guide => ({ ...aGuide(aShape([at(0, 0), at(1000, 0)])), version })

describe('following the fleet’s guide', () => {
  let dataDir = ''
  beforeEach(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'abordo-guide-'))
  })
  afterEach(() => rmSync(dataDir, { recursive: true }))

  /** A follower whose fleet answers as it is told, and whose waits pass when they are told to. */
  function follower() {
    const { deps, go, logged, clock } = fakeFollowing()
    const store = createGuideStore({ dataDir, log: deps.log })
    const asked: (string | null)[] = []
    const world = { answer: async (): Promise<Guide | 'same' | null> => guide('v1') }
    const made = createGuideFollower({
      store,
      pull: (held) => {
        asked.push(held?.version ?? null)
        return world.answer()
      },
      ...deps,
    })
    /** The fleet names a version, the wait passes and the request ends. */
    const names = async (version: string | null) => {
      made.want(version)
      await go(made)
    }
    return { store, asked, logged, clock, world, names }
  }

  it('fetches the one that an answer names, once, and keeps it over a restart', async () => {
    const { store, asked, names } = follower()
    await names('v1')
    await names('v1')
    expect(asked).toEqual([null])
    expect(store.current()).toMatchObject({ guide: guide('v1'), wanted: true })
    const restarted = follower()
    expect(restarted.store.current()).toMatchObject({ guide: guide('v1'), wanted: null })
    await restarted.names('v1')
    expect(restarted.store.current()?.wanted).toBe(true)
    expect(restarted.asked).toEqual([])
  })

  it('goes by none while the fleet names none, and has the last one at hand when it is named again', async () => {
    const { store, asked, names } = follower()
    await names('v1')
    await names(null)
    expect(store.current()).toBeNull()
    await names('v1')
    expect(store.current()?.guide.version).toBe('v1')
    expect(asked).toEqual([null])
  })

  it('takes another route’s in the place of the one before', async () => {
    const { store, asked, world, names } = follower()
    await names('v1')
    world.answer = async () => guide('v2')
    await names('v2')
    expect(asked).toEqual([null, 'v1'])
    expect(store.version()).toBe('v2')
    expect(readdirSync(dataDir)).toEqual(['guide.json'])
  })

  it('stays with the one before where the fleet cannot be understood, and asks again a quarter of an hour later', async () => {
    const { store, asked, logged, clock, world, names } = follower()
    await names('v1')
    world.answer = async () => {
      throw new Error('guide: shapes: too small')
    }
    await names('v2')
    await names('v2')
    expect(asked).toHaveLength(2)
    expect(logged).toEqual(['the route guide could not be fetched; the one before stays'])
    expect(store.version()).toBe('v1')
    clock.uptime = 15 * 60_000
    world.answer = async () => guide('v2')
    await names('v2')
    expect(store.version()).toBe('v2')
  })

  it('does not ask each minute for one that the fleet names and does not give', async () => {
    const { store, asked, world, names } = follower()
    world.answer = async () => null
    await names('v1')
    await names('v1')
    expect(asked).toHaveLength(1)
    expect(store.current()).toBeNull()
  })

  it('begins without one where the disk has spoilt it', async () => {
    writeFileSync(join(dataDir, 'guide.json'), '{"version":"v1"')
    const { store, logged, names } = follower()
    expect(store.current()).toBeNull()
    expect(logged).toEqual(['guide.json cannot be used; the fleet is asked again'])
    await names('v1')
    expect(store.version()).toBe('v1')
  })
})
