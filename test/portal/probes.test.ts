import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ANA, testGateway } from '../fakes/gateway.ts'
import { type TestServer, testServer } from '../fakes/portal-server.ts'

const APPLE = '<HTML><HEAD><TITLE>Success</TITLE></HEAD><BODY>Success</BODY></HTML>\n'
const KINDLE =
  '<!DOCTYPE html>\n<html><head><title>Kindle Reachability Probe Page</title></head><body>81ce4465-7167-4dcb-835b-dcc9e44c112a</body></html>\n'
const FIREFOX = '<meta http-equiv="refresh" content="0;url=https://support.mozilla.org/kb/captive-portal"/>'

/** Each system with its probe, and what it takes for success. */
const PROBES = [
  ['iOS and macOS', 'captive.apple.com', '/hotspot-detect.html', 200, APPLE],
  ['iOS, a path of its own making', 'captive.apple.com', '/8hK2/aV.html', 200, APPLE],
  ['older iOS', 'www.apple.com', '/library/test/success.html', 200, APPLE],
  ['Android', 'connectivitycheck.gstatic.com', '/generate_204', 204, ''],
  ['Android, second try', 'www.google.com', '/gen_204', 204, ''],
  ['Android, third try', 'play.googleapis.com', '/generate_204', 204, ''],
  ['older Android', 'connectivitycheck.android.com', '/generate_204', 204, ''],
  ['Samsung', 'connectivity.samsung.com.cn', '/generate_204', 204, ''],
  ['Xiaomi', 'connect.rom.miui.com', '/generate_204', 204, ''],
  ['Huawei', 'connectivitycheck.platform.hicloud.com', '/generate_204', 204, ''],
  ['an Android of another maker', 'conn1.oppomobile.com', '/generate_204', 204, ''],
  ['ChromeOS', 'www.gstatic.com', '/generate_204', 204, ''],
  ['older ChromeOS', 'clients3.google.com', '/generate_204', 204, ''],
  ['Windows', 'www.msftconnecttest.com', '/connecttest.txt', 200, 'Microsoft Connect Test'],
  ['Windows over IPv6', 'ipv6.msftconnecttest.com', '/connecttest.txt', 200, 'Microsoft Connect Test'],
  ['Windows before 10', 'www.msftncsi.com', '/ncsi.txt', 200, 'Microsoft NCSI'],
  ['Firefox', 'detectportal.firefox.com', '/success.txt', 200, 'success\n'],
  ['Firefox, by address family', 'detectportal.firefox.com', '/success.txt?ipv4', 200, 'success\n'],
  ['Firefox, to open the portal', 'detectportal.firefox.com', '/canonical.html', 200, FIREFOX],
  ['GNOME', 'nmcheck.gnome.org', '/check_network_status.txt', 200, 'NetworkManager is online\n'],
  ['Debian', 'network-test.debian.org', '/nm', 200, 'NetworkManager is online\n'],
  ['Ubuntu', 'connectivity-check.ubuntu.com', '/', 204, ''],
  ['Fedora', 'fedoraproject.org', '/static/hotspot.txt', 200, 'OK'],
  ['KDE', 'networkcheck.kde.org', '/', 200, 'OK\n'],
  ['Kindle', 'spectrum.s3.amazonaws.com', '/kindle-wifi/wifistub.html', 200, KINDLE],
] as const

describe('a probe through the app', () => {
  it.each(PROBES)('of %s leads to the portal before the grant', async (_system, host, path) => {
    const gateway = await testGateway()
    for (const method of ['GET', 'HEAD']) {
      const answer = await gateway.as(ANA, path, { host, method })
      expect(answer.status).toBe(302)
      expect(answer.headers.get('location')).toBe('http://wifi.example.mx/')
      expect(answer.headers.get('cache-control')).toBe('no-store')
    }
  })

  it.each(PROBES)('of %s succeeds after the grant', async (_system, host, path, status, body) => {
    const gateway = await testGateway()
    await gateway.accept(ANA)
    const answer = await gateway.as(ANA, path, { host })
    expect(answer.status).toBe(status)
    expect(await answer.text()).toBe(body)
    expect(answer.headers.get('cache-control')).toBe('no-store')
    const head = await gateway.as(ANA, path, { host, method: 'HEAD' })
    expect(head.status).toBe(status)
    expect(await head.text()).toBe('')
  })
})

