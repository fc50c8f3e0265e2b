import { describe, expect, it } from 'vitest'
import { DEFAULT_THRESHOLDS } from '../../contract/alerts.ts'
import { policyLayerSchema } from '../../contract/policy.ts'
import { effectivePolicy } from '../../contract/policy-layers.ts'
import { draftOf, layerOf, namesIn } from '../../dashboard/pages/settings/policy/items.ts'
import * as thresholds from '../../dashboard/pages/settings/thresholds/fields.ts'

describe('a policy in people’s units', () => {
  const layer = {
    sessionSeconds: 5400,
    quotaOctets: 1_500_000_000,
    extension: { seconds: 900, times: 2 },
    clientRate: { down: 2_500_000 },
    branding: { color: '#c8102e' },
    walledGarden: ['salud.gob.mx', 'leon.gob.mx'],
  }

  it('is written in minutes, GB, Mbit/s and lines', () => {
    expect(draftOf(effectivePolicy([layer]), layer)).toMatchObject({
      session: '90',
      quota: '1.5',
      quotaUnit: 'GB',
      extensionMinutes: '15',
      extensionTimes: '2',
      clientDown: '2.5',
      clientUp: '',
      walledGarden: 'salud.gob.mx\nleon.gob.mx',
    })
  })

  it('asks, when nothing was changed, for the same as before and for no more', () => {
    expect(policyLayerSchema.parse(layerOf(draftOf(effectivePolicy([layer]), layer)))).toEqual(layer)
  })

  it('takes a comma for a point, and nothing for no limit', () => {
    const draft = { ...draftOf(effectivePolicy([layer]), layer), session: '7,5', quota: ' ' }
    expect(layerOf(draft)).toMatchObject({ sessionSeconds: 450, quotaOctets: null })
  })

  it('is refused where an amount is no number', () => {
    const draft = { ...draftOf(effectivePolicy([layer]), layer), session: 'una hora' }
    expect(policyLayerSchema.safeParse(layerOf(draft)).success).toBe(false)
  })

  it('knows on which line each name stands', () => {
    expect(namesIn('a.mx\n\n  b.mx ')).toEqual([
      { name: 'a.mx', line: 1 },
      { name: 'b.mx', line: 3 },
    ])
  })
})

describe('thresholds in people’s units', () => {
  it('come back as they were', () => {
    expect(thresholds.layerOf(thresholds.draftOf(DEFAULT_THRESHOLDS, null))).toEqual(DEFAULT_THRESHOLDS)
  })

  it('of a route are those of the kinds that it changes', () => {
    const draft = thresholds.draftOf({ ...DEFAULT_THRESHOLDS, hotC: 70 }, { hotC: 70 })
    expect(thresholds.layerOf(draft)).toEqual({ hotC: 70, hotMinutes: 10 })
  })
})
