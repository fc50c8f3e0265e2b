/** Ticks of an axis that begins at 0 and reaches `most`: a few round numbers, the last of them at least `most`. */
export function ticksTo(most: number, about = 4): number[] {
  if (!(most > 0)) return [0, 1]
  const rough = most / about
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = ([1, 2, 2.5, 5, 10].find((times) => times * power >= rough) ?? 10) * power
  const count = Math.ceil(most / step - 1e-9)
  return Array.from({ length: count + 1 }, (_, at) => Number((at * step).toPrecision(12)))
}

/** A coordinate: to a tenth of a pixel. */
export function at(value: number): number {
  return Math.round(value * 10) / 10
}
