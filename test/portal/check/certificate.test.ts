import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { certificate, lookAtCertificate } from '../../../portal/check/certificate.ts'
import { en } from '../../../portal/check/words/en.ts'
import { readPortalConfig } from '../../../portal/config.ts'
import { CERTIFICATE_ONE, CERTIFICATE_TWO } from '../../fakes/certificates.ts'

/** The tests' certificates end on 2126-10-31 at 08:00:03. */
const at = (day: string) => Date.parse(`${day}T08:00:00Z`)
const OF_FLEET =
  'look at the certificate in the dashboard’s settings; this gateway fetches it by itself, with its reports'

describe('abordo check, of the certificate', () => {
  let dataDir = ''
  beforeEach(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'abordo-check-'))
  })
  afterEach(() => rmSync(dataDir, { recursive: true }))
  const found = (now: number, env: Record<string, string> = {}) =>
    certificate(
      lookAtCertificate(readPortalConfig({ PORTAL_ENFORCEMENT: 'none', PORTAL_DATA_DIR: dataDir, ...env }), now),
      en,
    )
  const keep = (text: string) => writeFileSync(join(dataDir, 'certificate.pem'), text)

  it('says nothing where there is none', () => {
    expect(found(at('2126-01-01'))).toBeNull()
  })

  it.each([
    ['2126-10-17', '14 days left', null],
    ['2126-10-18', 'ends in 13 days', OF_FLEET],
    ['2126-11-01', 'is past: riders are served over HTTP', OF_FLEET],
  ])('on %s says: %s', (day, said, todo) => {
    keep(CERTIFICATE_ONE.cert + CERTIFICATE_ONE.key)
    expect(found(at(day))).toEqual({ about: 'certificate', said, todo })
  })

  it.each([
    [CERTIFICATE_ONE.cert, {}, 'cannot be used: it holds no key'],
    [CERTIFICATE_ONE.cert + CERTIFICATE_TWO.key, {}, 'cannot be used: the key is not the certificate’s'],
    [
      CERTIFICATE_ONE.cert + CERTIFICATE_ONE.key,
      { PORTAL_HOSTNAME: 'wifi.example.com' },
      'cannot be used: it is not for wifi.example.com',
    ],
  ])('says why one cannot be used', (text, env, said) => {
    keep(text)
    expect(found(at('2126-01-01'), env)).toEqual({ about: 'certificate', said, todo: OF_FLEET })
  })

  it('looks at the operator’s own files where there are some', () => {
    const [cert, key] = [join(dataDir, 'own.pem'), join(dataDir, 'own-key.pem')]
    writeFileSync(cert, CERTIFICATE_ONE.cert)
    writeFileSync(key, CERTIFICATE_ONE.key)
    expect(found(at('2126-10-30'), { PORTAL_TLS_CERT: cert, PORTAL_TLS_KEY: key })).toMatchObject({
      said: 'ends in 1 day',
      todo: 'put another one into PORTAL_TLS_CERT and PORTAL_TLS_KEY, then send the portal a SIGHUP',
    })
  })
})
