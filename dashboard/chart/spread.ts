/**
 * Moves labels of one height apart so that none covers another, each as near to its own place as the others allow, all
 * between `top` and `bottom`. Gives the middles in the order of the input.
 */
export function spread(middles: readonly number[], height: number, top: number, bottom: number): number[] {
  const order = middles.map((_, i) => i).sort((a, b) => (middles[a] ?? 0) - (middles[b] ?? 0))
  const placed = [...middles]
  let free = top + height / 2
  for (const i of order) {
    placed[i] = Math.max(placed[i] ?? 0, free)
    free = (placed[i] ?? 0) + height
  }
  // What ran out at the bottom pushes back up.
  let limit = bottom - height / 2
  for (const i of order.reverse()) {
    placed[i] = Math.min(placed[i] ?? 0, limit)
    limit = (placed[i] ?? 0) - height
  }
  return placed
}
