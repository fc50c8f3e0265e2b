import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { accentOn, contrast } from '../../portal/pages/colour.ts'
import { connectionOf } from '../../portal/pages/connection.ts'
import { contentSecurityPolicy } from '../../portal/pages/content-security.ts'
import { DARK, LIGHT, styleText } from '../../portal/pages/style.ts'
import { ANA, BETO, type TestGateway, testGateway } from '../fakes/gateway.ts'

const english = { headers: { 'accept-language': 'en' } }
const textOf = async (answer: Promise<Response> | Response) => (await answer).text()
const post = (gateway: TestGateway, path: string, headers: Record<string, string> = {}) =>
  gateway.as(ANA, path, { method: 'POST', headers })

/** The uplink has been down for so long, and usually is back in so long. */
function cutUplink(gateway: TestGateway, downSeconds: number, backInSeconds: number | null): void {
  const uptime = gateway.clock.uptime()
  gateway.uplink.state = {
    up: false,
    sinceUptimeMs: uptime - downSeconds * 1000,
    roundTripMs: 40,
    expectedBackUptimeMs: backInSeconds === null ? null : uptime + backInSeconds * 1000,
  }
}

describe('the welcome page', () => {
  it('has one button, the terms in three lines, and the way to the whole text', async () => {
    const page = await textOf((await testGateway()).as(ANA, '/'))
    expect(page.match(/<button/g)).toHaveLength(1)
    expect(page.match(/<li>/g)).toHaveLength(3)
    expect(page).toContain('<a href="/terms?lang=es">Términos completos</a>')
  })

  it('needs no script and no cookie, and asks for nothing from outside', async () => {
    const answer = await (await testGateway()).as(ANA, '/')
    const page = await answer.text()
    expect(answer.headers.get('set-cookie')).toBeNull()
    expect(page).not.toMatch(/<script|<link(?! rel="icon" href="data:,")|src=|url\(|@import|\son\w+=/)
  })

  it('offers the other language, in that language', async () => {
    const gateway = await testGateway()
    expect(await textOf(gateway.as(ANA, '/'))).toContain('<a href="/?lang=en" hreflang="en" lang="en">English</a>')
    expect(await textOf(gateway.as(ANA, '/?lang=en'))).toContain(
      '<a href="/?lang=es" hreflang="es-MX" lang="es-MX">Español</a>',
    )
  })

  it('is called by what it is and whose it is', async () => {
    expect(await textOf((await testGateway()).as(ANA, '/'))).toContain(
      '<title>WiFi gratis a bordo · WiFi a bordo</title>',
    )
  })

  it('answers HEAD as it answers GET, without the page', async () => {
    const answer = await (await testGateway()).as(ANA, '/', { method: 'HEAD' })
    expect(answer.status).toBe(200)
    expect(answer.headers.get('content-type')).toBe('text/html; charset=UTF-8')
    expect(await answer.text()).toBe('')
  })

  it('shows an operator’s name as text, whatever is in it', async () => {
    const gateway = await testGateway()
    await gateway.policy.set({ operatorName: '<script>alert("1")</script>' })
    const page = await textOf(gateway.as(ANA, '/'))
    expect(page).not.toContain('<script>')
    expect(page).toContain('&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;')
  })

  it('stays below 14,000 octets with the largest logo and a name of 100 letters', async () => {
    const gateway = await testGateway()
    const logo = `data:image/png;base64,${'A'.repeat(6000 - 22)}`
    await gateway.policy.set({ operatorName: 'Ñ'.repeat(100), branding: { color: '#c8102e', logo } })
    cutUplink(gateway, 3600, 3600)
    const page = await textOf(gateway.as(ANA, '/'))
    expect(page).toContain(logo)
    // A quarter of a thousand and more is left for the headers.
    expect(Buffer.byteLength(page)).toBeLessThan(13_200)
  })
})

describe('the operator’s colour', () => {
  it('is taken as it is where text on it and text in it can be read', async () => {
    expect(styleText({ color: '#1d4ed8', logo: null })).toContain('--main:#1d4ed8;--on-main:#ffffff')
  })

  it('is darkened on light pages, and not on dark ones, where it is too bright', async () => {
    const style = styleText({ color: '#ffd100', logo: null })
    expect(style).toContain('--main:#7f6800;--on-main:#ffffff')
    expect(style).toContain('--main:#ffd100;--on-main:#000000')
  })

  it('of any kind leaves all text readable, in light and in dark', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 0xffffff }), (n) => {
        const color = `#${n.toString(16).padStart(6, '0')}`
        for (const page of [LIGHT, DARK]) {
          const { main, onMain, tint } = accentOn(color, page)
          const pairs = [
            [onMain, main],
            [main, page.ground],
            [main, page.card],
            [main, tint],
            [page.ink, tint],
            [page.soft, tint],
            [page.soft, page.card],
          ] as const
          expect(Math.min(...pairs.map(([a, b]) => contrast(a, b)))).toBeGreaterThanOrEqual(4.5)
        }
      }),
      { numRuns: 2000 },
    )
  })

  it('and the logo change what the page may load: that very style, and images only where there is a logo', async () => {
    const gateway = await testGateway()
    await gateway.policy.set({ branding: { color: '#c8102e' } })
    const page = await textOf(gateway.as(ANA, '/'))
    const style = /<style>([\s\S]*)<\/style>/.exec(page)?.[1] ?? ''
    const hash = createHash('sha256').update(style).digest('base64')
    expect(contentSecurityPolicy(gateway.policy.current)).toBe(
      `default-src 'none'; style-src 'sha256-${hash}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
    )
    await gateway.policy.set({ branding: { color: '#c8102e', logo: 'data:image/png;base64,AAAA' } })
    expect(contentSecurityPolicy(gateway.policy.current)).toBe(
      `default-src 'none'; style-src 'sha256-${hash}'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
    )
  })
})

