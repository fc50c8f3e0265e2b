import { describe, expect, it } from 'vitest'
import type { Ring } from '../../contract/release.ts'
import { removeRelease, setRing } from '../../fleet-api/releases.ts'
import { type TestFleet, testFleet } from '../fakes/fleet.ts'
import { BY, gatewayAsks, publish } from '../fakes/release.ts'
import { look, minutesAfter, openAlerts } from '../fakes/watch.ts'

const NOW = '2026-11-24T14:40:00Z'
const LATER = { ...BY, now: Date.parse('2026-11-24T14:45:00Z') }

/** A fleet of some gateways with version 1.4.0 for a ring, and how its gateways tell. */
async function offering(gateways: number, ring: Ring) {
  const fleet = await testFleet()
  const asks: ReturnType<typeof gatewayAsks>[] = []
  for (let n = 1; n <= gateways; n += 1) asks.push(gatewayAsks(fleet, await fleet.enrol(`bus-${n}`, 'T1')))
  await publish(fleet, { version: '1.4.0', sequence: 1 }, ring)
  /** So many gateways have gone back from it, a minute after one another. */
  const goBack = async (count: number) => {
    for (const [index, one] of asks.slice(0, count).entries()) {
      fleet.setNow(minutesAfter('2026-11-24T14:31:00Z', index))
      expect((await one.tell('rolled-back', { reason: 'no page was shown' })).status).toBe(204)
    }
  }
  return { fleet, goBack }
}
/** Looks for so long that what is over closes. */
async function lookOn(fleet: TestFleet) {
  for (const minutes of [46, 51, 56, 59]) await look(fleet, `2026-11-24T14:${minutes}:00Z`)
}

describe('an alert of a version that was stopped', () => {
  it('opens at once when a second gateway goes back from it, and tells how many did', async () => {
    const { fleet, goBack } = await offering(30, 'all')
    await goBack(1)
    await look(fleet, NOW)
    expect(await openAlerts(fleet)).toEqual([])
    await goBack(2)
    await look(fleet, NOW)
    expect(await openAlerts(fleet, '?lang=es')).toMatchObject([
      {
        kind: 'release-stopped',
        scope: 'fleet',
        subjectId: '1.4.0',
        cause: 'new-version',
        since: '2026-11-24T14:32:00.000Z',
        facts: { version: '1.4.0', wentBack: 2, ring: 30 },
        words: {
          title: 'Versión 1.4.0 detenida desde las 08:32',
          cause: 'Con la versión nueva un teléfono no se habría conectado: esos equipos volvieron solos a la de antes.',
          first:
            'Abre Ajustes, Versiones: ahí dice qué equipos volvieron y por qué. Luego retírala, u ofrécela otra vez si la causa era otra.',
        },
      },
    ])
    expect((await openAlerts(fleet, '?lang=en'))[0]?.words).toEqual({
      title: 'Version 1.4.0 stopped since 08:32',
      cause:
        'No phone would have got online with the new version: these gateways went back to the one before by themselves.',
      first:
        'Open Settings, Versions: it says which gateways went back, and why. Then withdraw it, or offer it again if it was not to blame.',
    })
  })

  it.each([
    ['is withdrawn', (fleet: TestFleet) => setRing(fleet.db, '1.4.0', 'none', LATER)],
    ['is offered again', (fleet: TestFleet) => setRing(fleet.db, '1.4.0', 'all', LATER)],
    ['is removed', (fleet: TestFleet) => removeRelease(fleet.db, '1.4.0', LATER)],
    ['is replaced by a newer one', (fleet: TestFleet) => publish(fleet, { version: '1.5.0', sequence: 2 }, 'all')],
  ])('closes when it %s', async (_what, act) => {
    const { fleet, goBack } = await offering(3, 'all')
    await goBack(1)
    await look(fleet, NOW)
    expect(await openAlerts(fleet)).toHaveLength(1)
    await act(fleet)
    await lookOn(fleet)
    expect(await openAlerts(fleet)).toEqual([])
  })

  it('stays while a newer one is only for some of its gateways', async () => {
    const { fleet, goBack } = await offering(3, 'all')
    await goBack(1)
    await publish(fleet, { version: '1.5.0', sequence: 2 }, 'tenth')
    await look(fleet, NOW)
    await lookOn(fleet)
    expect(await openAlerts(fleet)).toMatchObject([{ kind: 'release-stopped', subjectId: '1.4.0' }])
  })

  it('is one for each of two', async () => {
    const { fleet, goBack } = await offering(3, 'all')
    await goBack(1)
    await publish(fleet, { version: '1.5.0', sequence: 2 }, 'tenth')
    const bus = gatewayAsks(fleet, await fleet.enrol('bus-9', 'T1'))
    fleet.setNow('2026-11-24T14:35:00Z')
    await bus.tell('rolled-back', { version: '1.5.0' })
    await look(fleet, NOW)
    expect((await openAlerts(fleet)).map(({ subjectId }) => subjectId).sort()).toEqual(['1.4.0', '1.5.0'])
  })

  it('is nobody’s who does not want to hear of it', async () => {
    const { fleet, goBack } = await offering(3, 'all')
    await goBack(1)
    await fleet.as('admin', 'PUT', '/api/alerts/thresholds', { off: ['release-stopped'] })
    await look(fleet, NOW)
    expect(await openAlerts(fleet)).toEqual([])
  })
})
