/** Brings what is open into the middle of a row that scrolls sideways; where all fits, nothing moves. */
export function bringIntoSight(row: HTMLElement | null): void {
  const open = row?.querySelector<HTMLElement>('[aria-current]')
  if (!row || !open) return
  const [outer, inner] = [row.getBoundingClientRect(), open.getBoundingClientRect()]
  row.scrollLeft += inner.left - outer.left - (outer.width - inner.width) / 2
}
