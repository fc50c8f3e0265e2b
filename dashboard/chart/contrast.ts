type Triple = [number, number, number]

/** `#rgb`, `#rrggbb`, with or without the `#`; anything else is a middle grey, which reads on every ground. */
export function parseHex(hex: string): Triple {
  const digits = /^#?([0-9a-f]{6}|[0-9a-f]{3})$/i.exec(hex.trim())?.[1] ?? '808080'
  const full = digits.length === 3 ? [...digits].map((d) => d + d).join('') : digits
  const n = Number.parseInt(full, 16)
  return [(n >> 16) / 255, ((n >> 8) & 255) / 255, (n & 255) / 255]
}

function toHex(rgb: Triple): string {
  const byte = (c: number) =>
    Math.round(Math.min(1, Math.max(0, c)) * 255)
      .toString(16)
      .padStart(2, '0')
  return `#${rgb.map(byte).join('')}`
}

const linear = (c: number) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
const gamma = (c: number) => (c <= 0.0031308 ? c * 12.92 : 1.055 * Math.max(0, c) ** (1 / 2.4) - 0.055)

function luminance(hex: string): number {
  const [r, g, b] = parseHex(hex).map(linear) as Triple
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

/** Contrast ratio of WCAG 2.1, from 1 to 21. */
export function contrastRatio(a: string, b: string): number {
  const [x, y] = [luminance(a), luminance(b)]
  return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05)
}

/** Lightness 0 to 1, chroma, hue in degrees: equal steps look equally far apart, which HSL does not give. */
export interface Oklch {
  l: number
  c: number
  h: number
}

export function toOklch(hex: string): Oklch {
  const [r, g, b] = parseHex(hex).map(linear) as Triple
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b)
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b)
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b)
  const a = 1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s
  const bb = 0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s
  return {
    l: 0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    c: Math.hypot(a, bb),
    h: ((Math.atan2(bb, a) * 180) / Math.PI + 360) % 360,
  }
}

/** The nearest colour of the screen: chroma gives way, lightness and hue stay. */
export function fromOklch({ l, c, h }: Oklch): string {
  for (let chroma = c; ; chroma -= 0.005) {
    const rgb = rgbOf(l, Math.max(0, chroma), h)
    if (chroma <= 0 || rgb.every((v) => v >= -0.001 && v <= 1.001)) return toHex(rgb)
  }
}

function rgbOf(lightness: number, c: number, h: number): Triple {
  const a = c * Math.cos((h * Math.PI) / 180)
  const b = c * Math.sin((h * Math.PI) / 180)
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3
  return [
    gamma(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
    gamma(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
    gamma(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s),
  ]
}

/** The colour nearest to `hex`, of the same hue, that has a contrast of at least `least` on `ground`. */
export function readableOn(hex: string, ground: string, least = 3): string {
  const start = toOklch(hex)
  const away = luminance(ground) > 0.18 ? -0.01 : 0.01
  for (let l = start.l; l >= 0 && l <= 1; l += away) {
    const tried = l === start.l ? toHex(parseHex(hex)) : fromOklch({ ...start, l })
    if (contrastRatio(tried, ground) >= least) return tried
  }
  return away < 0 ? '#000000' : '#ffffff'
}

/** The feed's text colour where it can be read on the badge, else black or white. */
export function badgeText(color: string, textColor: string): string {
  if (contrastRatio(color, textColor) >= 4.5) return toHex(parseHex(textColor))
  return contrastRatio(color, '#000000') >= contrastRatio(color, '#ffffff') ? '#000000' : '#ffffff'
}
