import type { OpenAPIHono } from '@hono/zod-openapi'
import { z } from 'zod'
import { certificateAnswerSchema } from '../../contract/certificate.ts'
import {
  deviceDayAnswerSchema,
  SKETCHES_PER_REQUEST,
  sketchesAnswerSchema,
  sketchSchema,
} from '../../contract/devices.ts'
import { credentialAnswerSchema, enrolAnswerSchema, enrolRequestSchema } from '../../contract/enrolment.ts'
import { guideSchema } from '../../contract/guide.ts'
import { policyAnswerSchema } from '../../contract/policy.ts'
import { architectureSchema, releaseAnswerSchema, upgradeOutcomeSchema, versionSchema } from '../../contract/release.ts'
import { REPORTS_PER_REQUEST, reportSchema, reportsAnswerSchema } from '../../contract/report.ts'
import {
  FINGERPRINTS_AT_ONCE,
  roamingAnswerSchema,
  roamingDayAnswerSchema,
  roamingExchangeSchema,
} from '../../contract/roaming.ts'
import type { FleetEnv } from '../routes/context.ts'
import { answers, FOR_ALL, jsonBody, problem } from '../routes/openapi.ts'

const gateway = { security: [{ gateway: [] }], 'x-roles': ['gateway'] }

/**
 * Describes what gateways ask. Their routes read bodies by themselves (gzip, and a verdict for each report), so the description
 * stands beside them; a test holds the two together.
 */
export function describeGatewaySide({ openAPIRegistry: registry }: OpenAPIHono<FleetEnv>): void {
  registry.registerPath({
    method: 'post',
    path: '/v1/enrol',
    summary: 'Enrol a gateway with its one-time code',
    description: 'The code comes from `abordo gateway add`. The credential is answered once; the fleet keeps its hash.',
    request: { body: jsonBody(enrolRequestSchema) },
    responses: answers(enrolAnswerSchema, 'The gateway’s id and its credential'),
    ...FOR_ALL,
  })
  registry.registerPath({
    method: 'post',
    path: '/v1/reports',
    summary: 'Bring reports',
    description:
      `An array of at most ${REPORTS_PER_REQUEST} reports, gzip allowed (Content-Encoding: gzip). Every report gets a verdict of its own, in ` +
      'order; what is answered `stored` is committed. A report is stored once for ever, however often it is brought.',
    request: {
      body: {
        required: true,
        content: { 'application/json': { schema: z.array(reportSchema).max(REPORTS_PER_REQUEST) } },
      },
    },
    responses: answers(reportsAnswerSchema, 'A verdict on each report, the fleet’s time and the policy version'),
    ...gateway,
  })
  registry.registerPath({
    method: 'get',
    path: '/v1/policy',
    summary: 'Fetch the policy',
    description: 'What this gateway is asked to run by. Its ETag is the policy’s version.',
    request: {
      headers: z.object({
        'if-none-match': z
          .string()
          .optional()
          .describe('The ETag of the policy that it has: 304 where that is still wanted.'),
      }),
    },
    responses: { ...answers(policyAnswerSchema, 'The policy'), 304: { description: 'The gateway has it already' } },
    ...gateway,
  })
  registry.registerPath({
    method: 'get',
    path: '/v1/guide',
    summary: 'Fetch the route guide',
    description:
      'The shapes of the route that the vehicle is believed to be on, with their stops and with where the signal is weak at this time of the day. ' +
      'Its ETag is the `guideVersion` of the fleet’s answers to reports.',
    responses: {
      ...answers(guideSchema, 'The guide'),
      204: { description: 'There is none: the route is not known' },
      304: { description: 'The gateway has it already' },
    },
    ...gateway,
  })
  registry.registerPath({
    method: 'get',
    path: '/v1/certificate',
    summary: 'Fetch the certificate of the portal’s host name',
    description:
      'With its private key, over the gateway’s credential alone. Its ETag, a fingerprint of the chain, is the `certificateVersion` of the fleet’s answers to reports.',
    responses: {
      ...answers(certificateAnswerSchema, 'The certificate and its key'),
      204: { description: 'There is none' },
      304: { description: 'The gateway has it already' },
    },
    ...gateway,
  })
  registry.registerPath({
    method: 'get',
    path: '/v1/device-day',
    summary: 'Fetch the day of devices and its key',
    description:
      'The city’s service day that is on, and the random key under which gateways sketch their clients in it. It is destroyed when the day is over, here ' +
      'and on the gateway.',
    responses: {
      ...answers(deviceDayAnswerSchema, 'The day and its key'),
      204: { description: 'No devices are counted any more today: ask again tomorrow' },
    },
    ...gateway,
  })
  registry.registerPath({
    method: 'post',
    path: '/v1/device-sketches',
    summary: 'Bring sketches of distinct devices',
    description:
      `An array of at most ${SKETCHES_PER_REQUEST} sketches (HyperLogLog), one for each hour in which anybody was online, gzip allowed. Each gets a verdict of its ` +
      'own, and twice the same changes nothing. A day is closed at noon of the next one: its sketches are deleted when the estimates stand.',
    request: {
      body: {
        required: true,
        content: { 'application/json': { schema: z.array(sketchSchema).max(SKETCHES_PER_REQUEST) } },
      },
    },
    responses: answers(sketchesAnswerSchema, 'A verdict on each sketch, and the fleet’s time'),
    ...gateway,
  })
  describeReleases(registry)
  registry.registerPath({
    method: 'get',
    path: '/v1/roaming',
    summary: 'Fetch the day in which riders accept once, and its key',
    description:
      'The city’s service day that is on, and the random key under which gateways tell each other who has accepted in it. It is destroyed with all ' +
      'fingerprints when the day is over, here and on the gateway.',
    responses: {
      ...answers(roamingDayAnswerSchema, 'The day and its key'),
      204: {
        description: 'Riders accept on every bus: by this gateway’s policy (`acceptOnce`), or for the rest of this day',
      },
    },
    ...gateway,
  })
  registry.registerPath({
    method: 'post',
    path: '/v1/roaming',
    summary: 'Tell and ask who has accepted today',
    description:
      `Brings at most ${FINGERPRINTS_AT_ONCE} fingerprints and answers at most as many that came after \`after\`, gzip allowed. A fingerprint is 40 bits of a keyed ` +
      'hash; nothing is kept of who brought it, or when.',
    request: { body: jsonBody(roamingExchangeSchema) },
    responses: answers(roamingAnswerSchema, 'What has come since, of all gateways'),
    ...gateway,
  })
  registry.registerPath({
    method: 'post',
    path: '/v1/credential',
    summary: 'Renew the credential',
    description: 'The old credential is good until the new one is first used.',
    responses: answers(credentialAnswerSchema, 'Another credential'),
    ...gateway,
  })
}