describe('a probe on a real connection', () => {
  let portal: TestServer
  beforeAll(async () => {
    portal = await testServer()
    await portal.post('/session', { terms: '2026-11' }, {}, '127.0.0.3')
  })
  afterAll(() => portal.close())

  it.each(PROBES)('of %s leads to the portal before the grant', async (_system, host, path) => {
    for (const method of ['GET', 'HEAD']) {
      const reply = await portal.send(`${method} ${path} HTTP/1.1\r\nHost: ${host}\r\n\r\n`, '127.0.0.2')
      expect(reply.status).toBe(302)
      expect(reply.headers.location).toBe('http://wifi.example.mx/')
      expect(reply.headers['cache-control']).toBe('no-store')
      expect(reply.body).toBe('')
    }
  })

  it.each(PROBES)('of %s succeeds after the grant', async (_system, host, path, status, body) => {
    const reply = await portal.get(host, path, '127.0.0.3')
    expect(reply.status).toBe(status)
    expect(reply.body).toBe(body)
    const head = await portal.send(`HEAD ${path} HTTP/1.1\r\nHost: ${host}\r\n\r\n`, '127.0.0.3')
    expect(head.status).toBe(status)
    expect(head.body).toBe('')
  })
})

describe('who is online and still gets to the portal', () => {
  it('has its probes succeed while the uplink is down, so that the phone does not leave', async () => {
    const gateway = await testGateway()
    await gateway.accept(ANA)
    gateway.uplink.state = { ...gateway.uplink.state, up: false }
    expect((await gateway.as(ANA, '/generate_204', { host: 'connectivitycheck.gstatic.com' })).status).toBe(204)
  })

  it('is shown its own page for any other address, never that address again', async () => {
    const gateway = await testGateway()
    await gateway.accept(ANA)
    const answer = await gateway.as(ANA, '/news?id=7', { host: 'example.com' })
    expect(answer.status).toBe(302)
    expect(answer.headers.get('location')).toBe('http://wifi.example.mx/')
    expect(answer.headers.get('connection')).toBe('close')
  })

  it('is led to the portal by what Windows opens, which is there to open it', async () => {
    const gateway = await testGateway()
    await gateway.accept(ANA)
    const answer = await gateway.as(ANA, '/redirect', { host: 'www.msftconnecttest.com' })
    expect(answer.status).toBe(302)
    expect(answer.headers.get('location')).toBe('http://wifi.example.mx/')
  })

  it('gets no success for a form that is sent to a probe', async () => {
    const gateway = await testGateway()
    await gateway.accept(ANA)
    const answer = await gateway.as(ANA, '/generate_204', { host: 'www.gstatic.com', method: 'POST' })
    expect(answer.status).toBe(302)
  })

  it('is captive again for its probes once the session has ended', async () => {
    const gateway = await testGateway()
    await gateway.accept(ANA)
    await gateway.as(ANA, '/session/end', { method: 'POST' })
    expect((await gateway.as(ANA, '/hotspot-detect.html', { host: 'captive.apple.com' })).status).toBe(302)
  })
})

describe('the name of a host', () => {
  it.each([
    ['wifi.example.mx'],
    ['WiFi.Example.MX'],
    ['wifi.example.mx.'],
    ['wifi.example.mx:80'],
    ['wifi.example.mx.:8081'],
    ['10.55.0.1'],
  ])('is the portal’s own as %s', async (host) => {
    const gateway = await testGateway()
    expect((await gateway.as(ANA, '/', { host })).status).toBe(200)
  })

  it.each([['wifi.example.mx.evil.example'], ['evil.example'], ['xwifi.example.mx'], ['10.55.0.11'], ['[::1]'], ['']])(
    'is foreign as "%s"',
    async (host) => {
      const gateway = await testGateway()
      const answer = await gateway.as(ANA, '/', { host })
      expect(answer.status).toBe(302)
      expect(answer.headers.get('location')).toBe('http://wifi.example.mx/')
    },
  )

  it.each([['wifi.example.mx@evil.example'], ['wifi.example.mx/x'], ['a b'], ['<script>'], ['wifi.example.mx, evil']])(
    'is none as "%s", and is refused',
    async (host) => {
      const gateway = await testGateway()
      expect((await gateway.as(ANA, '/', { host })).status).toBe(400)
    },
  )
})
