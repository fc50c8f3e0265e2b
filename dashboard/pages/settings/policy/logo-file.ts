/** What a policy takes: contract/policy.ts. */
const LONGEST = 6000
const TYPES = /^data:image\/(png|svg\+xml|webp);base64,/
/** Twice the height that the portal's pages give it. */
const HEIGHT = 64
const QUALITIES = [0.9, 0.75, 0.6, 0.4]

export type LogoRead =
  | { kind: 'good'; url: string; reducedTo: number | null }
  | { kind: 'wrong-type' }
  | { kind: 'too-big'; octets: number }

/** An image as a data: URL that fits into a policy: as it is where it is small enough, else drawn anew at the height it is shown at. */
export async function readLogo(file: File): Promise<LogoRead> {
  const whole = await asDataUrl(file)
  if (!TYPES.test(whole)) return { kind: 'wrong-type' }
  const image = await decoded(whole)
  if (image === null) return { kind: 'wrong-type' }
  if (whole.length <= LONGEST) return { kind: 'good', url: whole, reducedTo: null }
  const drawn = draw(image)
  for (const quality of QUALITIES) {
    const url = drawn.toDataURL('image/webp', quality)
    if (TYPES.test(url) && url.length <= LONGEST) return { kind: 'good', url, reducedTo: octetsOf(url) }
  }
  return { kind: 'too-big', octets: octetsOf(drawn.toDataURL('image/webp', QUALITIES.at(-1))) }
}

function asDataUrl(file: File): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader()
    reader.onload = () => resolve(String(reader.result))
    reader.onerror = () => reject(reader.error)
    reader.readAsDataURL(file)
  })
}

/** Null: it is no image that a browser can show. */
async function decoded(url: string): Promise<HTMLImageElement | null> {
  const image = new Image()
  image.src = url
  try {
    await image.decode()
    return image
  } catch {
    return null
  }
}

function draw(image: HTMLImageElement): HTMLCanvasElement {
  const canvas = document.createElement('canvas')
  const share = Math.min(1, HEIGHT / (image.naturalHeight || HEIGHT))
  canvas.width = Math.max(1, Math.round((image.naturalWidth || HEIGHT) * share))
  canvas.height = Math.max(1, Math.round((image.naturalHeight || HEIGHT) * share))
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height)
  return canvas
}

function octetsOf(dataUrl: string): number {
  return Math.round(((dataUrl.length - dataUrl.indexOf(',') - 1) * 3) / 4)
}
