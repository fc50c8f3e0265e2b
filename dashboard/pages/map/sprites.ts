import { PATHS } from '../../components/icons.tsx'
import { MARKS, type Mark, OUTLINES, type Outline } from './marks.ts'

/** The colours of a theme, as style/tokens.css has them. */
export interface MapColours {
  marks: Record<Mark, string>
  panel: string
  ink: string
  accent: string
  ground: string
}

/** Marks that are drawn once and copied many times: the whole fleet has to be drawn within a frame. */
export interface Sprites {
  /** Half the width of a mark, pixels. */
  radius: number
  of(mark: Mark, faded: boolean): HTMLCanvasElement
}

/** Reads the colours that hold for an element now. */
export function coloursOf(element: Element): MapColours {
  const style = getComputedStyle(element)
  const read = (name: string) => style.getPropertyValue(`--${name}`).trim()
  const marks = Object.fromEntries(MARKS.map((mark) => [mark, read(`mark-${mark}`)])) as MapColours['marks']
  return { marks, panel: read('panel'), ink: read('ink'), accent: read('accent'), ground: read('map-ground') }
}

/** Small far away; from zoom 13 on with the same sign in it that lists have. */
export function radiusAt(zoom: number): number {
  if (zoom < 11) return 4.5
  if (zoom < 13) return 6
  return zoom < 15 ? 9 : 11
}

export function createSprites(colours: MapColours, radius: number, density: number): Sprites {
  const made = new Map<string, HTMLCanvasElement>()
  return {
    radius,
    of: (mark, faded) => {
      const key = `${mark} ${faded}`
      const known = made.get(key) ?? draw(mark, faded, colours, radius, density)
      made.set(key, known)
      return known
    },
  }
}

/** Room around a mark for its edge, pixels. */
const EDGE = 2

function draw(mark: Mark, faded: boolean, colours: MapColours, radius: number, density: number): HTMLCanvasElement {
  const canvas = document.createElement('canvas')
  const half = radius + EDGE
  canvas.width = Math.ceil(2 * half * density)
  canvas.height = canvas.width
  const pen = canvas.getContext('2d')
  if (!pen) return canvas
  const colour = colours.marks[mark]
  const outline = OUTLINES[mark]
  const hollow = faded || outline === 'ring'
  pen.scale(canvas.width / (2 * half), canvas.width / (2 * half))
  pen.translate(half, half)
  pen.lineJoin = 'round'
  pen.lineCap = 'round'
  trace(pen, outline, radius)
  pen.fillStyle = hollow ? colours.panel : colour
  pen.strokeStyle = hollow ? colour : colours.panel
  pen.lineWidth = hollow ? 2 : 1.5
  pen.fill()
  pen.stroke()
  if (radius < 8) return canvas
  pen.scale(radius / 11, radius / 11)
  // The middle of a triangle is not the one of its box.
  pen.translate(-8, -8 + ({ triangle: 2.5, drop: -2.5 }[outline as string] ?? 0))
  pen.strokeStyle = hollow ? colour : colours.panel
  pen.lineWidth = 2
  pen.stroke(new Path2D(PATHS[mark]))
  return canvas
}

/** Corners in units of the radius; y downwards. */
const CORNERS: Partial<Record<Outline, readonly (readonly [x: number, y: number])[]>> = {
  diamond: [
    [0, -1.12],
    [1.12, 0],
    [0, 1.12],
    [-1.12, 0],
  ],
  triangle: [
    [0, -1.15],
    [1.15, 0.85],
    [-1.15, 0.85],
  ],
  drop: [
    [-1.1, -0.85],
    [1.1, -0.85],
    [0, 1.15],
  ],
  hexagon: [
    [-0.55, -1],
    [0.55, -1],
    [1.1, 0],
    [0.55, 1],
    [-0.55, 1],
    [-1.1, 0],
  ],
}

function trace(pen: CanvasRenderingContext2D, outline: Outline, radius: number): void {
  pen.beginPath()
  const corners = CORNERS[outline]
  if (corners) {
    for (const [x, y] of corners) pen.lineTo(x * radius, y * radius)
    pen.closePath()
  } else if (outline === 'square') {
    const side = radius * 0.88
    pen.roundRect(-side, -side, 2 * side, 2 * side, radius / 4)
  } else pen.arc(0, 0, radius, 0, 2 * Math.PI)
}