function describeReleases(registry: OpenAPIHono<FleetEnv>['openAPIRegistry']): void {
  registry.registerPath({
    method: 'get',
    path: '/v1/release',
    summary: 'Ask for a version of the program to take',
    description:
      'The newest version that this gateway’s ring lets it have and that it has not refused or rolled back, as it was signed, and when it may be ' +
      'put in the place of the running one: outside the gateway’s service hours.',
    request: { query: z.object({ architecture: architectureSchema, running: versionSchema.optional() }) },
    responses: {
      ...answers(releaseAnswerSchema, 'The version and its windows'),
      204: { description: 'There is nothing to take' },
    },
    ...gateway,
  })
  registry.registerPath({
    method: 'get',
    path: '/v1/releases/{version}/{architecture}',
    summary: 'Fetch the file of a version',
    description:
      'Its octets, whole or in ranges (RFC 9110, section 14), so that a fetch goes on where it broke off. Its ETag is its SHA-256.',
    request: {
      params: z.object({ version: versionSchema, architecture: architectureSchema }),
      headers: z.object({
        range: z.string().optional().describe('One range of octets, such as `bytes=1000-`.'),
        'if-range': z.string().optional().describe('The ETag of what there is of it so far.'),
      }),
    },
    responses: {
      200: { description: 'The whole file', content: { 'application/octet-stream': { schema: z.string() } } },
      206: { description: 'The range that was asked for' },
      304: { description: 'The gateway has it already' },
      416: { description: 'The range lies behind the end of the file' },
      default: problem,
    },
    ...gateway,
  })
  registry.registerPath({
    method: 'post',
    path: '/v1/upgrades',
    summary: 'Tell what became of a version',
    description: 'Twice the same changes nothing, in whatever order it arrives.',
    request: { body: jsonBody(upgradeOutcomeSchema) },
    responses: { 204: { description: 'It is written down' }, default: problem },
    ...gateway,
  })
}
