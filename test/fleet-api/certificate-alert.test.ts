import { describe, expect, it } from 'vitest'
import { keepCertificate } from '../../fleet-api/queries/certificates.ts'
import { writeSetting } from '../../fleet-api/queries/settings.ts'
import { CERTIFICATE_ONE } from '../fakes/certificates.ts'
import { type TestFleet, testFleet } from '../fakes/fleet.ts'
import { look, openAlerts } from '../fakes/watch.ts'

const HOST_NAME = 'wifi.example.mx'
const NOW = '2026-11-24T14:30:00Z'
const watched = { certificateOf: HOST_NAME }

/** A certificate that ends then, or none; and so many tries that have failed since. */
async function stands(fleet: TestFleet, notAfter: string | null, failures: number): Promise<void> {
  const chain = notAfter === null ? null : CERTIFICATE_ONE.cert
  const problem = failures === 0 ? null : JSON.stringify({ step: 'ca-refused', detail: 'no' })
  const [ends, triedAt] = [notAfter === null ? null : Date.parse(notAfter), Date.parse('2026-11-24T14:00:00Z')]
  await fleet.db.transaction(async (tx) => {
    await keepCertificate(tx, { hostName: HOST_NAME, chain, notAfter: ends, triedAt, problem })
    await writeSetting(tx, 'certificate-failures', String(failures))
  })
}
const titles = async (fleet: TestFleet) => (await openAlerts(fleet, '?lang=es')).map(({ words }) => words?.title)

describe('an alert of the certificate', () => {
  it.each([
    ['2026-12-01T00:00:00Z', 1, 'El certificado de wifi.example.mx vence el mar 1 dic y no se pudo renovar'],
    ['2026-11-24T00:00:00Z', 3, 'El certificado de wifi.example.mx está vencido'],
    ['2027-01-20T00:00:00Z', 3, 'El certificado de wifi.example.mx vence el mié 20 ene y no se pudo renovar'],
    [null, 3, 'El certificado de wifi.example.mx no se pudo obtener'],
  ])('opens where it ends at %s and %i tries have failed', async (notAfter, failures, title) => {
    const fleet = await testFleet()
    await stands(fleet, notAfter, failures)
    await look(fleet, NOW, watched)
    expect(await titles(fleet)).toEqual([title])
    expect(await openAlerts(fleet)).toMatchObject([{ kind: 'certificate', scope: 'fleet', subjectId: '' }])
  })

  it.each([
    ['2027-01-20T00:00:00Z', 0],
    ['2027-01-20T00:00:00Z', 2],
    [null, 2],
  ])('does not where it ends at %s and %i tries have failed', async (notAfter, failures) => {
    const fleet = await testFleet()
    await stands(fleet, notAfter, failures)
    await look(fleet, NOW, watched)
    expect(await openAlerts(fleet)).toEqual([])
  })

  it('closes once there is a new one', async () => {
    const fleet = await testFleet()
    await stands(fleet, null, 3)
    await look(fleet, NOW, watched)
    expect(await openAlerts(fleet)).toHaveLength(1)
    await stands(fleet, '2027-02-20T00:00:00Z', 0)
    for (const minutes of [31, 36, 41, 46]) await look(fleet, `2026-11-24T14:${minutes}:00Z`, watched)
    expect(await openAlerts(fleet)).toEqual([])
  })

  it('is nobody’s where no certificate is set up, or nobody wants to hear of it', async () => {
    const notSet = await testFleet()
    await stands(notSet, null, 3)
    await look(notSet, NOW)
    expect(await openAlerts(notSet)).toEqual([])
    const off = await testFleet()
    await stands(off, null, 3)
    await off.as('admin', 'PUT', '/api/alerts/thresholds', { off: ['certificate'] })
    await look(off, NOW, watched)
    expect(await openAlerts(off)).toEqual([])
  })
})

describe('what an alert of the certificate says', () => {
  it('is whole in both languages', async () => {
    const fleet = await testFleet()
    await stands(fleet, '2026-12-01T00:00:00Z', 3)
    await look(fleet, NOW, watched)
    const [es] = await openAlerts(fleet, '?lang=es')
    const [en] = await openAlerts(fleet, '?lang=en')
    expect(es?.words?.first).toBe(
      'Abre Ajustes, Certificado: ahí dice qué falló y qué revisar. Los pasajeros siguen entrando, por HTTP.',
    )
    expect(en?.words).toMatchObject({
      title: 'The certificate of wifi.example.mx ends on Tue 1 Dec and could not be renewed',
      first: 'Open Settings, Certificate: it says what failed and what to look at. Riders still get in, over HTTP.',
    })
  })
})
