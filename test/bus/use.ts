import { afterAll, beforeAll } from 'vitest'
import { Bus, type BusOptions } from './bus.ts'

/** A bus for all tests of a describe block: made before the first and removed after the last, failed or not. */
export function useBus(options: BusOptions = {}): () => Bus {
  let bus: Bus | null = null
  beforeAll(async () => {
    bus = await Bus.create(options)
  })
  afterAll(async () => {
    await bus?.remove()
  })
  return () => {
    if (bus === null) throw new Error('the bus is not there before the first test')
    return bus
  }
}
