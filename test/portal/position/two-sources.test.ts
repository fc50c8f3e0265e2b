import { expect, it } from 'vitest'
import { twoSources } from '../../../portal/position/two-sources.ts'
import { aTpv } from './fixes.ts'

it('the second receiver is heard only where the first has had no fix for ten seconds', () => {
  const noted: number[] = []
  const { first, second } = twoSources((_, uptimeMs) => noted.push(uptimeMs))
  second(aTpv(1), 1000)
  first(aTpv(2), 2000)
  second(aTpv(3), 3000)
  second(aTpv(12), 12_000)
  first(aTpv(12, 0, 0, { mode: 1 }), 12_001)
  second(aTpv(13), 12_002)
  expect(noted).toEqual([1000, 2000, 12_001, 12_002])
})
