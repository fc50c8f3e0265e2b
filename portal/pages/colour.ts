type Rgb = readonly [number, number, number]

/** Text of normal size: WCAG 2.1, 1.4.3. */
export const READABLE = 4.5

function parse(hex: string): Rgb {
  const n = Number.parseInt(hex.slice(1), 16)
  return [n >> 16, (n >> 8) & 255, n & 255]
}

function luminance(hex: string): number {
  const [r, g, b] = parse(hex).map((c) => {
    const s = c / 255
    return s <= 0.04045 ? s / 12.92 : ((s + 0.055) / 1.055) ** 2.4
  }) as [number, number, number]
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

/** Contrast of two colours `#rrggbb`, from 1 to 21 (WCAG 2.1). */
export function contrast(a: string, b: string): number {
  const [x, y] = [luminance(a), luminance(b)]
  return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05)
}

/** `share` (0 to 1) of colour `a` in colour `b`. */
export function mix(a: string, b: string, share: number): string {
  const [from, to] = [parse(a), parse(b)]
  const byte = (i: 0 | 1 | 2) => Math.round(from[i] * share + to[i] * (1 - share))
  return `#${([0, 1, 2] as const).map((i) => byte(i).toString(16).padStart(2, '0')).join('')}`
}

/** The colours of a page that follow the operator's. */
export interface Accent {
  main: string
  onMain: string
  tint: string
}

/** An operator's colour made fit for a page: as it is where it can be read, else darker (or lighter, on dark) until it can. */
export function accentOn(color: string, page: { ground: string; card: string; towards: string }): Accent {
  for (let share = 1; share > 0; share -= 0.02) {
    const main = mix(color.toLowerCase(), page.towards, share)
    const tint = mix(main, page.card, 0.12)
    const grounds = [page.ground, page.card, tint]
    if (grounds.every((ground) => contrast(main, ground) >= READABLE)) return { main, onMain: textOn(main), tint }
  }
  return { main: page.towards, onMain: textOn(page.towards), tint: mix(page.towards, page.card, 0.12) }
}

/** Black or white, whichever reads better; one of them always reads. */
function textOn(ground: string): string {
  return contrast('#ffffff', ground) >= contrast('#000000', ground) ? '#ffffff' : '#000000'
}
