import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { DEFAULT_POLICY } from '../../contract/policy.ts'
import { createPolicyStore } from '../../portal/policy/store.ts'
import { ANA, type TestGateway, testGateway } from '../fakes/gateway.ts'

const termsPage = async (gateway: TestGateway, path = '/terms') => (await gateway.as(ANA, path)).text()
const mainOf = (page: string) => /<main>([\s\S]*)<\/main>/.exec(page)?.[1]
const both = (text: string) => ({ es: text, en: text })

describe('the terms page', () => {
  it('shows the operator’s own terms in the rider’s language, and their version', async () => {
    const gateway = await testGateway()
    await gateway.policy.set({
      termsVersion: '2027-01',
      termsText: {
        es: '# Servicio\nEs gratis.\n\nPuede fallar.\nAvísanos.\n\n# Datos\n\nNo pedimos tu nombre.',
        en: 'It is free.',
      },
    })
    expect(mainOf(await termsPage(gateway))).toBe(
      '<h1>Términos de uso</h1><p class="lead">Versión 2027-01</p>' +
        '<h2>Servicio</h2><p>Es gratis.</p><p>Puede fallar.<br>Avísanos.</p><h2>Datos</h2><p>No pedimos tu nombre.</p>',
    )
    expect(mainOf(await termsPage(gateway, '/terms?lang=en'))).toBe(
      '<h1>Terms of use</h1><p class="lead">Version 2027-01</p><p>It is free.</p>',
    )
  })

  it('shows the gateway’s own where the operator wrote none', async () => {
    const gateway = await testGateway()
    await gateway.policy.set({ termsVersion: '2027-01' })
    const page = await termsPage(gateway)
    expect(page).toContain('<p class="lead">Versión 2027-01</p><p>El servicio es gratuito')
  })

  it('shows whatever an operator writes as text', async () => {
    const gateway = await testGateway()
    await gateway.policy.set({ termsText: both('# <b>A</b>\r\n<script>alert("1")</script>\r\n\r\n&amp; #B\r\n#C') })
    expect(mainOf(await termsPage(gateway))).toContain(
      '<h2>&lt;b&gt;A&lt;/b&gt;</h2><p>&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;</p><p>&amp;amp; #B<br>#C</p>',
    )
  })

  it('of the version that was shown is what a rider accepts: another one is refused', async () => {
    const gateway = await testGateway()
    await gateway.policy.set({ termsVersion: '2027-01', termsText: both('Nuevo.') })
    const accept = (terms: string) =>
      gateway.as(ANA, '/session', { method: 'POST', body: new URLSearchParams({ terms }) })
    expect((await accept('2026-11')).status).toBe(409)
    expect((await accept('2027-01')).status).toBe(303)
  })
})

describe('a policy from before protocol 1.4', () => {
  const folder = mkdtempSync(join(tmpdir(), 'abordo-terms-'))
  afterAll(() => rmSync(folder, { recursive: true }))
  const store = () => createPolicyStore({ dataDir: folder, log: () => undefined })

  it('still is the one in force after an update of the portal, without news and with the gateway’s own terms', () => {
    const { termsText: _termsText, fixed: _fixed, ...before } = { ...DEFAULT_POLICY, version: 3 }
    writeFileSync(join(folder, 'policy.json'), JSON.stringify(before))
    expect(store().current()).toEqual({ ...DEFAULT_POLICY, version: 3 })
  })

  it('is followed by one that is kept whole: its terms and its news are there after a restart', () => {
    const next = {
      ...DEFAULT_POLICY,
      version: 4,
      termsText: both('Nuevo.'),
      fixed: [{ kind: 'slow' as const, on: '2026-11-24', site: 'stop' as const }],
    }
    store().keep(next)
    expect(store().current()).toEqual(next)
  })
})
