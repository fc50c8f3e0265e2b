import { describe, expect, it } from 'vitest'
import { takenTogether } from '../../fleet-api/taken-together.ts'
import { testFleet } from '../fakes/fleet.ts'

/** What takes words, and tells which it was given together. */
function words(most: number) {
  const together: string[][] = []
  const take = takenTogether<string, string>(most, async (_, brought, now) => {
    together.push(brought)
    if (brought.includes('bad')) throw new Error('the database is gone')
    return brought.filter((word) => word !== 'lost').map((word) => `${word} at ${now}`)
  })
  return { together, take }
}
const now = () => 7

describe('what is taken together', () => {
  it('is what comes while a transaction is under way, in the next one, and each gets its own answer', async () => {
    const { db } = await testFleet()
    const { together, take } = words(10)
    const answers = await Promise.all(['a', 'b', 'c'].map((word) => take(db, word, now)))
    expect(answers).toEqual(['a at 7', 'b at 7', 'c at 7'])
    expect(together).toEqual([['a'], ['b', 'c']])
    expect(await take(db, 'd', now)).toBe('d at 7')
  })

  it('is at most so many at once', async () => {
    const { db } = await testFleet()
    const { together, take } = words(2)
    await Promise.all(['a', 'b', 'c', 'd'].map((word) => take(db, word, now)))
    expect(together).toEqual([['a'], ['b', 'c'], ['d']])
  })

  it('fails together where the transaction fails, and harms nobody who comes after', async () => {
    const { db } = await testFleet()
    const { take } = words(2)
    const all = await Promise.allSettled(['a', 'b', 'bad', 'c'].map((word) => take(db, word, now)))
    expect(all.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected', 'fulfilled'])
  })

  it('is an error, and no answer of another’s, where one is forgotten', async () => {
    const { db } = await testFleet()
    const { take } = words(2)
    await expect(take(db, 'lost', now)).rejects.toThrow('a request was forgotten while it was taken in')
  })
})
