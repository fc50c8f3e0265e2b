import { createHash } from 'node:crypto'
import { type Branding, styleText } from './style.ts'

let last: { text: string; hash: string } | null = null

/** For the Content-Security-Policy: only this very text may style a page. */
function styleHash(branding: Branding): string {
  const text = styleText(branding)
  if (last?.text !== text) last = { text, hash: `'sha256-${createHash('sha256').update(text).digest('base64')}'` }
  return last.hash
}

/** What a page under this policy may load: its own style, and the operator's logo where there is one. */
export function contentSecurityPolicy({ branding }: { branding: Branding }): string {
  const images = branding.logo === null ? '' : ' img-src data:;'
  return `default-src 'none'; style-src ${styleHash(branding)};${images} form-action 'self'; base-uri 'none'; frame-ancestors 'none'`
}
