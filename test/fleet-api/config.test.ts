import { describe, expect, it } from 'vitest'
import { readFleetConfig } from '../../fleet-api/config.ts'
import { senderOf } from '../../fleet-api/notify/email.ts'

describe('FLEET_TRUSTED_PROXY', () => {
  it('is nobody where it is not set', () => {
    expect(readFleetConfig({}).trustedProxies).toEqual([])
  })

  it('takes addresses of both families, by commas', () => {
    expect(readFleetConfig({ FLEET_TRUSTED_PROXY: '127.0.0.1, ::1' }).trustedProxies).toEqual(['127.0.0.1', '::1'])
  })

  it.each(['proxy.example', '10.0.0.0/8', '10.0.0.1 10.0.0.2'])('does not take %s', (value) => {
    expect(() => readFleetConfig({ FLEET_TRUSTED_PROXY: value })).toThrow(
      `FLEET_TRUSTED_PROXY is "${value}": write addresses of your own reverse proxies, such as "127.0.0.1,::1"`,
    )
  })
})

describe('SMTP_URL and SMTP_FROM', () => {
  it('are optional', () => {
    expect(readFleetConfig({})).toMatchObject({ smtpUrl: null, smtpFrom: null })
  })

  it.each(['abordo@example.mx', 'Abordo <abordo@example.mx>', 'Rutas de León <alertas@rutas.example.mx>'])(
    'take %s',
    (value) => {
      expect(readFleetConfig({ SMTP_FROM: value }).smtpFrom).toBe(value)
    },
  )

  it.each(['abordo', 'Abordo <abordo>', 'a@b, c@d', 'a@example.mx\r\nBcc: b@example.mx', '"A" <a@example.mx>'])(
    'do not take %j',
    (value) => {
      expect(() => readFleetConfig({ SMTP_FROM: value })).toThrow(
        'write who alerts come from, such as "Abordo <abordo@example.mx>"',
      )
    },
  )

  it('that are wrong are told without the password', () => {
    expect(() => readFleetConfig({ SMTP_URL: 'http://ana:hunter2@mail.example.mx' })).toThrow(
      'SMTP_URL is "http://…@mail.example.mx": write an address such as "smtp://mail.example.mx:587"',
    )
  })

  it.each([
    ['smtp://mail.example.mx:587', 'https://fleet.example.mx', 'Abordo <abordo@fleet.example.mx>'],
    ['smtp://mail.example.mx:587', 'http://10.0.0.5:8080', 'Abordo <abordo@mail.example.mx>'],
    ['smtp://mail.example.mx:587', null, 'Abordo <abordo@mail.example.mx>'],
    ['smtp://localhost', null, 'Abordo <abordo@localhost>'],
  ])('name who sends, of %s and %s: %s', (smtpUrl, publicUrl, from) => {
    expect(senderOf(smtpUrl, publicUrl)).toBe(from)
  })
})

describe('the settings of the portal’s certificate', () => {
  const DNS = 'rfc2136://ns1.example.mx:5353/example.mx?key=abordo&secret-file=/etc/abordo/tsig&algorithm=hmac-sha512'

  it('are none where no host name is set', () => {
    expect(readFleetConfig({}).certificate).toBeNull()
  })

  it('take a dynamic update with its key, and ask Let’s Encrypt', () => {
    const env = {
      FLEET_PORTAL_HOSTNAME: 'WiFi.Example.mx',
      FLEET_ACME_DNS: DNS,
      FLEET_ACME_NAME_SERVERS: '192.0.2.1, [2001:db8::1]:5353',
    }
    expect(readFleetConfig(env).certificate).toEqual({
      hostName: 'wifi.example.mx',
      directory: 'https://acme-v02.api.letsencrypt.org/directory',
      email: null,
      caFile: null,
      dns: {
        kind: 'rfc2136',
        server: { host: 'ns1.example.mx', port: 5353 },
        zone: 'example.mx',
        keyName: 'abordo',
        secretFile: '/etc/abordo/tsig',
        algorithm: 'hmac-sha512',
      },
      nameServers: [
        { host: '192.0.2.1', port: 53 },
        { host: '2001:db8::1', port: 5353 },
      ],
    })
  })

  it('take a program in the place of it', () => {
    const env = { FLEET_PORTAL_HOSTNAME: 'wifi.example.mx', FLEET_ACME_DNS: 'command:/usr/local/bin/hook' }
    expect(readFleetConfig(env).certificate?.dns).toEqual({ kind: 'command', path: '/usr/local/bin/hook' })
  })

  it.each([
    ['FLEET_PORTAL_HOSTNAME', { FLEET_PORTAL_HOSTNAME: '192.0.2.7', FLEET_ACME_DNS: DNS }],
    ['FLEET_PORTAL_HOSTNAME', { FLEET_PORTAL_HOSTNAME: 'wifi', FLEET_ACME_DNS: DNS }],
    ['FLEET_PORTAL_HOSTNAME', { FLEET_ACME_DNS: DNS }],
    ['FLEET_ACME_DNS', { FLEET_PORTAL_HOSTNAME: 'wifi.example.mx' }],
    ['FLEET_ACME_DNS', { FLEET_PORTAL_HOSTNAME: 'wifi.example.mx', FLEET_ACME_DNS: 'command:hook' }],
    ['FLEET_ACME_DNS', { FLEET_PORTAL_HOSTNAME: 'wifi.example.mx', FLEET_ACME_DNS: DNS.replace('sha512', 'md5') }],
    ['FLEET_ACME_DNS', { FLEET_PORTAL_HOSTNAME: 'wifi.example.com', FLEET_ACME_DNS: DNS }],
    ['FLEET_ACME_NAME_SERVERS', { FLEET_ACME_NAME_SERVERS: 'http://192.0.2.1' }],
  ])('name the one that is wrong: %s of %j', (name, env) => {
    expect(() => readFleetConfig(env)).toThrow(new RegExp(`^${name} is `))
  })
})
