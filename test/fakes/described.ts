import type { TestFleet } from './fleet.ts'

/** An operation of the API as /api/openapi.json describes it. */
export interface Described {
  /** `GET /api/gateways/{id}` */
  name: string
  method: string
  path: string
  roles: string[]
}

export async function describedOperations(fleet: TestFleet): Promise<Described[]> {
  const document = (await (await fleet.app.request('/api/openapi.json')).json()) as {
    paths: Record<string, Record<string, { 'x-roles'?: string[] }>>
  }
  return Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([small, operation]) => {
      const method = small.toUpperCase()
      return { name: `${method} ${path}`, method, path, roles: operation['x-roles'] ?? [] }
    }),
  )
}
