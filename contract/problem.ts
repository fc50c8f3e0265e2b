import { z } from 'zod'

/** Problem body of RFC 9457, `application/problem+json`. `code` is stable; `detail` says what happened and what to do. */
export const problemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    code: z.string().describe('Stable: what a program goes by.'),
    detail: z.string().describe('What happened and what to do, in one sentence.'),
    requestId: z
      .string()
      .optional()
      .describe('What the fleet has logged the request under: tell it when you ask for help.'),
  })
  .meta({ id: 'Problem' })
export type Problem = z.infer<typeof problemSchema>

/** The one table: error code → HTTP status → what it means, in the two languages of the product. */
export const ERRORS = {
  'bad-request': { status: 400, en: 'The request is not valid', es: 'La solicitud no es válida' },
  'not-signed-in': { status: 401, en: 'Sign in first', es: 'Primero inicia sesión' },
  'wrong-credential': { status: 401, en: 'This credential is not known here', es: 'Esta credencial no se reconoce' },
  'credential-revoked': {
    status: 401,
    en: 'This credential was revoked; enrol the gateway again with a new code',
    es: 'Esta credencial se revocó; da de alta el equipo otra vez con un código nuevo',
  },
  'not-allowed': { status: 403, en: 'Your role does not allow this', es: 'Tu rol no lo permite' },
  'not-found': { status: 404, en: 'There is nothing here', es: 'Aquí no hay nada' },
  'last-admin': {
    status: 409,
    en: 'There must be an admin left: give somebody else this role first',
    es: 'Debe quedar un administrador: primero da este rol a otra persona',
  },
  'already-answered': {
    status: 409,
    en: 'This report was answered already: reopen it to answer it in another way',
    es: 'Este reporte ya se contestó: vuelve a abrirlo para contestarlo de otro modo',
  },
  'code-used': { status: 409, en: 'This enrolment code was used already', es: 'Este código de alta ya se usó' },
  'code-expired': { status: 410, en: 'This enrolment code has expired', es: 'Este código de alta ya venció' },
  'code-unknown': { status: 404, en: 'This enrolment code is not known', es: 'Este código de alta no existe' },
  'too-large': { status: 413, en: 'The request is too large', es: 'La solicitud es demasiado grande' },
  'wrong-type': { status: 415, en: 'This content type is not accepted', es: 'Este tipo de contenido no se acepta' },
  'range-too-long': {
    status: 422,
    en: 'The range is too long for this step',
    es: 'El periodo es demasiado largo para este paso',
  },
  'too-many': { status: 429, en: 'Too many requests; wait a little', es: 'Demasiadas solicitudes; espera un poco' },
  'bad-feed': { status: 422, en: 'The GTFS feed cannot be used', es: 'El feed GTFS no se puede usar' },
  'bad-csv': {
    status: 422,
    en: 'The file has lines that cannot be read: nothing was saved',
    es: 'El archivo tiene líneas que no se pueden leer: no se guardó nada',
  },
  'client-unknown': {
    status: 403,
    en: 'This device is not on the bus WiFi',
    es: 'Este dispositivo no está en el WiFi del autobús',
  },
  'terms-changed': { status: 409, en: 'The terms have changed', es: 'Los términos cambiaron' },
  'cool-down': {
    status: 429,
    en: 'You can connect again a little later',
    es: 'Podrás conectarte de nuevo un poco más tarde',
  },
  'no-sessions-left': {
    status: 429,
    en: 'You have used all of today’s sessions',
    es: 'Ya usaste todas tus sesiones de hoy',
  },
  'no-extension': { status: 409, en: 'This session cannot be extended', es: 'Esta sesión no se puede extender' },
  'firewall-failed': { status: 503, en: 'The gateway could not let you through', es: 'El equipo no pudo darte acceso' },
  unavailable: {
    status: 503,
    en: 'Not available just now; try again',
    es: 'No disponible por ahora; intenta de nuevo',
  },
  internal: { status: 500, en: 'Something broke on our side', es: 'Algo falló de nuestro lado' },
} as const satisfies Record<string, { status: number; en: string; es: string }>
export type ErrorCode = keyof typeof ERRORS

/** The one error that Abordo's code throws on purpose. `detail` is one plain sentence that says what to do. */
export class AbordoError extends Error {
  constructor(
    readonly code: ErrorCode,
    readonly detail: string = ERRORS[code].en,
    options?: ErrorOptions,
  ) {
    super(detail, options)
    this.name = 'AbordoError'
  }
  get status() {
    return ERRORS[this.code].status
  }
}

/** The RFC 9457 body of an error. */
export function problemOf(error: AbordoError, requestId?: string): Problem {
  const { status, en } = ERRORS[error.code]
  return {
    type: `urn:abordo:error:${error.code}`,
    title: en,
    status,
    code: error.code,
    detail: error.detail,
    ...(requestId !== undefined && { requestId }),
  }
}
