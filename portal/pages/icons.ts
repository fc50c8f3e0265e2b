import { raw } from 'hono/html'

const icon = (paths: string) =>
  raw(
    `<svg class="icon" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">${paths}</svg>`,
  )
const WAVES =
  '<path d="M2.5 9.5a13.5 13.5 0 0 1 19 0M5.8 13a9 9 0 0 1 12.4 0M9 16.4a4.4 4.4 0 0 1 6 0"/><circle cx="12" cy="19.6" r=".9" fill="currentColor"/>'

export const WIFI = icon(WAVES)
export const NO_SIGNAL = icon(`${WAVES}<path d="M4 3l16 18"/>`)
export const CHECK = icon('<path d="m4 12.5 5.5 5.5L20 7"/>')
export const PAUSE = icon('<circle cx="12" cy="12" r="9"/><path d="M12 7v5.2l3.2 2"/>')
