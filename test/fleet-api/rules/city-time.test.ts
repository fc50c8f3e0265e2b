import { describe, expect, it } from 'vitest'
import { cityTime } from '../../../fleet-api/rules/city-time.ts'

describe('the city’s hours and days', () => {
  it('begin at whole seconds, also for who first asks in the middle of one', () => {
    const { dayOf, hourOf } = cityTime('America/Mexico_City')
    expect([dayOf(1_795_705_200.306), hourOf(1_795_705_200.306)]).toEqual([1_795_672_800, 1_795_705_200])
    expect([dayOf(1_795_705_260), hourOf(1_795_705_260)]).toEqual([1_795_672_800, 1_795_705_200])
  })

  it('begin at half hours in a zone that is half an hour off', () => {
    expect(cityTime('Asia/Kolkata').hourOf(1_795_705_260)).toBe(1_795_703_400)
    expect(cityTime('Asia/Kolkata').dayOf(1_795_705_260)).toBe(1_795_631_400)
  })
})
