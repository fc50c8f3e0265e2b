import { expect, it } from 'vitest'
import { describeWith } from '../describe-with.ts'
import { chooseCuts, cutAndBoot } from './cuts.ts'
import { SEED, useWorkshop, wrong } from './outcomes.ts'
import type { StormOrder } from './words.ts'

// The proof of power.test.ts is worth as much as what it would notice: gateways as they must not be.
const BAD: [string, Omit<StormOrder, 'folder' | 'life'>][] = [
  ['does not wait for the disk at all (synchronous OFF)', { synchronous: 'OFF' }],
  ['does not wait for the disk at each commit (synchronous NORMAL)', { synchronous: 'NORMAL' }],
  ['tells riders that they are online before it is durable', { early: true }],
]

describeWith(['strace'], 'a power cut in a boarding storm', () => {
  const workshop = useWorkshop()

  it.each(BAD)(
    'loses sessions that were promised, and that is noticed, where the gateway %s',
    async (_, order) => {
      const storm = workshop().record({ life: 'boarding', ...order })
      const cuts = chooseCuts(storm, () => 3, SEED).filter(({ part }) => part === 'the boarding')
      const outcomes = await cutAndBoot(storm, cuts, workshop().folder)
      const lost = wrong(outcomes, ({ about, text }) => about === 'sums' && /\d sessions started/.test(text))
      expect(lost.length).toBeGreaterThan(3)
    },
    120_000,
  )
})
