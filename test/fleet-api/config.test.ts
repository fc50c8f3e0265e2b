import { describe, expect, it } from 'vitest'
import { readFleetConfig } from '../../fleet-api/config.ts'

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