describe('while the bus has no internet', () => {
  it('the first page says since when, when it usually is back, and takes the rider on all the same', async () => {
    const gateway = await testGateway()
    cutUplink(gateway, 180, 100)
    const page = await textOf(gateway.as(ANA, '/'))
    expect(page).toContain('El autobús no tiene internet ahora')
    expect(page).toContain('falta la señal desde hace 3 minutos. Suele volver en unos 2 minutos.')
    expect(page).toContain('tendrás internet en cuanto vuelva la señal')
    expect(page).toContain('Aceptar y conectarme')
    expect(page).toContain('href="/problem?lang=es"')
    expect((await gateway.accept(ANA)).status).toBe(303)
  })

  it('it says honestly that nobody knows when it is back, or that it is overdue', async () => {
    const gateway = await testGateway()
    cutUplink(gateway, 20, null)
    expect(await textOf(gateway.as(ANA, '/', english))).toContain(
      'missing for less than 1 minute. We do not know when it will be back.',
    )
    cutUplink(gateway, 600, -1)
    expect(await textOf(gateway.as(ANA, '/', english))).toContain('It is taking longer than usual')
  })

  it('the status page does not say that the rider is online', async () => {
    const gateway = await testGateway()
    await gateway.accept(ANA)
    cutUplink(gateway, 180, null)
    const page = await textOf(gateway.as(ANA, '/'))
    expect(page).not.toContain('Ya tienes internet')
    expect(page).toContain('<title>Tu sesión está lista · WiFi a bordo</title>')
    expect(page).toContain('<dd>Sin señal</dd>')
    expect(page).toContain('href="/problem?lang=es"')
  })
})

