import type { Policy } from '../contract/policy.ts'
import type { Language } from '../portal/i18n/language.ts'
import { accentOn } from '../portal/pages/colour.ts'
import type { PageContext } from '../portal/pages/layout.ts'
import { type Ride, statusPage } from '../portal/pages/status.ts'
import { DARK, LIGHT } from '../portal/pages/style.ts'
import { termsPage } from '../portal/pages/texts.ts'
import { welcomePage } from '../portal/pages/welcome.ts'

// Its own bundle beside the dashboard (deploy/build.ts): what riders see under a policy, made by the portal's own code.

/** The dashboard declares this once more as it calls it: it may import nothing of the portal. */
export interface RiderPage {
  page: 'welcome' | 'status' | 'terms'
  language: Language
  look: 'light' | 'dark'
}

const GOOD = { quality: 'good', forSeconds: 0, backInSeconds: null } as const
const NOWHERE: Ride = { routeName: null, nextStops: [], weak: null, shareUrl: null }
/** How far the session is that the status page shows. */
const PASSED = 0.25

/** The document of a riders' page, to be looked at: its links lead nowhere, its buttons do nothing. */
export async function riderPage(policy: Policy, { page, language, look }: RiderPage): Promise<string> {
  const { operatorName, branding, fixed } = policy
  const context: PageContext = { language, path: '/', operatorName, branding, fixed }
  const made = {
    welcome: () => welcomePage(context, policy, GOOD),
    status: () => statusPage(context, statusUnder(policy)),
    terms: () => termsPage(context, policy),
  }
  return toLookAt(String(await made[page]()), look)
}

function statusUnder({ sessionSeconds, quotaOctets, extension, acceptOnce }: Policy) {
  return {
    secondsLeft: Math.round(sessionSeconds * (1 - PASSED)),
    usedOctets: Math.round((quotaOctets ?? 80_000_000) * PASSED),
    octetsLeft: quotaOctets === null ? null : Math.round(quotaOctets * (1 - PASSED)),
    isRemembered: acceptOnce,
    extensionSeconds: extension?.seconds ?? null,
    connection: GOOD,
    ride: NOWHERE,
  }
}

/** Light or dark whatever the reader's system asks for. */
function toLookAt(document: string, look: RiderPage['look']): string {
  return document
    .replace('color-scheme:light dark', `color-scheme:${look}`)
    .replace('@media(prefers-color-scheme:dark)', look === 'dark' ? '@media all' : '@media not all')
    .replaceAll(/<a([^>]*?) href="[^"]*"/g, '<a$1')
    .replaceAll('<button', '<button tabindex="-1"')
    .replace('</style>', 'a{text-decoration:underline}.button{text-decoration:none}</style>')
}

/** The colour in which the portal writes on each ground when the operator's is `color`: darker or lighter where it could not be read. */
export function shownColours(color: string): { light: string; dark: string } {
  return { light: accentOn(color, LIGHT).main, dark: accentOn(color, DARK).main }
}
