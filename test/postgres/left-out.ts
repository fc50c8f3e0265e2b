import { TestRunner } from 'vitest'

const NO_TEST = /(?!)/

/** A runner that leaves out every test, with all that would be made for it, so that it is counted as skipped. */
export default class LeftOut extends TestRunner {
  constructor(config: TestRunner['config']) {
    super({ ...config, testNamePattern: NO_TEST })
  }
}