describe('the status page', () => {
  it('shows the data that is left where there is a quota', async () => {
    const gateway = await testGateway()
    await gateway.policy.set({ quotaOctets: 500_000_000 })
    await gateway.accept(ANA)
    gateway.firewall.count(ANA.ip, { input: 1_500_000, output: 40_000_000 })
    gateway.clock.pass(60)
    await gateway.accounting.close()
    const page = await textOf(gateway.as(ANA, '/'))
    expect(page).toContain('<dt>Datos que te quedan</dt><dd>459 MB</dd>')
    expect(page).toContain('<dt>Datos usados</dt><dd>42 MB</dd>')
  })

  it('shows route and the next three stops where they are known, and neither where they are not', async () => {
    const gateway = await testGateway()
    await gateway.accept(ANA)
    expect(await textOf(gateway.as(ANA, '/'))).not.toMatch(/Ruta|Próximas paradas/)
    gateway.ride.routeName = 'T2 <Centro>'
    gateway.ride.nextStops = ['Delta', 'Juárez', 'San Juan', 'Bosco']
    const page = await textOf(gateway.as(ANA, '/'))
    expect(page).toContain('<dd>T2 &lt;Centro&gt;</dd>')
    expect(page).toContain('<ol><li>Delta</li><li>Juárez</li><li>San Juan</li></ol>')
  })

  it.each([
    [{ inSeconds: 185, forSeconds: 110 }, 'es', 'Señal débil en unos 3 minutos; vuelve unos 2 después.'],
    [{ inSeconds: 40, forSeconds: 20 }, 'es', 'Señal débil en cerca de 1 minuto; vuelve 1 minuto después.'],
    [{ inSeconds: 0, forSeconds: 110 }, 'es', 'Señal débil en este tramo; vuelve en unos 2 minutos.'],
    [{ inSeconds: 185, forSeconds: 110 }, 'en', 'Weak signal in about 3 minutes, back about 2 later.'],
    [{ inSeconds: 0, forSeconds: 20 }, 'en', 'Weak signal on this stretch, back in about 1 minute.'],
  ])('warns of a weak stretch of %o in %s', async (weak, language, words) => {
    const gateway = await testGateway()
    await gateway.accept(ANA)
    expect(await textOf(gateway.as(ANA, `/?lang=${language}`))).not.toContain('class="notice"')
    gateway.ride.weak = weak
    expect(await textOf(gateway.as(ANA, `/?lang=${language}`))).toContain(
      `<p class="notice" role="status">${words}</p>`,
    )
  })

  it('warns of no weak stretch ahead while the internet is away, and says when the one that it is on ends', async () => {
    const gateway = await testGateway()
    await gateway.accept(ANA)
    cutUplink(gateway, 180, null)
    gateway.ride.weak = { inSeconds: 120, forSeconds: 60 }
    expect(await textOf(gateway.as(ANA, '/'))).not.toContain('Señal débil')
    gateway.ride.weak = { inSeconds: 0, forSeconds: 60 }
    expect(await textOf(gateway.as(ANA, '/'))).toContain('Señal débil en este tramo')
  })

  it.each([
    [{ up: true, roundTripMs: 40 }, 'good'],
    [{ up: true, roundTripMs: 299 }, 'good'],
    [{ up: true, roundTripMs: 300 }, 'slow'],
    [{ up: true, roundTripMs: null }, 'unknown'],
    [{ up: false, roundTripMs: 40 }, 'none'],
  ])('calls a connection of %o %s', (state, quality) => {
    const full = { ...state, sinceUptimeMs: 5000, expectedBackUptimeMs: null }
    expect(connectionOf(full, 65_000)).toEqual({ quality, forSeconds: 60, backInSeconds: null })
  })

  it('extends the session as often as the policy allows, and then hides the button', async () => {
    const gateway = await testGateway()
    await gateway.policy.set({ extension: { seconds: 1800, times: 1 } })
    await gateway.accept(ANA)
    expect(await textOf(gateway.as(ANA, '/'))).toContain('Agregar 30 minutos')
    const answer = await post(gateway, '/session/extend?lang=en')
    expect(answer.status).toBe(303)
    expect(answer.headers.get('location')).toBe('/?lang=en')
    const page = await textOf(gateway.as(ANA, '/'))
    expect(page).toContain('<dd>90 minutos</dd>')
    expect(page).not.toContain('/session/extend')
    expect((await gateway.firewall.read())?.clients.get(ANA.ip)).toMatchObject({ secondsLeft: 5400 })
  })

  it('refuses an extension that the policy does not give, in the rider’s language', async () => {
    const gateway = await testGateway()
    await gateway.accept(ANA)
    const answer = await post(gateway, '/session/extend?lang=en')
    expect(answer.status).toBe(409)
    expect(await answer.text()).toContain('This session cannot be extended. Use it until it ends')
    expect((await gateway.as(BETO, '/session/extend', { method: 'POST' })).status).toBe(409)
  })

  it('is extended by no form of another site', async () => {
    const gateway = await testGateway()
    await gateway.policy.set({ extension: { seconds: 1800, times: 1 } })
    await gateway.accept(ANA)
    expect((await post(gateway, '/session/extend', { origin: 'http://evil.example' })).status).toBe(403)
    expect(await textOf(gateway.as(ANA, '/'))).toContain('<dd>60 minutos</dd>')
  })

  it('tells devices by RFC 8908 that it can be extended, and what data is left', async () => {
    const gateway = await testGateway()
    await gateway.policy.set({ quotaOctets: 1000, extension: { seconds: 60, times: 1 } })
    await gateway.accept(ANA)
    expect(await (await gateway.as(ANA, '/captive-portal/api')).json()).toEqual({
      captive: false,
      'user-portal-url': 'http://wifi.example.mx/',
      'venue-info-url': 'http://wifi.example.mx/',
      'can-extend-session': true,
      'seconds-remaining': 3600,
      'bytes-remaining': 1000,
    })
  })
})

