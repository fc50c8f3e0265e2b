import { describe, expect, it } from 'vitest'
import { ROLES, type Role } from '../../contract/api.ts'
import type { ApiDocument } from '../../fleet-api/docs/types.ts'
import { testFleet } from '../fakes/fleet.ts'

type Fleet = Awaited<ReturnType<typeof testFleet>>

async function described(fleet: Fleet): Promise<ApiDocument> {
  return (await (await fleet.app.request('/api/openapi.json')).json()) as ApiDocument
}

/** Every operation of the document, as `GET /api/me`. */
async function operations(fleet: Fleet) {
  return Object.entries((await described(fleet)).paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({
      name: `${method.toUpperCase()} ${path}`,
      method,
      path,
      operation,
    })),
  )
}

describe('the description of the API', () => {
  it('has every route that there is, and no other', async () => {
    const fleet = await testFleet()
    const routed = fleet.app.routes
      .filter(({ method, path }) => method !== 'ALL' && path !== '/api/auth/*')
      .map(({ method, path }) => `${method} ${path.replace(/:(\w+)/g, '{$1}')}`)
    const told = (await operations(fleet)).map(({ name }) => name).filter((name) => !name.includes('/api/auth/'))
    expect(routed).toContain('POST /v1/reports')
    expect(told.sort()).toEqual([...new Set(routed)].sort())
  })

  it.each([
    ['POST /v1/reports', ['gateway'], [{ gateway: [] }]],
    ['POST /v1/credential', ['gateway'], [{ gateway: [] }]],
    ['POST /v1/enrol', ['public'], []],
    ['GET /healthz', ['public'], []],
    ['GET /readyz', ['public'], []],
    ['GET /api/docs', ['public'], []],
    ['GET /metrics', ['admin', 'operator'], [{ token: [] }]],
    ['GET /api/live', ['admin', 'operator', 'official'], [{ session: [] }, { token: [] }]],
    ['PUT /api/policy', ['admin'], [{ session: [] }, { token: [] }]],
  ])('says who may ask %s, and how', async (name, roles, security) => {
    const found = (await operations(await testFleet())).find((one) => one.name === name)
    expect(found?.operation['x-roles']).toEqual(roles)
    expect(found?.operation.security).toEqual(security)
  })

  it('tells the roles by which each route is really kept', async () => {
    const fleet = await testFleet()
    const kept = (await operations(fleet)).filter(({ operation }) => operation['x-roles'].some(isRole))
    const wrong: string[] = []
    for (const { name, method, path, operation } of kept) {
      for (const role of ROLES) {
        const answer = await fleet.as(role, method.toUpperCase(), path.replace('{id}', 'none'))
        await answer.body?.cancel()
        if ((answer.status === 403) === operation['x-roles'].includes(role)) wrong.push(`${name} as ${role}`)
      }
    }
    expect(kept.length).toBeGreaterThan(12)
    expect(wrong).toEqual([])
  })

  it('gives each route a group and a summary', async () => {
    const all = await operations(await testFleet())
    expect(all.filter(({ operation }) => !operation.summary || operation.tags?.length !== 1)).toEqual([])
    expect([...new Set(all.map(({ operation }) => operation.tags?.[0]))].sort()).toEqual([
      'Alerts',
      'Channels',
      'Feeds',
      'For everybody',
      'GTFS-Realtime and TIDES',
      'Gateway protocol',
      'Gateways',
      'Map',
      'Open data',
      'Operation',
      'People and tokens',
      'Policy',
      'Reports',
      'Riders’ reports',
      'Routes and riders',
      'Settings',
      'Sign-in',
      'Versions',
    ])
  })

  it('tells what a report is, field by field', async () => {
    const { components } = await described(await testFleet())
    expect(components.schemas).toMatchObject({
      Report: {
        properties: {
          bootId: {
            type: 'string',
            format: 'uuid',
            description:
              'One gateway database in one boot of the kernel: seq counts up within it and never starts again.',
          },
        },
      },
    })
  })
})

describe('the page of the API', () => {
  const page = async (fleet: Fleet) => (await fleet.app.request('/api/docs')).text()

  it('shows every route with who may ask it and how to ask it', async () => {
    const fleet = await testFleet()
    const text = await page(fleet)
    const cards = [...text.matchAll(/<article class="card" id="([a-z][^"]*)"[\s\S]*?<\/article>/g)].filter(
      ([, id]) => !id?.startsWith('schema-'),
    )
    expect(cards.length).toBe((await operations(fleet)).length)
    expect(cards.filter(([card]) => !card.includes('class="chip"') || !card.includes('curl -sS'))).toEqual([])
  })

  it('runs no script and asks nobody for anything', async () => {
    const fleet = await testFleet()
    const answer = await fleet.app.request('/api/docs')
    expect(answer.headers.get('content-type')).toBe('text/html; charset=UTF-8')
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'self'")
    const text = await answer.text()
    expect(text).not.toMatch(/<script|\son\w+=|<link [^>]*href="(?!data:)|\ssrc=|url\(|@import/)
  })

  it('leads nowhere that is not there', async () => {
    const text = await page(await testFleet())
    const ids = new Set([...text.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id))
    const links = [...text.matchAll(/href="#([^"]+)"/g)].map(([, id]) => id)
    expect(links.length).toBeGreaterThan(50)
    expect(links.filter((id) => !ids.has(id))).toEqual([])
    expect(text.match(/ id="/g)?.length).toBe(ids.size)
  })

  it('gives an example of a report that the fleet stores', async () => {
    const fleet = await testFleet()
    const body = exampleBody(await page(fleet), 'post-v1-reports')
    const answer = await fleet.send(await fleet.enrol('bus-1', 'T1'), JSON.parse(body))
    expect(await answer.json()).toMatchObject({ verdicts: [{ index: 0, verdict: 'stored' }] })
  })

  it('gives an example of a site that the fleet takes', async () => {
    const fleet = await testFleet()
    const body = exampleBody(await page(fleet), 'put-api-sites-id')
    expect((await fleet.as('operator', 'PUT', '/api/sites/station-1', JSON.parse(body))).status).toBe(200)
  })

  it('gives an example of a policy that the fleet takes', async () => {
    const fleet = await testFleet()
    const body = exampleBody(await page(fleet), 'put-api-policy')
    expect(JSON.parse(body)).toEqual({ operatorName: 'WiFi a bordo', sessionSeconds: 3600, termsVersion: '2026-11' })
    expect((await fleet.as('admin', 'PUT', '/api/policy', JSON.parse(body))).status).toBe(200)
  })
})

function isRole(name: string): name is Role {
  return (ROLES as readonly string[]).includes(name)
}

/** The JSON that a route's curl example sends. */
function exampleBody(page: string, id: string): string {
  const card = page.slice(page.indexOf(`<article class="card" id="${id}"`))
  return (/-d &#39;(.*?)&#39;/.exec(card)?.[1] ?? '').replace(/&quot;/g, '"')
}
