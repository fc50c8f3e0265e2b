type Kind = typeof Int32Array | typeof Float64Array

/** A column of numbers that grows: of millions of rows it takes some octets a row, where objects would take a hundred. */
export class Numbers<K extends Kind> {
  length = 0
  #values: InstanceType<K>

  constructor(readonly kind: K) {
    this.#values = new kind(1024) as InstanceType<K>
  }

  push(value: number): void {
    if (this.length === this.#values.length) {
      const wider = new this.kind(this.length * 2) as InstanceType<K>
      wider.set(this.#values)
      this.#values = wider
    }
    this.#values[this.length] = value
    this.length += 1
  }

  at(index: number): number {
    return this.#values[index] ?? Number.NaN
  }
}
