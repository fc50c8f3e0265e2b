const FAMILY = '"Helvetica Neue", "Segoe UI", Roboto, Arial, sans-serif'
const MARGIN = 24
const ROW = 24

export interface Picture {
  /** The chart, with `ratio` pixels for one of the page. */
  chart: HTMLCanvasElement
  ratio: number
  title: string
  /** Below the title: from when to when, by which step, in which time zone. */
  subtitle: string
  legend: readonly { name: string; line: string; badge: string; badgeText: string }[]
  /** Below the legend: as of when, how complete, compared with what. */
  notes: readonly string[]
  ground: string
  ink: string
  muted: string
}

/** The chart with all that it needs to stand alone, on a canvas of its own. */
export function pictureOf({
  chart,
  ratio,
  title,
  subtitle,
  legend,
  notes,
  ground,
  ink,
  muted,
}: Picture): HTMLCanvasElement {
  const canvas = document.createElement('canvas')
  const context = canvas.getContext('2d')
  if (!context) throw new Error('this browser gives no canvas to draw on')
  const width = chart.width / ratio + 2 * MARGIN
  const inner = width - 2 * MARGIN
  const text = (size: number, weight: number) => {
    context.font = `${weight} ${size}px ${FAMILY}`
  }
  const linesOf = (said: string, size: number) => {
    text(size, 400)
    return wrap(said, inner, (part) => context.measureText(part).width)
  }
  text(12, 700)
  const badges = rowsOf(
    legend.map(({ name }) => context.measureText(name).width + 40),
    inner,
  )
  const small = [...linesOf(subtitle, 13)]
  const below = notes.flatMap((note) => linesOf(note, 12))
  const chartTop = MARGIN + 30 + small.length * 18 + 10
  const legendTop = chartTop + chart.height / ratio + 14
  const notesTop = legendTop + badges.rows * ROW + 10
  const height = notesTop + below.length * 17 + MARGIN - 6
  Object.assign(canvas, { width: Math.round(width * ratio), height: Math.round(height * ratio) })
  context.scale(ratio, ratio)
  context.fillStyle = ground
  context.fillRect(0, 0, width, height)
  context.textBaseline = 'top'
  context.fillStyle = ink
  text(20, 700)
  context.fillText(title, MARGIN, MARGIN, inner)
  context.fillStyle = muted
  text(13, 400)
  for (const [i, line] of small.entries()) context.fillText(line, MARGIN, MARGIN + 30 + i * 18)
  context.drawImage(chart, MARGIN, chartTop, chart.width / ratio, chart.height / ratio)
  text(12, 700)
  legend.forEach(({ name, line, badge, badgeText }, i) => {
    const { x = 0, row = 0 } = badges.places[i] ?? {}
    const [left, top] = [MARGIN + x, legendTop + row * ROW]
    context.fillStyle = line
    context.fillRect(left, top + 8, 14, 3)
    context.beginPath()
    context.roundRect(left + 18, top, context.measureText(name).width + 12, 19, 5)
    context.fillStyle = badge
    context.fill()
    context.strokeStyle = line
    context.stroke()
    context.fillStyle = badgeText
    context.fillText(name, left + 24, top + 4)
  })
  context.fillStyle = muted
  text(12, 400)
  for (const [i, line] of below.entries()) context.fillText(line, MARGIN, notesTop + i * 17)
  return canvas
}

/** Things of these widths side by side, in as many rows as they need. */
function rowsOf(widths: readonly number[], room: number) {
  let [x, row] = [0, 0]
  const places = widths.map((width) => {
    if (x > 0 && x + width > room) [x, row] = [0, row + 1]
    const place = { x, row }
    x += width + 6
    return place
  })
  return { places, rows: widths.length === 0 ? 0 : row + 1 }
}

function wrap(said: string, room: number, widthOf: (part: string) => number): string[] {
  const lines: string[] = []
  for (const word of said.split(' ')) {
    const last = lines.at(-1)
    if (last !== undefined && widthOf(`${last} ${word}`) <= room) lines[lines.length - 1] = `${last} ${word}`
    else lines.push(word)
  }
  return lines
}
