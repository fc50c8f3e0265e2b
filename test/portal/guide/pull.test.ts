import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Guide } from '../../../contract/guide.ts'
import { pullGuide } from '../../../portal/guide/pull.ts'
import { type AnsweringFleet, answeringFleet } from '../../fakes/answering-fleet.ts'
import { aGuide, aShape, at } from './guides.ts'

const GUIDE = aGuide(aShape([at(0, 0), at(1000, 0)]))

describe('a guide that is pulled', () => {
  let fleet: AnsweringFleet
  const pull = (held: Guide | null = null) => pullGuide(fleet.address, held)

  const lastAsked = () => {
    const { url, headers } = fleet.asked.at(-1) ?? expect.fail('nothing was asked')
    return `${url} ${headers.authorization} ${headers['if-none-match']}`
  }

  beforeAll(async () => {
    fleet = await answeringFleet()
  })
  afterAll(() => fleet.close())

  it('is the one that the fleet gives', async () => {
    fleet.says(200, JSON.stringify({ ...GUIDE, seats: 40 }))
    expect(await pull()).toEqual(GUIDE)
    expect(lastAsked()).toBe('/v1/guide Bearer secret undefined')
  })

  it('is the same where the fleet says so, and none where it has none', async () => {
    fleet.says(304, '')
    expect(await pull({ ...GUIDE, version: 'v1' })).toBe('same')
    expect(lastAsked()).toBe('/v1/guide Bearer secret "v1"')
    fleet.says(204, '')
    expect(await pull({ ...GUIDE, version: 'v1' })).toBeNull()
  })

  it('keeps the shapes that it holds where only the link is new, or there is none any more', async () => {
    const share = { url: 'https://wifi.example.mx/viaje/a', until: '2026-11-24T15:20:00.000Z' }
    const held = { ...GUIDE, version: 'v1', shapesVersion: 's1', share }
    const next = { ...share, url: 'https://wifi.example.mx/viaje/b' }
    fleet.says(200, JSON.stringify({ version: 'v2', shapesVersion: 's1', share: next }))
    expect(await pull(held)).toEqual({ ...held, version: 'v2', share: next })
    expect(lastAsked()).toBe('/v1/guide?shapes=s1 Bearer secret "v1"')
    fleet.says(200, JSON.stringify({ version: 's1', shapesVersion: 's1' }))
    expect(await pull(held)).toEqual({ ...GUIDE, version: 's1', shapesVersion: 's1' })
  })

  it('is refused without shapes where they are not those that it holds', async () => {
    fleet.says(200, JSON.stringify({ version: 'v2', shapesVersion: 's2' }))
    await expect(pull({ ...GUIDE, version: 'v1', shapesVersion: 's1' })).rejects.toThrow(/^guide: /)
  })

  it.each([
    ['another portal’s page', 200, '<html>Sign in to this WiFi</html>', /not valid JSON/],
    ['without shapes', 200, JSON.stringify({ ...GUIDE, shapes: [] }), /^guide: shapes: /],
    [
      'out of this world',
      200,
      JSON.stringify(aGuide(aShape([[91, 0], at(0, 0)]))),
      /^guide: shapes\.0\.points\.0\.0: /,
    ],
    ['an error', 500, '', /^the fleet answered 500 when asked for the route guide$/],
    ['too large', 200, ' '.repeat(8_000_001), /too large/],
  ])('is refused where it is %s', async (_, status, body, words) => {
    fleet.says(status, body)
    await expect(pull()).rejects.toThrow(words)
  })
})
