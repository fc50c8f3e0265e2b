// What somebody can work out who has fetched everything, morning after morning, and knows the rules by which it is published.

/** A linear equation over named unknowns. */
export interface Equation {
  of: ReadonlyMap<string, number>
  equals: number
}

/** Small enough that products are exact. */
const PRIME = 67_108_859

const mod = (value: number) => ((value % PRIME) + PRIME) % PRIME

function inverse(value: number): number {
  let [result, base, exponent] = [1, mod(value), PRIME - 2]
  for (; exponent > 0; exponent = Math.floor(exponent / 2)) {
    if (exponent % 2 === 1) result = (result * base) % PRIME
    base = (base * base) % PRIME
  }
  return result
}

/** Solves equations by Gaussian elimination, modulo a prime that no value here comes near. */
export class Solver {
  private names = new Map<string, number>()
  /** By the place of its first unknown, each with 1 there. */
  private rows = new Map<number, Map<number, number>>()
  private static readonly VALUE = -1

  add({ of, equals }: Equation): void {
    const row = this.reduced(this.rowOf(of, equals))
    const [first] = [...row.keys()].filter((at) => at !== Solver.VALUE).sort((a, b) => a - b)
    if (first === undefined) return
    const scale = inverse(row.get(first) ?? 1)
    this.rows.set(first, new Map([...row].map(([at, value]) => [at, (value * scale) % PRIME])))
  }

  /** The value of a sum of unknowns, where the equations leave no choice; null: they do. */
  determined(of: ReadonlyMap<string, number>): number | null {
    const row = this.reduced(this.rowOf(of, 0))
    if ([...row.keys()].some((at) => at !== Solver.VALUE)) return null
    const value = mod(-(row.get(Solver.VALUE) ?? 0))
    return value > PRIME / 2 ? value - PRIME : value
  }

  private rowOf(of: ReadonlyMap<string, number>, equals: number): Map<number, number> {
    const row = new Map<number, number>([[Solver.VALUE, mod(equals)]])
    for (const [name, times] of of) {
      const at = this.names.get(name) ?? this.names.size
      this.names.set(name, at)
      row.set(at, mod(times))
    }
    return row
  }

  private reduced(row: Map<number, number>): Map<number, number> {
    for (;;) {
      const at = [...row.keys()].find((key) => key !== Solver.VALUE && this.rows.has(key) && row.get(key) !== 0)
      if (at === undefined) break
      const times = row.get(at) ?? 0
      for (const [key, value] of this.rows.get(at) ?? []) row.set(key, mod((row.get(key) ?? 0) - times * value))
    }
    for (const [key, value] of row) if (value === 0 && key !== Solver.VALUE) row.delete(key)
    return row
  }
}