describe('a session that has ended', () => {
  it.each([
    ['user-request', 'Terminaste tu sesión hace 5 minutos.', 'You ended your session 5 minutes ago.'],
    [
      'session-timeout',
      'Se acabó el tiempo de tu sesión hace 5 minutos.',
      'The time of your session was up 5 minutes ago.',
    ],
    [
      'quota',
      'Usaste todos los datos de tu sesión hace 5 minutos.',
      'You used all the data of your session 5 minutes ago.',
    ],
    ['idle', 'porque tu dispositivo dejó de usar internet.', 'because your device stopped using the internet.'],
    ['lost-carrier', 'porque tu dispositivo se desconectó del WiFi.', 'because your device left the WiFi.'],
    ['gateway-reboot', 'porque el equipo del autobús se reinició.', 'because the device on the bus restarted.'],
    ['admin', 'El operador terminó tu sesión hace 5 minutos.', 'The operator ended your session 5 minutes ago.'],
  ] as const)('by %s says why, and offers to go on with one tap', async (cause, es, en) => {
    const gateway = await testGateway()
    await gateway.sessions.end(await gateway.sessions.start(ANA), cause)
    gateway.clock.pass(300)
    const page = await textOf(gateway.as(ANA, '/'))
    expect(page).toContain(es)
    expect(page).toContain('<button>Aceptar y seguir</button>')
    expect(await textOf(gateway.as(ANA, '/', english))).toContain(en)
    expect(await textOf(gateway.as(BETO, '/'))).toContain('WiFi gratis a bordo</h1>')
  })

  it('is no news after an hour', async () => {
    const gateway = await testGateway()
    await gateway.accept(ANA)
    await post(gateway, '/session/end')
    gateway.clock.pass(3600)
    expect(await textOf(gateway.as(ANA, '/'))).toContain('<h1>WiFi gratis a bordo</h1>')
  })

  it('and cools down says in how many minutes the next may begin, and has no button until then', async () => {
    const gateway = await testGateway()
    await gateway.policy.set({ coolDownSeconds: 900 })
    await gateway.accept(ANA)
    gateway.clock.pass(3600)
    await gateway.sessions.expire()
    gateway.clock.pass(61)
    const page = await textOf(gateway.as(ANA, '/'))
    expect(page).toContain('<h1>Podrás conectarte en 14 minutos</h1>')
    expect(page).toContain('Se acabó el tiempo de tu sesión hace 1 minuto.')
    expect(page).not.toContain('<button')
    const refused = await gateway.accept(ANA)
    expect(refused.status).toBe(429)
    expect(await refused.text()).toContain('En la página de inicio ves cuántos minutos faltan.')
    gateway.clock.pass(839)
    expect(await textOf(gateway.as(ANA, '/'))).toContain('<button>Aceptar y seguir</button>')
  })

  it('and was the last of the day says that tomorrow the next may begin', async () => {
    const gateway = await testGateway()
    await gateway.policy.set({ sessionsPerDay: 1 })
    await gateway.accept(ANA)
    await post(gateway, '/session/end')
    const page = await textOf(gateway.as(ANA, '/', english))
    expect(page).toContain('You can connect again tomorrow.')
    expect(page).not.toContain('<button')
    const refused = await gateway.accept(ANA)
    expect(refused.status).toBe(429)
    expect(await refused.text()).toContain('Ya usaste todas tus sesiones de hoy. Mañana podrás conectarte otra vez.')
  })
})

describe('the privacy notice', () => {
  it('says who answers for the data, what for, which rights there are and how, and where the full notice is', async () => {
    const gateway = await testGateway()
    await gateway.policy.set({ operatorName: 'Transporte León' })
    const page = await textOf(gateway.as(ANA, '/privacy'))
    expect(page).toContain('Transporte León es responsable de los datos personales')
    expect(page).toContain('derechos ARCO')
    expect(page).toContain('Ley Federal de Protección de Datos Personales en Posesión de los Particulares')
    expect(page).toContain('El aviso de privacidad integral y el domicilio del responsable los da Transporte León')
    expect(await textOf(gateway.as(ANA, '/privacy', english))).toContain('Transporte León is responsible')
  })
})

describe('what a form may be', () => {
  it('is a form: another type is refused with what to do', async () => {
    const gateway = await testGateway()
    const answer = await gateway.as(ANA, '/session', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"terms":"2026-11"}',
    })
    expect(answer.status).toBe(415)
    expect(await answer.text()).toContain('Vuelve y usa el formulario')
  })

  it('is small: a larger one is refused', async () => {
    const gateway = await testGateway()
    const answer = await gateway.as(ANA, '/session', {
      method: 'POST',
      body: new URLSearchParams({ a: 'x'.repeat(3000) }),
    })
    expect(answer.status).toBe(413)
  })

  it.each(['/%', '/%ff%fe', '/a%00b', '/..%2f..%2fetc/passwd', '/<script>alert(1)</script>', '/?lang="><script>'])(
    'has nothing reflected unescaped at %s',
    async (path) => {
      const gateway = await testGateway()
      const page = await textOf(gateway.as(ANA, path))
      expect(page).not.toContain('<script')
      expect(page).not.toContain('passwd')
    },
  )
})
