import type { OpenAPIHono } from '@hono/zod-openapi'
import type { FleetEnv } from '../routes/context.ts'
import { describeElsewhere } from './elsewhere.ts'
import { describeGatewaySide } from './gateway-side.ts'
import type { ApiDocument, Operation } from './types.ts'

/** How the routes are grouped, first match first. */
const GROUPS: { name: string; description: string; of: RegExp }[] = [
  { name: 'Sign-in', description: 'Who you are, and how a browser proves it.', of: /^\/api\/(auth\/|me$)/ },
  {
    name: 'People and tokens',
    description: 'Who may sign in, partners’ tokens, and what was done.',
    of: /^\/(api\/(users|tokens|audit)|set-password)/,
  },
  {
    name: 'Reports',
    description: 'What the riders of each route got, month by month; who else may read it, and what carriers bill.',
    of: /^(\/api)?\/(reports|share-links|report-readers|bills|sims)(\/|\.|$)/,
  },
  {
    name: 'For everybody',
    description: 'Pages, charts and reports that need no sign-in.',
    of: /^\/(city|embed|shared|viaje)(\/|$)/,
  },
  {
    name: 'Open data',
    description: 'The city’s figures for anybody: files for each month, and what each column is.',
    of: /^\/open-data\//,
  },
  {
    name: 'Feeds',
    description: 'The city’s GTFS feeds: which is in use, and where new ones come from.',
    of: /^\/api\/feed(s|-source)(\/|$)/,
  },
  {
    name: 'Routes and riders',
    description: 'Riders connected, now and over time.',
    of: /^\/api\/(routes|live|dead-zones|annotations)/,
  },
  {
    name: 'Alerts',
    description: 'What is wrong, since when, and who was told.',
    of: /^\/api\/(alerts|gateways\/\{id\}\/snooze)/,
  },
  { name: 'Gateways', description: 'The boxes on buses, at stops and in stations.', of: /^\/api\/(gateways|sites)/ },
  { name: 'Map', description: 'Where routes run, and where gateways are.', of: /^\/api\/map\// },
  {
    name: 'Policy',
    description: 'What gateways are asked to run by, and the terms that riders accept.',
    of: /^\/api\/(policy|terms)/,
  },
  { name: 'Riders’ reports', description: 'What riders reported as broken, and the answers.', of: /^\/api\/tickets/ },
  { name: 'Settings', description: 'What holds for the whole fleet.', of: /^\/api\/(settings|certificate)/ },
  {
    name: 'Versions',
    description: 'Versions of the gateways’ program, and which gateways are offered them.',
    of: /^\/api\/(releases|canary-gateways)/,
  },
  { name: 'Channels', description: 'Who is told of alerts, by e-mail and webhook.', of: /^\/api\/channels/ },
  {
    name: 'GTFS-Realtime and TIDES',
    description: 'What other systems tell of vehicles, and what is told to them.',
    of: /^\/(gtfs-rt\/|api\/(gtfs-rt|vehicle-positions|tides)$)/,
  },
  { name: 'Gateway protocol', description: 'What a gateway asks of the fleet.', of: /^\/v1\// },
  {
    name: 'Operation',
    description: 'For supervisors, load balancers and Prometheus; and this description.',
    of: /^\/(healthz|readyz|metrics|api\/openapi\.json|api\/docs)$/,
  },
]
/** Where no group matches: what was built after them. */
const OTHER = { name: 'More', description: 'Everything else.' }

/** The OpenAPI 3.1 document of every route of the fleet. */
export function apiDocument(app: OpenAPIHono<FleetEnv>): ApiDocument {
  describeGatewaySide(app)
  describeElsewhere(app)
  const registry = app.openAPIRegistry
  registry.registerComponent('securitySchemes', 'session', {
    type: 'apiKey',
    in: 'cookie',
    name: 'abordo.session_token',
    description: 'The cookie of who has signed in.',
  })
  registry.registerComponent('securitySchemes', 'token', {
    type: 'http',
    scheme: 'bearer',
    description: 'An API token, made with `abordo token add`.',
  })
  registry.registerComponent('securitySchemes', 'gateway', {
    type: 'http',
    scheme: 'bearer',
    description: 'A gateway’s credential, answered when it is enrolled.',
  })
  const document = app.getOpenAPI31Document({
    openapi: '3.1.0',
    info: { title: 'Abordo', version: '1', description: 'Riders connected by route, gateways and their state.' },
  }) as unknown as ApiDocument
  const used = new Set<string>()
  for (const [path, item] of Object.entries(document.paths)) {
    const group = (GROUPS.find(({ of }) => of.test(path)) ?? OTHER).name
    used.add(group)
    for (const operation of Object.values(item)) describe(operation, group)
  }
  const groups = [...GROUPS, OTHER].filter(({ name }) => used.has(name))
  return { ...document, tags: groups.map(({ name, description }) => ({ name, description })) }
}

function describe(operation: Operation, group: string): void {
  operation.tags ??= [group]
  // What a route answers is what it is for.
  operation.summary ??= operation.responses['200']?.description ?? ''
}
